/** docs/write-a-connector.md is true: its connector is built as it stands there, and its tests are run. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { slotNames } from "../../src/model/slots.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");
const page = readFileSync(join(root, "docs", "write-a-connector.md"), "utf8");
const files = [...page.matchAll(/^```ts (\S+\.ts)\n([\s\S]*?)^```/gm)];

/** Inside the repository, so that packages are found; Git ignores it. */
const folder = join(root, ".idle", `connector-page-${process.pid}`);
mkdirSync(folder, { recursive: true });
for (const [, name = "", content = ""] of files) writeFileSync(join(folder, name), content);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (name: string): Promise<Record<string, unknown>> => import(join(folder, name));

// The tests of the page, as they stand there.
describe("the connector of the page", async () => {
  await load("hr-connector.test.ts");
});

it("the package of the page exports a connector, and its entries are such", async () => {
  expect(Object.keys((await load("hr-index.ts")).idleConnector ?? {})).toContain("importData");
  expect(await load("hr-entries.ts")).toMatchObject({
    changed: { modificationType: "Update" },
    renamed: { modificationType: "Update" },
    unreadable: { importError: { code: "ImportErrorReadError" } },
  });
});

it("the page has every slot, once", () => {
  const [, section = ""] = page.split("## The slots");
  const rows = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual([...slotNames]);
});
