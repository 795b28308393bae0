/** What went wrong with one object in a run. */
export interface ObjectError {
  /** How people find it: its name, else its anchor, else its place among the entries; shortened when it is very long. */
  readonly object: string;
  readonly objectType: string | null;
  readonly partition: string | null;
  readonly kind: "import" | "export";
  /** One of `objectErrorCodes`, `importErrors` or `exportErrors`, or the connector's own. */
  readonly code: string;
  /** In words, without a value. */
  readonly message: string;
  /** ISO-8601 in UTC. */
  readonly time: string;
}

/** Which error is meant: an object has one of each kind, the last one. */
export type ObjectErrorKey = Pick<ObjectError, "object" | "objectType" | "partition" | "kind">;

export interface ObjectErrorCode {
  /** Without a full stop. */
  readonly meaning: string;
  /** What to do about it, a sentence. */
  readonly remedy: string;
}

/** The host's own codes, beside those of ECMA2 (`importErrors`, `exportErrors`). */
export const objectErrorCodes: Readonly<Record<string, ObjectErrorCode>> = {
  EntryInvalid: {
    meaning: "what came is no entry: another kind of value, a list that is none, an object that throws when it is read",
    remedy: "The author of importData has to return entries as wholeEntry makes them.",
  },
  UnknownObjectType: {
    meaning: "the schema has no such object type",
    remedy: "Name a type of the schema, or discover the schema anew when it has changed.",
  },
  UnknownAttribute: {
    meaning: "the type has no such attribute",
    remedy: "Name an attribute of the schema, or discover the schema anew when it has changed.",
  },
  ExportOnlyAttribute: {
    meaning: "the attribute is for exports only",
    remedy: "Leave it out of imports, or give it another operation in the schema.",
  },
  DuplicateAttribute: {
    meaning: "an attribute twice in one entry",
    remedy: "The author of importData has to put its values into one change.",
  },
  TooManyValues: {
    meaning: "several values of an attribute that has one",
    remedy: "Return one, or mark the attribute in the schema: isMultiValued: true.",
  },
  MissingAnchor: {
    meaning: "an object without its anchor",
    remedy: "Return the anchor with each entry; look in the connected system whether the object has one.",
  },
  AmbiguousAnchor: {
    meaning: "objects of several types have the anchor, and the entry does not say which type it means",
    remedy: "Say objectType in the entry.",
  },
  DuplicateObject: {
    meaning: "an object that came before in this full import",
    remedy: "Return each object once; look whether two objects of the connected system have one anchor.",
  },
  DuplicateName: {
    meaning: "another object has the name, or has got it while this one's new name did not come",
    remedy: "Look in the connected system which of them is called so; a full import tells them apart.",
  },
  OutsidePartition: {
    meaning: "the name is not in the partition of the run",
    remedy: "Return what stands below openImportConnectionRunStep.partition only.",
  },
  FullObjectMissing: {
    meaning: "only a part of an object came, and the connector did not bring the whole when it was asked",
    remedy: "Return the objects of getImportEntriesRunStep.fullObjectEntries as a whole, or as deleted.",
  },
  ExportedChangeNotReimported: {
    meaning:
      "an exported change went well, as the connector said, and is not there. It is pending again, unless a workflow exported it",
    remedy: "Look at the object in the connected system: whether it took the change, and who took it back.",
  },
  PendingChangeDropped: {
    meaning: "what was pending for an object is dropped, because the object is gone",
    remedy: "Look in the connected system who deleted the object; stage the change again once it is back.",
  },
  NameTaken: {
    meaning: "what is to be added has the name of an object that an import brought",
    remedy: "Take back what is staged, or give one of the two another name.",
  },
};

/** Names of directories are far shorter; what is longer is a slip, and would fill the space. */
const longestLabel = 1_000;

export function shortLabel(label: string): string {
  return label.length > longestLabel ? `${label.slice(0, longestLabel).toWellFormed()}…` : label;
}
