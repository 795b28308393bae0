import { describe, expect, it } from "vitest";
import { exportErrorOf, exportErrors } from "../../src/model/export-errors.ts";
import { importErrorOf, importErrors } from "../../src/model/import-errors.ts";

const codesOf = (errors: Readonly<Record<string, { readonly kind: string }>>, kind: string) =>
  Object.keys(errors).filter((code) => errors[code]?.kind === kind);

describe("codes of an exported entry", () => {
  it("are those of MAExportError", () => {
    expect(Object.keys(exportErrors)).toHaveLength(27);
    expect(codesOf(exportErrors, "success")).toEqual(["Success"]);
    expect(codesOf(exportErrors, "stop")).toEqual(["ExportErrorCustomStopRun"]);
    expect(codesOf(exportErrors, "retryReferences")).toEqual(["ExportActionRetryReferenceAttribute"]);
  });

  it.each(["AcmeOwn", "", "__proto__", "constructor"])("%j is the connector's own, about one object", (code) => {
    expect(exportErrorOf(code)).toEqual({ kind: "object", meaning: "an error of the connector's own" });
  });
});

describe("codes of an entry that could not be read", () => {
  it("are those of MAImportError", () => {
    expect(Object.keys(importErrors)).toHaveLength(17);
    expect(codesOf(importErrors, "success")).toEqual(["Success"]);
    expect(codesOf(importErrors, "stop")).toEqual(["ImportErrorCustomStopRun"]);
  });

  it.each(["AcmeOwn", "toString"])("%j is the connector's own, about one object", (code) => {
    expect(importErrorOf(code)).toEqual({ kind: "object", meaning: "an error of the connector's own" });
  });
});
