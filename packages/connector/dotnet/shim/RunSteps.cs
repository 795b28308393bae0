namespace Microsoft.MetadirectoryServices
{
    using System.Collections.Generic;

    // What scripts are told about a run (hh859535, hh859532, hh859523, hh859541, hh859534, hh859522 of the reference).

    public class ImportRunStep
    {
        public string CustomData { get; internal set; }
    }

    public class OpenImportConnectionRunStep : ImportRunStep
    {
        public OpenImportConnectionRunStep()
        {
            PageSize = 1;
            InclusionHierarchyNodes = new List<HierarchyNode>();
            ExclusionHierarchyNodes = new List<HierarchyNode>();
        }

        public OpenImportConnectionRunStep(Partition partition, OperationType importType, int pageSize, string customData, IList<HierarchyNode> inclusionHierarchyNodes, IList<HierarchyNode> exclusionHierarchyNodes)
        {
            StepPartition = partition;
            InclusionHierarchyNodes = inclusionHierarchyNodes ?? new List<HierarchyNode>();
            ExclusionHierarchyNodes = exclusionHierarchyNodes ?? new List<HierarchyNode>();
            ImportType = importType;
            PageSize = pageSize;
            CustomData = customData;
        }

        public OperationType ImportType { get; internal set; }
        public int PageSize { get; internal set; }
        public Partition StepPartition { get; internal set; }
        public IList<HierarchyNode> InclusionHierarchyNodes { get; internal set; }
        public IList<HierarchyNode> ExclusionHierarchyNodes { get; internal set; }

        /// <summary>The older name of those that are included (hh858080).</summary>
        public IList<HierarchyNode> HierarchyNodes
        {
            get { return InclusionHierarchyNodes; }
        }
    }

    public class GetImportEntriesRunStep : ImportRunStep
    {
        public GetImportEntriesRunStep()
        {
            FullObjectEntries = new List<CSEntryChange>();
        }

        public GetImportEntriesRunStep(IList<CSEntryChange> fullObjectEntries, string customData)
        {
            FullObjectEntries = fullObjectEntries ?? new List<CSEntryChange>();
            CustomData = customData;
        }

        /// <summary>Objects that are wanted as a whole, in the middle of a delta import.</summary>
        public IList<CSEntryChange> FullObjectEntries { get; internal set; }
    }

    public class CloseImportConnectionRunStep : ImportRunStep
    {
        public CloseImportConnectionRunStep() { }

        public CloseImportConnectionRunStep(CloseReason reason, string customData)
        {
            Reason = reason;
            CustomData = customData;
        }

        public CloseReason Reason { get; internal set; }
    }

    public class ExportRunStep
    {
        public OperationType ExportType { get; internal set; }
    }

    public class OpenExportConnectionRunStep : ExportRunStep
    {
        public OpenExportConnectionRunStep()
        {
            BatchSize = 1;
            InclusionHierarchyNodes = new List<HierarchyNode>();
            ExclusionHierarchyNodes = new List<HierarchyNode>();
        }

        public OpenExportConnectionRunStep(Partition partition, int batchSize, OperationType exportType, IList<HierarchyNode> inclusionHierarchyNodes, IList<HierarchyNode> exclusionHierarchyNodes)
        {
            StepPartition = partition;
            InclusionHierarchyNodes = inclusionHierarchyNodes ?? new List<HierarchyNode>();
            ExclusionHierarchyNodes = exclusionHierarchyNodes ?? new List<HierarchyNode>();
            ExportType = exportType;
            BatchSize = batchSize;
        }

        public int BatchSize { get; internal set; }
        public Partition StepPartition { get; internal set; }
        public IList<HierarchyNode> InclusionHierarchyNodes { get; internal set; }
        public IList<HierarchyNode> ExclusionHierarchyNodes { get; internal set; }

        /// <summary>The same number as `BatchSize`: script sets use both names.</summary>
        public int PageSize
        {
            get { return BatchSize; }
        }
    }

    public class CloseExportConnectionRunStep
    {
        public CloseExportConnectionRunStep() { }

        public CloseExportConnectionRunStep(CloseReason reason)
        {
            Reason = reason;
        }

        public CloseReason Reason { get; internal set; }
    }
}
