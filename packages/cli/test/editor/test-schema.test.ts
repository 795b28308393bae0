/** What somebody who writes a workflow test sees in an editor. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testSchema } from "../../src/workflow-tests/generated/test-schema.ts";
import { type LanguageServer, startLanguageServer } from "./language-server.ts";

let folder = "";
let server: LanguageServer;
const file = "workflows/joiner.test.yaml";

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-editor-")));
  mkdirSync(join(folder, "schemas"));
  writeFileSync(join(folder, "schemas", "test.schema.json"), JSON.stringify(testSchema));
  server = await startLanguageServer(folder, { "schemas/test.schema.json": ["*.test.yaml"] });
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

it("completes the keys of a request that stands in the test", async () => {
  const items = await server.completions(file, "tests:\n  - name: A\n    request:\n      |");
  const inserted = Object.fromEntries(
    items.map(({ label, insertText, textEdit }) => [label, textEdit?.newText ?? insertText]),
  );
  expect(inserted).toMatchObject({
    lifecycleEvent: expect.stringMatching(/^lifecycleEvent: /),
    actor: expect.stringMatching(/^actor: /),
    intent: expect.stringMatching(/^intent:/),
  });
});

it("marks a typo in it", async () => {
  const text = "tests:\n  - name: A\n    request:\n      lifecycleEvent: Joiner\n      intnt: { A: b }\n";
  expect((await server.problems(file, text)).join("\n")).toMatch(/intnt/);
  expect(await server.problems(file, text.replace("intnt", "intent"))).toEqual([]);
  expect(await server.problems(file, "tests:\n  - name: A\n    request: joiner.yaml\n")).toEqual([]);
});
