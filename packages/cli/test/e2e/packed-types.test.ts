// The types of the packages as they would be published, compiled in a project of their user: strict, and with the
// libraries' own types checked, too.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authorsTools, installPackages, packedNames, root } from "./packed-packages.ts";

const libraries = packedNames.filter((name) => name !== "cli");
let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-types-")));
  await installPackages(folder, authorsTools);
  mkdirSync(join(folder, "consumer"));
  write("package.json", '{ "type": "module" }');
  write(
    "index.ts",
    `${libraries.map((name, index) => `import * as package${index} from "@idle/${name}";`).join("\n")}
import { createEngine, type Engine } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
export const all: readonly object[] = [${libraries.map((_, index) => `package${index}`).join(", ")}];
export const engine: Engine = createEngine({ steps: [commonSteps] });
// @ts-expect-error The types are there, and no "any".
createEngine({ steps: 1 });
`,
  );
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, "consumer", name), text);
}

describe("the types of the packed packages", () => {
  it.each(
    ["typescript-5.8", "typescript"].flatMap((compiler) =>
      [
        ["node16", "node16"],
        ["nodenext", "nodenext"],
        ["esnext", "bundler"],
      ].map(([module, moduleResolution]) => ({ compiler, module, moduleResolution })),
    ),
  )("compile with $compiler, $moduleResolution", { timeout: 60_000 }, ({ compiler, module, moduleResolution }) => {
    const compilerOptions = {
      target: "es2022",
      lib: ["es2023"],
      module,
      moduleResolution,
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["index.ts"] }));
    const compilerFolder = join(root, "node_modules", compiler);
    const { bin } = JSON.parse(readFileSync(join(compilerFolder, "package.json"), "utf8"));
    const tsc = [join(compilerFolder, bin.tsc), "--project", "consumer", "--pretty", "false"];
    const { status, stdout } = spawnSync(process.execPath, tsc, { cwd: folder, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
