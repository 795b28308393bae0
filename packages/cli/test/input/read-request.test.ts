import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readRequest } from "../../src/input/read-request.ts";
import { createSources } from "../../src/input/sources.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-request-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("says where a request stops being JSON, and repeats nothing of it", async () => {
  const path = join(folder, "request.json");
  writeFileSync(path, '{\n  "intent": { "password": PLANTED }\n}');
  const error: unknown = await readRequest(path, "request.json", createSources()).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: "RequestInvalid",
    details: {
      diagnostics: [
        {
          code: "SyntaxInvalid",
          line: 2,
          column: 27,
          message: expect.stringContaining("no comments and no trailing commas: here, a value should stand."),
        },
      ],
    },
  });
  expect(JSON.stringify([error, (error as Error).message, String((error as Error).cause)])).not.toContain("PLANTED");
});

it("refuses what is still to be filled in, with its place", async () => {
  const path = join(folder, "request.yaml");
  const places = async (text: string) => {
    writeFileSync(path, text);
    const error: unknown = await readRequest(path, "request.yaml", createSources()).catch((thrown) => thrown);
    const { details = {} } = error as {
      details?: { diagnostics?: { line: number; column: number; message: string }[] };
    };
    return (details.diagnostics ?? []).map(({ line, column, message }) => `${line}:${column} ${message}`);
  };
  const request = (id: string) => `lifecycleEvent: Joiner
actor: TODO
identityKeys: { AccountId: ${id} }
intent:
  To do: TODO list
  Groups: [Sales, ${id}]
`;
  expect(await places(request("TODO"))).toEqual([
    "3:28 identityKeys.AccountId is still TODO. Fill it in.",
    "6:19 intent.Groups[1] is still TODO. Fill it in.",
  ]);
  expect(await places(request("TODOxxxx"))).toHaveLength(2);
  expect(await places(request("jdoe"))).toEqual([]);
});
