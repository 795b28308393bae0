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
