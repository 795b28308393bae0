import type { Expectations } from "./expectations.ts";

const none = "Scripts that return hashtables have no such part.";

/** For scripts that return hashtables: what the author of each should have written to the pipeline, as a sentence. */
export const hashtableExpectations: Expectations = {
  validation: none,
  schema:
    "Its author must write one PSCustomObject for each object type to the pipeline, whose properties are called Name|Type: objectClass|String with the name of the type, and one anchor such as Anchor-Id|String.",
  partition: none,
  hierarchy: none,
  beginImport: none,
  importData: "Its author must write one hashtable for each object to the pipeline, with objectClass and the anchor.",
  endImport: none,
  beginExport: none,
  exportData:
    "Its author must write hashtables to the pipeline, each with the [Identifier] of the object that it is about, [ErrorName] (success or an error) and [ErrorDetail].",
  endExport: none,
  password: "It should write nothing to the pipeline.",
};
