namespace Microsoft.MetadirectoryServices
{
    /// <summary>What a connector can do (hh858337 of the reference). A definition says it here; scripts only read of it.</summary>
    public class MACapabilities
    {
        public MACapabilities()
        {
            ObjectRename = true;
            DeltaImport = true;
            ConcurrentOperation = true;
            DeleteAddAsReplace = true;
            SupportImport = true;
            SupportExport = true;
            SupportPartitions = true;
            SupportPassword = true;
            SupportHierarchy = true;
            ExportType = MAExportType.AttributeReplace;
        }

        public MADistinguishedNameStyle DistinguishedNameStyle { get; set; }
        public MAExportType ExportType { get; set; }
        public MANormalizations Normalizations { get; set; }
        public MAObjectConfirmation ObjectConfirmation { get; set; }
        public bool ConcurrentOperation { get; set; }
        public bool DeleteAddAsReplace { get; set; }
        public bool DeltaImport { get; set; }
        public bool ExportPasswordInFirstPass { get; set; }
        public bool FullExport { get; set; }
        public bool IsDNAsAnchor { get; set; }
        public bool NoReferenceValuesInFirstExport { get; set; }
        public bool ObjectRename { get; set; }
        public bool SupportExport { get; set; }
        public bool SupportHierarchy { get; set; }
        public bool SupportImport { get; set; }
        public bool SupportPartitions { get; set; }
        public bool SupportPassword { get; set; }
    }
}
