/** A folder of its own for each test, and the built command run in it as a process. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of util-linux: runs a command in a terminal of its own. */
const terminalMaker = "script";

export interface Workspace {
  readonly folder: string;
  write(name: string, content: string | object): string;
  read(name: string): string;
  json(name: string): unknown;
  /** Runs `idle` without a terminal. */
  idle(
    args: readonly string[],
    options?: { readonly input?: string; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string },
  ): Outcome;
  /** Starts `idle` without a terminal. */
  start(...args: readonly string[]): ChildProcess & { readonly outcome: Promise<Outcome> };
  /**
   * Runs a line of shell, with `idle` in it, in a terminal of its own, and types what is given when it is asked: whether,
   * or, with pairs of a question and an answer, one after the other.
   */
  terminal(line: string, typed?: string | readonly (readonly [string, string | (() => string)])[]): Promise<Outcome>;
  remove(): void;
}

const configuration = `providers:
  Identity:
    use: "@idle/provider-mock"
    options: { file: .idle/directory.json }
`;

export const joiner = `name: Joiner - Standard
lifecycleEvent: Joiner
steps:
  - name: Create account
    type: IdLE.Step.CreateIdentity
    with:
      provider: Identity
      identityKey: "{{Request.IdentityKeys.sAMAccountName}}"
      attributes: { GivenName: "{{Request.Intent.GivenName}}" }
  - name: Set attributes
    type: IdLE.Step.EnsureAttributes
    with:
      provider: Identity
      identityKey: "{{Request.IdentityKeys.sAMAccountName}}"
      attributes: { Department: "{{Request.Intent.Department}}" }
  - name: Give a laptop
    type: IdLE.Step.EnsureEntitlement
    condition: { equals: { path: Request.Intent.Department, value: Sales } }
    with:
      provider: Identity
      identityKey: "{{Request.IdentityKeys.sAMAccountName}}"
      entitlement: { kind: Group, id: Laptops }
      state: Present
`;

export const request = {
  lifecycleEvent: "Joiner",
  correlationId: "0b0f6b1e-7a0c-4f53-9a39-0d8d7c1d1b2a",
  actor: "hr-feed",
  identityKeys: { sAMAccountName: "jdoe" },
  intent: { GivenName: "Jane", Department: "IT" },
};

/** With a configuration, a workflow and a request that work. */
export function createWorkspace(): Workspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-cli-")));
  const environment = { ...process.env };
  for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_OPTIONS", "CI"]) delete environment[name];
  // What runs share must not be that of whoever runs the tests.
  for (const name of ["XDG_STATE_HOME", "LOCALAPPDATA"]) environment[name] = join(folder, ".state");
  const workspace: Workspace = {
    folder,
    write(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    json: (name) => JSON.parse(readFileSync(join(folder, name), "utf8")),
    idle(args, { input = "", env = {}, cwd = folder } = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd,
        input,
        env: { ...environment, ...env },
        encoding: "utf8",
      });
      return { code: status, stdout, stderr };
    },
    start(...args) {
      const child = spawn(process.execPath, [bin, ...args], {
        cwd: folder,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const texts = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text) => (texts.stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text) => (texts.stderr += text));
      const outcome = new Promise<Outcome>((resolve) => child.once("close", (code) => resolve({ code, ...texts })));
      return Object.assign(child, { outcome });
    },
    terminal(line, typed = "") {
      const command = `stty cols 80; ${line.replaceAll("idle ", `"${process.execPath}" "${bin}" `)}`;
      const child = spawn(terminalMaker, ["--quiet", "--return", "--command", command, "/dev/null"], {
        cwd: folder,
        env: { ...environment, TERM: "xterm" },
      });
      let stdout = "";
      let seen = 0;
      const answers = typeof typed === "string" ? [["[y/N] ", typed] as const] : [...typed];
      child.stdout.setEncoding("utf8").on("data", (text) => {
        stdout += text;
        const [question, answer] = answers[0] ?? [];
        const at = question === undefined ? -1 : stdout.indexOf(question, seen);
        if (at === -1) return;
        seen = stdout.length;
        answers.shift();
        child.stdin.write(typeof answer === "function" ? answer() : (answer ?? ""));
      });
      return new Promise<Outcome>((resolve) =>
        child.once("close", (code) => resolve({ code, stdout: stdout.replaceAll("\r\n", "\n"), stderr: "" })),
      );
    },
    // On Windows what a process had open can be held for a moment after its end.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  mkdirSync(join(folder, ".git"));
  workspace.write("idle.config.yaml", configuration);
  workspace.write("joiner.yaml", joiner);
  workspace.write("request.json", request);
  return workspace;
}

/** Whether `script` of util-linux is there, which makes a terminal for a test. */
export const hasTerminals =
  process.platform === "linux" &&
  spawnSync(terminalMaker, ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true;
