/** An interactive shell in a terminal of its own, in which somebody types and presses the Tab key. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));

/** Answers the Tab key and gives the script as idle does; for anything else says which words it got, so that a test sees them as idle would. */
const standIn = `#!/bin/sh
if [ "$1" = __complete ]; then exec "${process.execPath}" "${bin}" "$@"; fi
if [ "$1" = script ]; then exec "${process.execPath}" "${bin}" completion "$2"; fi
printf 'GOT'
for word in "$@"; do printf '<%s>' "$word"; done
printf ';\\n'
`;

/** Of util-linux: runs a command in a terminal of its own. */
const terminalMaker = "script";

export interface ShellSession {
  readonly folder: string;
  /** Types something; `\t` is the Tab key. Gives what the shell wrote until `awaited` was in it. */
  type(text: string, awaited: string): Promise<string>;
  end(): Promise<void>;
}

/** Makes a folder with the `idle` that answers the Tab key, for the PATH. */
export function putStandIn(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "idle"), standIn);
  chmodSync(join(folder, "idle"), 0o755);
}

/** `command` starts the shell, `rc` is typed first. The session knows `idle` and completes it. */
export async function startShell(command: string, rc: readonly string[]): Promise<ShellSession> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-shell-")));
  const tools = join(folder, "..", `${folder.split("/").at(-1)}-bin`);
  putStandIn(tools);
  mkdirSync(join(folder, ".git"));
  const environment = {
    PATH: [tools, dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: tools,
    TERM: "xterm",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    PWD: folder,
  };
  const child: ChildProcess = spawn(
    terminalMaker,
    ["--quiet", "--return", "--command", `stty cols 200; ${command}`, "/dev/null"],
    {
      cwd: folder,
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  let written = "";
  let wake = () => {};
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    written += text;
    wake();
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let isOver = false;
  void closed.then(() => {
    isOver = true;
    wake();
  });

  async function type(text: string, awaited: string): Promise<string> {
    const from = written.length;
    child.stdin?.write(text);
    while (!written.slice(from).includes(awaited)) {
      if (isOver) throw new Error(`The shell ended. It wrote: ${JSON.stringify(written)}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return written.slice(from);
  }

  for (const line of rc) child.stdin?.write(`${line}\n`);
  // In two parts, so that the echo of what is typed is not taken for it.
  await type("echo REA''DY\n", "READY");
  return {
    folder,
    type,
    async end() {
      child.stdin?.end("\u0003exit\n");
      child.kill();
      await closed;
      for (const each of [folder, tools]) rmSync(each, { recursive: true, force: true });
    },
  };
}
