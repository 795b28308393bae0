/** What a connector can do, by the names of the definition. */
export interface Capabilities {
  /** Whether objects have distinguished names, and of which kind. Default `None`: an object is known by its anchor. */
  readonly distinguishedNameStyle: "None" | "Generic" | "LDAP";
  /** What of an object an export shows. Default `AttributeReplace`. */
  readonly exportType: "AttributeReplace" | "AttributeUpdate" | "MultivaluedReferenceAttributeUpdate" | "ObjectReplace";
  /** What is done to anchors before scripts get them. Default: nothing. */
  readonly dataNormalization: readonly ("Uppercase" | "RemoveAccents")[];
  /** Which exported changes an import has to confirm. Default `Normal`: all. */
  readonly objectConfirmation: "Normal" | "NoDeleteConfirmation" | "NoAddAndDeleteConfirmation";
  /** The anchor is the name; with the style `LDAP` only. Default false. */
  readonly useDnAsAnchor: boolean;
  /** Runs beside other connectors. Default false. */
  readonly concurrentOperations: boolean;
  /** Default false. */
  readonly partitions: boolean;
  /** Default false. */
  readonly hierarchy: boolean;
  /** Default true. */
  readonly enableImport: boolean;
  /** Default false. */
  readonly enableDeltaImport: boolean;
  /** Default false. */
  readonly enableExport: boolean;
  /** Default false. */
  readonly enableFullExport: boolean;
  /** References go in a second pass. Default false. */
  readonly noReferenceValuesInFirstExportPass: boolean;
  /** Default false. */
  readonly enableObjectRename: boolean;
  /** An object that is deleted and added anew goes as one `Replace`. Default false. */
  readonly deleteAddAsReplace: boolean;
  /** Default false. */
  readonly enablePasswordOperations: boolean;
  /** A new object's password goes with it, and not in a second pass. Default false. */
  readonly enableExportPasswordInFirstPass: boolean;
}
