import type { JsonValue } from "@idle/contract";
import type { Capabilities } from "./capabilities.ts";
import { fieldOf, flagOf, wordOf } from "./read-fields.ts";

const normalizations = ["Uppercase", "RemoveAccents"] as const;

/** What stands under `capabilities` of a definition, with the defaults; these too in the place of what is of a wrong kind. */
export function readCapabilities(written: JsonValue | undefined): Capabilities {
  const flag = (key: keyof Capabilities, fallback = false) => flagOf(written, key) ?? fallback;
  const word = <T extends string>(key: keyof Capabilities, words: readonly [T, ...T[]]): T =>
    wordOf(fieldOf(written, key), words) ?? words[0];
  const dataNormalization = fieldOf(written, "dataNormalization");
  const isAsked = (each: string) =>
    Array.isArray(dataNormalization) ? dataNormalization.includes(each) : dataNormalization === each;
  return Object.freeze({
    distinguishedNameStyle: word("distinguishedNameStyle", ["None", "Generic", "LDAP"]),
    exportType: word("exportType", [
      "AttributeReplace",
      "AttributeUpdate",
      "MultivaluedReferenceAttributeUpdate",
      "ObjectReplace",
    ]),
    // In one order, so that another order is no change.
    dataNormalization: Object.freeze(normalizations.filter(isAsked)),
    objectConfirmation: word("objectConfirmation", ["Normal", "NoDeleteConfirmation", "NoAddAndDeleteConfirmation"]),
    useDnAsAnchor: flag("useDnAsAnchor"),
    concurrentOperations: flag("concurrentOperations"),
    partitions: flag("partitions"),
    hierarchy: flag("hierarchy"),
    enableImport: flag("enableImport", true),
    enableDeltaImport: flag("enableDeltaImport"),
    enableExport: flag("enableExport"),
    enableFullExport: flag("enableFullExport"),
    noReferenceValuesInFirstExportPass: flag("noReferenceValuesInFirstExportPass"),
    enableObjectRename: flag("enableObjectRename"),
    deleteAddAsReplace: flag("deleteAddAsReplace"),
    enablePasswordOperations: flag("enablePasswordOperations"),
    enableExportPasswordInFirstPass: flag("enableExportPasswordInFirstPass"),
  });
}
