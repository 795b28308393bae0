/** A package of a third party in a folder of its own, with everything an author does to it run as processes. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authorsTools, installPackages } from "./packed-packages.ts";

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

export interface AuthorsPackage {
  readonly folder: string;
  /** tsc with the package's own configuration. */
  typeCheck(): Outcome;
  /** What `npm run build` does. */
  build(): Outcome;
  /** What `npm test` does. */
  test(): Outcome;
  idle(args: readonly string[], env?: NodeJS.ProcessEnv): Outcome;
  edit(file: string, change: (text: string) => string): void;
  /** Starts its pretend server; resolves with its address. */
  startServer(): Promise<string>;
  remove(): void;
}

/**
 * `make` puts the package into a folder inside of an empty one, and says what it is called there. `tools`: what it needs
 * beside those of every author.
 */
export async function createAuthorsPackage(
  make: (parent: string) => string,
  tools: readonly string[] = [],
): Promise<AuthorsPackage> {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "idle-author-")));
  const folder = join(parent, make(parent));
  await installPackages(folder, [...authorsTools, ...tools]);
  const servers: ChildProcess[] = [];
  const environment = { ...process.env };
  for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS", "CI", "VITEST", "NODE_ENV"]) delete environment[name];
  const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...environment, ...env },
    });
    return { code: status, output: `${stdout}${stderr}` };
  };
  const tool = (name: string, command = name) => {
    const { bin }: { bin: string | Record<string, string> } = JSON.parse(
      readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"),
    );
    return join(folder, "node_modules", name, typeof bin === "string" ? bin : (bin[command] ?? ""));
  };
  return {
    folder,
    typeCheck: () => run(tool("typescript", "tsc"), []),
    build: () => run(tool("typescript", "tsc"), ["--project", "tsconfig.build.json"]),
    test: () => run(tool("vitest"), ["run"]),
    idle: (args, env) => run(tool("@idle/cli", "idle"), args, env),
    edit(file, change) {
      const path = join(folder, file);
      writeFileSync(path, change(readFileSync(path, "utf8")));
    },
    startServer() {
      const child = spawn(process.execPath, ["--experimental-strip-types", "test/start-pretend-server.ts", "0"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      servers.push(child);
      return new Promise((resolve, reject) => {
        let text = "";
        child.once("exit", (code) => reject(new Error(`the pretend server ended with ${code}`)));
        child.stdout.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
          const url = /^http:\S+/.exec(text)?.[0];
          if (url !== undefined && text.includes("\n")) resolve(url);
        });
      });
    },
    remove() {
      for (const server of servers) server.kill();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
