import { describe, expect, it } from "vitest";
import { connectorProblem, defineConnector } from "../../src/model/define-connector.ts";
import type { ConnectorScripts } from "../../src/model/slots.ts";

const schema = () => ({ types: [] });
const importing = { beginImport: () => ({}), importData: () => [], endImport: () => ({}) };
const exporting = { beginExport: () => undefined, exportData: () => ({}), endExport: () => undefined };

describe("a connector", () => {
  it("is given back as it is", () => {
    const scripts: ConnectorScripts = { schema, ...importing, ...exporting };
    expect(defineConnector(scripts)).toBe(scripts);
  });

  it("may be an instance of a class, and may leave scripts out as undefined", () => {
    class Hr {
      schema() {
        return { types: [] };
      }
    }
    expect(connectorProblem(new Hr())).toBeNull();
    expect(connectorProblem({ schema, password: undefined })).toBeNull();
  });

  it.each([
    [null, "is null"],
    [undefined, "is nothing"],
    [[schema], "is a list"],
    ["schema", "is a text"],
    [{}, "has no schema"],
    [{ schema: {} }, "has an object as schema"],
    [{ schema, password: null }, "has null as password"],
    [{ schema, importdata: schema }, "Did you mean importData?"],
    [{ schema, somethingElse: schema }, "There are: validation, schema"],
    [{ schema, constructor: 1 }, 'unknown script "constructor"'],
    [{ schema, importData: schema }, "has importData, and no beginImport and no endImport"],
    [{ schema, ...importing, endImport: undefined }, "and no endImport. Its author must write all three"],
    [{ schema, beginExport: schema, endExport: schema }, "has beginExport and endExport, and no exportData"],
  ])("is not %j", (value, words) => {
    expect(connectorProblem(value)).toContain(words);
  });

  it("that throws when it is looked at is none", () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("secret");
        },
      },
    );
    expect(connectorProblem(hostile)).toBe(
      "cannot be read: one of its properties throws. Its author must write plain functions.",
    );
  });

  it("that is none is an error for its author", () => {
    expect(() => defineConnector({} as ConnectorScripts)).toThrow(
      expect.objectContaining({ code: "DefinitionInvalid", message: expect.stringContaining("has no schema") }),
    );
  });
});
