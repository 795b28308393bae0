namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;

    // What scripts return.

    public class ImportResults
    {
        public string CustomData { get; set; }
    }

    public class OpenImportConnectionResults : ImportResults
    {
        public OpenImportConnectionResults() { }

        public OpenImportConnectionResults(string customData)
        {
            CustomData = customData;
        }
    }

    public class GetImportEntriesResults : ImportResults
    {
        public GetImportEntriesResults()
        {
            CSEntries = new List<CSEntryChange>();
        }

        public GetImportEntriesResults(string customData, bool moreToImport, IList<CSEntryChange> csentries)
        {
            CustomData = customData;
            MoreToImport = moreToImport;
            CSEntries = csentries ?? new List<CSEntryChange>();
        }

        public bool MoreToImport { get; set; }
        public IList<CSEntryChange> CSEntries { get; set; }
    }

    public class CloseImportConnectionResults : ImportResults
    {
        public CloseImportConnectionResults() { }

        public CloseImportConnectionResults(string customData)
        {
            CustomData = customData;
        }
    }

    /// <summary>One result to an object: https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/hh858377(v=vs.100).</summary>
    public class PutExportEntriesResults
    {
        private readonly CSEntryChangeResultCollection results = new CSEntryChangeResultCollection();

        public PutExportEntriesResults() { }

        public PutExportEntriesResults(IList<CSEntryChangeResult> csentryChangeResults)
        {
            if (csentryChangeResults == null) return;
            foreach (CSEntryChangeResult each in csentryChangeResults)
            {
                if (each != null) results.Add(each);
            }
        }

        /// <summary>By the identifier of the object.</summary>
        public KeyedCollection<Guid, CSEntryChangeResult> CSEntryChangeResults
        {
            get { return results; }
        }
    }

    /// <summary>What became of one exported object.</summary>
    public class CSEntryChangeResult
    {
        private readonly NamedCollection<AttributeChange> anchors = new NamedCollection<AttributeChange>(each => each.Name);

        private CSEntryChangeResult() { }

        public Guid Identifier { get; private set; }
        public MAExportError ErrorCode { get; private set; }
        public string ErrorName { get; private set; }
        public string ErrorDetail { get; private set; }

        /// <summary>The anchor, where the system made or changed it.</summary>
        public KeyedCollection<string, AttributeChange> AnchorAttributes
        {
            get { return anchors; }
        }

        public static CSEntryChangeResult Create(Guid identifier, IList<AttributeChange> anchorAttributeChanges, MAExportError errorCode)
        {
            return Create(identifier, anchorAttributeChanges, errorCode, null, null);
        }

        public static CSEntryChangeResult Create(Guid identifier, IList<AttributeChange> anchorAttributeChanges, MAExportError errorCode, string errorName, string errorDetail)
        {
            CSEntryChangeResult result = new CSEntryChangeResult();
            result.Identifier = identifier;
            result.ErrorCode = errorCode;
            result.ErrorName = errorName;
            result.ErrorDetail = errorDetail;
            if (anchorAttributeChanges == null) return result;
            foreach (AttributeChange each in anchorAttributeChanges)
            {
                if (each != null) result.anchors.Add(each);
            }
            return result;
        }

        public override string ToString()
        {
            return ErrorCode.ToString();
        }
    }

    internal sealed class CSEntryChangeResultCollection : KeyedCollection<Guid, CSEntryChangeResult>
    {
        protected override Guid GetKeyForItem(CSEntryChangeResult item)
        {
            return Values.NotNull(item, "item").Identifier;
        }
    }

    public class ParameterValidationResult
    {
        public ParameterValidationResult() { }

        public ParameterValidationResult(ParameterValidationResultCode code, string errorMessage, string errorParameter)
        {
            Code = code;
            ErrorMessage = errorMessage;
            ErrorParameter = errorParameter;
        }

        public ParameterValidationResultCode Code { get; set; }
        public string ErrorMessage { get; set; }
        public string ErrorParameter { get; set; }
    }
}
