/** What `npm test` refuses in a package before it could be published. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { root } from "./docs/pages.ts";

const { contentProblems } = (await import(pathToFileURL(join(root, "scripts", "package-contents.mjs")).href)) as {
  contentProblems(
    workspaceManifest: object,
    files: ReadonlyMap<string, string>,
    repository: { readonly sources: readonly string[]; readonly version: string },
  ): string[];
};

const exported = {
  ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
  "./package.json": "./package.json",
};
const inWorkspace = {
  name: "@idle/example",
  exports: { ".": { "@idle/source": "./src/index.ts", ...exported["."] }, "./package.json": "./package.json" },
};
const published = {
  name: "@idle/example",
  version: "0.1.0",
  description: "An example.",
  keywords: ["identity"],
  license: "Apache-2.0",
  type: "module",
  sideEffects: false,
  engines: { node: ">=22.13" },
  exports: exported,
  files: ["dist"],
  publishConfig: { access: "public" },
  dependencies: { "@idle/contract": "0.1.0", yaml: "2.9.1" },
};
const map = JSON.stringify({ sources: ["../src/index.ts"], sourcesContent: ["export {};"] });

function problems(
  changes: Readonly<Record<string, string | null>> = {},
  manifest: object = {},
  workspaceManifest: object = inWorkspace,
): string[] {
  const files = {
    "package.json": JSON.stringify({ ...published, ...manifest }),
    "README.md": "",
    LICENSE: "",
    "dist/index.js": "",
    "dist/index.js.map": map,
    "dist/index.d.ts": "",
    ...changes,
  };
  const there = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null);
  return contentProblems(workspaceManifest, new Map(there), { sources: ["index.ts"], version: "0.1.0" });
}

describe("A published package", () => {
  it("is fine with what belongs there", () => expect(problems()).toEqual([]));

  it.each([
    "test/index.test.js",
    "src/index.ts",
    "dist/index.tsbuildinfo",
    "dist/.cache/a",
    "dist/index.d.ts.map",
    ".env",
    "keys/sealing.pem",
    "node_modules/yaml/index.js",
  ])("has no %s", (path) => expect(problems({ [path]: map })).toContain(`${path} is not expected`));

  it.each(["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts", "dist/index.js.map"])("has %s", (path) =>
    expect(problems({ [path]: null })).not.toEqual([]),
  );

  it("has templates where its manifest says so, and nothing that was made in them", () => {
    const manifest = { ...inWorkspace, files: ["dist", "templates"] };
    const template = (path: string) => problems({ [`templates/${path}`]: "" }, {}, manifest);
    expect(problems({}, {}, manifest).join()).toContain("no file fits /^templates");
    for (const path of [
      "step/gitignore",
      "step/src/template-name.ts",
      "step/tsconfig.build.json",
      "w/joiner/a.test.yaml",
    ])
      expect(template(path)).toEqual([]);
    for (const path of ["step/node_modules/a/index.js", "step/dist/index.js", "step/.idle/directory.json", "step/.env"])
      expect(template(path).join()).toContain("is not expected");
  });

  it("has maps that carry the sources, each beside its code", () => {
    const empty = JSON.stringify({ sources: ["../src/index.ts"] });
    expect(problems({ "dist/index.js.map": empty }).join()).toContain("neither in it nor published");
    expect(problems({ "dist/old.js.map": map }).join()).toContain("dist/old.js.map is of a file that is not there");
  });

  it.each([
    [{ dependencies: { "@idle/contract": "workspace:*" } }, /still says "workspace:"/],
    [{ dependencies: { "@idle/contract": "^0.0.9" } }, /needs @idle\/contract \^0.0.9, not 0.1.0/],
    [{ version: "0.2.0" }, /is 0.2.0, the repository 0.1.0/],
    [{ exports: inWorkspace.exports }, /"@idle\/source"/],
    [{ exports: { ".": "./dist/index.js" } }, /publishConfig.exports should be/],
    [{ exports: { ".": { default: "./dist/index.js", types: "./dist/index.d.ts" } } }, /without "types" first/],
    [{ scripts: { postinstall: "node a.js" } }, /has scripts/],
    [{ publishConfig: {} }, /publishConfig.access/],
    [{ engines: undefined }, /has no "engines"/],
  ])("has a manifest without mistakes: %j", (manifest, reason) =>
    expect(problems({}, manifest).join("\n")).toMatch(reason),
  );
});
