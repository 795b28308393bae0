/**
 * The example is what `idle new provider` makes, grown: what it did not have to change is still the same, so that the two
 * do not become two ways of writing a provider.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readName } from "../../src/scaffold/names.ts";
import { fillTemplate } from "../../src/scaffold/template.ts";

const example = fileURLToPath(new URL("../../../../examples/third-party-provider/", import.meta.url));
const filling = {
  names: readName("badge-system"),
  packageName: "@acme/idle-provider-badge-system",
  prefix: "Acme",
};

/** What has grown, and how. */
const grown: Readonly<Record<string, string>> = {
  "README.md": "tells of what has grown",
  "idle.config.yaml": "names its step type and a session",
  "src/badge-system-client.ts": "lists accounts, reads and issues badges",
  "src/badge-system-provider.ts": "has more capabilities, and can be put over accounts in memory",
  "src/index.ts": "exports more",
  "src/plugin.ts": "has a step type, capabilities and accounts in memory",
  "test/pretend-server.ts": "has pages and badges",
  "test/provider-contract.test.ts": "has sample calls",
  "examples/joiner.yaml": "is in workflows, with a test",
  "examples/request.yaml": "is in requests",
};

// The formatter breaks lines elsewhere when a name is longer or shorter.
const unbroken = (text: string) => text.replace(/,(?=\s*[)\]}])/g, "").replace(/\s+/g, "");

describe("the example of a third party's package", () => {
  const files = fillTemplate("provider", filling).filter(({ path }) => !Object.hasOwn(grown, path));

  it.each(files.map((file) => [file.path, file] as const))("has %s as idle new makes it", (path, { text }) => {
    expect(unbroken(readFileSync(join(example, path), "utf8"))).toBe(unbroken(text));
  });

  it("has grown only where this test says so", () => {
    const paths = fillTemplate("provider", filling).map(({ path }) => path);
    expect(Object.keys(grown).filter((path) => !paths.includes(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(8);
  });
});
