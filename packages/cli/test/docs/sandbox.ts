/**
 * A folder like a checkout for the commands of one page: workflows, examples, schemas and configuration to write to,
 * packages and tools linked, and `idle`, `npm run …` and `npx --no-install idle` on the PATH without npm's start-up.
 */
import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { root } from "./pages.ts";

export interface Sandbox {
  readonly folder: string;
  /** With slashes, below the folder. */
  write(path: string, content: string): void;
  append(path: string, content: string): void;
  /** Sets a variable for what runs from now on. */
  export(name: string, value: string): void;
  /** Runs a program; what it prints on both streams, in order. */
  run(
    program: string,
    args: readonly string[],
    environment?: NodeJS.ProcessEnv,
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  remove(): void;
}

const copied = ["workflows", "examples", "schemas", "scripts", "idle.config.yaml", "package.json"];
const linked = ["node_modules", "packages"];

export function createSandbox(): Sandbox {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "idle-docs-")));
  const folder = join(base, "idle");
  mkdirSync(folder);
  for (const name of copied) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
  }
  for (const name of linked) symlinkSync(join(root, name), join(folder, name), "junction");
  // The end of the search for a configuration, as in a checkout.
  mkdirSync(join(folder, ".git"));
  const environment = { ...process.env, ...writePrograms(join(base, "bin")) };
  for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS", "CI"]) delete environment[name];
  return {
    folder,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    append: (path, content) => appendFileSync(join(folder, path), content),
    export(name, value) {
      environment[name] = value;
    },
    run(program, args, more = {}) {
      const child = spawn(program, args, {
        cwd: folder,
        env: { ...environment, ...more },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text) => (output += text));
      return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, output: output.replaceAll(base, "…") }));
      });
    },
    remove() {
      // First, so that nothing can go through them.
      for (const name of linked) unlinkSync(join(folder, name));
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Scripts that are run by the documentation; the others are of the checkout and checked to be there, no more. */
const runnable = ["idle", "demo", "start"];

function writePrograms(bin: string): NodeJS.ProcessEnv {
  const node = `"${process.execPath}"`;
  const idle = `"${join(root, "packages", "cli", "bin", "idle.js")}"`;
  const programs: Readonly<Record<string, string>> = {
    node: `exec ${node} "$@"`,
    // Nobody types in a test: "answer=y" says that the question of apply is answered with yes.
    idle: `case "$DOCS_ANSWER $*" in "y apply "*) set -- "$@" --yes;; esac\nexec ${node} ${idle} "$@"`,
    npx: `[ "$1 $2" = "--no-install idle" ] || { echo "npx $*: only npx --no-install idle is run in tests"; exit 1; }
shift 2
exec idle "$@"`,
    npm: `case "$1" in run) shift;; start|test) ;; *) echo "npm $*: mark the block with needs=registry"; exit 1;; esac
name=$1
shift
[ "$1" != "--" ] || shift
line=$(node -p 'JSON.parse(require("fs").readFileSync("package.json", "utf8")).scripts?.[process.argv[1]] ?? ""' "$name")
[ -n "$line" ] || { echo "There is no script $name in $PWD/package.json"; exit 1; }
case "$name" in
  idle) exec idle "$@";;
  demo) exec node scripts/demo.mjs;;
  ${runnable.filter((name) => name !== "idle" && name !== "demo").join("|")}) exec $line "$@";;
esac`,
    // What takes text into the clipboard on Windows and macOS.
    clip: "cat > /dev/null",
    pbcopy: "cat > /dev/null",
  };
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return { PATH: [bin, process.env.PATH].join(delimiter) };
}
