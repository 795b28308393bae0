import type { SlotName } from "../model/slots.ts";

/** What the author of each script should have written to the pipeline, as a sentence. */
export type Expectations = Readonly<Record<SlotName, string>>;

const nothing = "It should write nothing to the pipeline.";

export const metadirectoryExpectations: Expectations = {
  validation: "Its author must write one ParameterValidationResult to the pipeline, and nothing else.",
  schema: "Its author must write one Schema to the pipeline, and nothing else.",
  partition: "Its author must write a Partition or a list of them to the pipeline, and nothing else.",
  hierarchy: "Its author must write a HierarchyNode or a list of them to the pipeline, and nothing else.",
  beginImport: "Its author must write one OpenImportConnectionResults to the pipeline, and nothing else.",
  importData:
    "Its author must write a list of CSEntryChange, or one GetImportEntriesResults, to the pipeline, and nothing else.",
  endImport: "Its author must write one CloseImportConnectionResults to the pipeline, and nothing else.",
  beginExport: nothing,
  exportData: "Its author must write one PutExportEntriesResults to the pipeline, and nothing else.",
  endExport: nothing,
  password: nothing,
};
