/** A program in the place of PowerShell, for machines without one. Runs modules that export a connector in TypeScript. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll } from "vitest";

export interface StandIn {
  /** What a definition names as powerShell.executable. */
  readonly executable: string;
  /** The text of a script that runs a function of a module: one of this folder, or one elsewhere by its path. */
  script(module: string): string;
}

/** Call in a describe. Systems without #! have none: their tests need a real PowerShell. */
export function useStandIn(modules: readonly string[]): StandIn {
  let folder = "";
  const built = (name: string) => join(folder, `${name.replace(/\W/g, "-")}.mjs`);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "idle-stand-in-"));
    bundle(join(import.meta.dirname, "stand-in-agent.ts"), join(folder, "agent.mjs"));
    const program = join(folder, "stand-in");
    writeFileSync(program, `#!${process.execPath}\n${readFileSync(join(folder, "agent.mjs"), "utf8")}`);
    // Without an ending Node takes a file for CommonJS, unless a package.json beside it says otherwise.
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    chmodSync(program, 0o755);
    for (const module of modules) bundle(module, built(module));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get executable() {
      return join(folder, "stand-in");
    },
    script: (module) => pathToFileURL(built(module)).href,
  };
}

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@idle/source"],
    // Hosts connectors, and is none.
    external: ["@idle/powershell"],
    logLevel: "error",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}
