/** Runs what a page says, block by block as its reader would, and compares what it prints with what the page shows. */
import { spawnSync } from "node:child_process";
import { commandProblems } from "./documented-commands.ts";
import type { Block } from "./pages.ts";
import { isSameOutput } from "./same-output.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { commandsOf, type Shown } from "./shell-lines.ts";

const shells = new Set(["console", "sh", "powershell"]);
const isWindows = process.platform === "win32";
const hasPowerShell = spawnSync("pwsh", ["-NoProfile", "-Command", "exit 0"]).status === 0;

/** What is wrong on a page, each with its place. A block that fails ends the page: what follows builds on it. */
export async function pageProblems(blocks: readonly Block[]): Promise<readonly string[]> {
  const problems: string[] = [];
  const complain = ({ page, line }: Block, problem: string) => problems.push(`${page}:${line} ${problem}`);
  // There is no shell that POSIX commands could be trusted to.
  if (isWindows) return unrunProblems(blocks);
  const sandbox = createSandbox();
  /** By the last commands; null when they could not be run. */
  let printed: string | null | undefined;
  try {
    for (const block of blocks) {
      const { file, append } = Object.fromEntries(block.options);
      if (file !== undefined) sandbox.write(file, block.content);
      if (append !== undefined) sandbox.append(append, block.content);
      if (block.language === "setup") for (const problem of await setUp(block, sandbox)) complain(block, problem);
      if (block.language === "text" && block.info === "") {
        if (printed === undefined) complain(block, 'is "text" below nothing that runs: say "text picture"');
        else if (printed !== null && !isSameOutput(block.content, printed))
          complain(block, `shows\n${block.content}\nand the commands above print\n${printed}`);
      }
      if (shells.has(block.language)) {
        const found = await perform(block, sandbox);
        for (const problem of found.problems) complain(block, problem);
        printed = found.printed;
      }
      if (problems.length > 0) break;
    }
  } finally {
    sandbox.remove();
  }
  return problems;
}

async function unrunProblems(blocks: readonly Block[]): Promise<readonly string[]> {
  const problems = blocks
    .filter(({ language }) => shells.has(language))
    .map(async (block) =>
      (await commandProblems(scriptOf(block))).map((problem) => `${block.page}:${block.line} ${problem}`),
    );
  return (await Promise.all(problems)).flat();
}

function scriptOf({ content }: Block): string {
  return commandsOf(content)
    .map(({ command }) => command)
    .join("\n");
}

interface Performed {
  readonly problems: readonly string[];
  readonly printed: string | null;
}

async function perform(block: Block, sandbox: Sandbox): Promise<Performed> {
  const problems = await commandProblems(scriptOf(block));
  const isPowerShell = block.language === "powershell";
  const cannotRun = isPowerShell && (!hasPowerShell || block.info === "fragment");
  if (problems.length > 0 || block.options.has("needs") || cannotRun) return { problems, printed: null };
  return isPowerShell ? runPowerShell(block, sandbox) : runShell(block, sandbox);
}

/** `export NAME=value` holds for all that follows on the page; other lines run in a shell of their own. */
async function setUp(block: Block, sandbox: Sandbox): Promise<readonly string[]> {
  const lines = block.content.split("\n").filter((line) => {
    const [, name, value = ""] = /^export (\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) sandbox.export(name, value);
    return name === undefined;
  });
  const { code, output } = await sandbox.run("/bin/sh", ["-ec", lines.join("\n")]);
  return code === 0 ? [] : [`ended with ${code}:\n${output}`];
}

/** Each block in a shell of its own, in the root of the sandbox; each command of it in the same one. */
async function runShell(block: Block, sandbox: Sandbox): Promise<Performed> {
  const shown = commandsOf(block.content);
  // A character that no command prints, to tell what came from which.
  const mark = "\u001e";
  const script = shown.map(({ command }) => `${command.trimEnd()}\nprintf '\\036%s\\036' "$?"`).join("\n");
  const [only] = shown;
  const isScript = shown.length === 1 && only !== undefined && !block.content.startsWith("$ ");
  const { code, output } = await sandbox.run(
    "/bin/sh",
    ["-c", isScript ? `exec 2>&1; set -e\n${only.command}` : `exec 2>&1\n${script}`],
    answers(block),
  );
  if (isScript) return judge(block, [only], [{ code, output }]);
  const parts = output.split(mark);
  const outcomes = shown.map((_, index) => ({
    code: Number(parts[2 * index + 1] ?? Number.NaN),
    output: parts[2 * index] ?? "",
  }));
  return judge(block, shown, outcomes);
}

async function runPowerShell(block: Block, sandbox: Sandbox): Promise<Performed> {
  const strict = "$ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true";
  const outcome = await sandbox.run(
    "pwsh",
    ["-NoProfile", "-NonInteractive", "-Command", `${strict}\n${block.content}\nexit $LASTEXITCODE`],
    answers(block),
  );
  return judge(block, [{ command: block.content, output: "" }], [outcome]);
}

function answers({ options }: Block): NodeJS.ProcessEnv {
  const answer = options.get("answer");
  return answer === undefined ? {} : { DOCS_ANSWER: answer };
}

function judge(
  { options }: Block,
  shown: readonly Shown[],
  outcomes: readonly { readonly code: number | null; readonly output: string }[],
): Performed {
  const problems = shown.flatMap(({ command, output }, index) => {
    const { code, output: printed } = outcomes[index] ?? { code: null, output: "" };
    const isLast = index === shown.length - 1;
    const expected = isLast ? Number(options.get("exit") ?? 0) : 0;
    if (code !== expected) return [`${command.trim()}\nended with ${code} in place of ${expected}:\n${printed}`];
    if (output.trim() === "" || isSameOutput(output, printed)) return [];
    return [`${command.trim()}\nis said to print\n${output}\nand prints\n${printed}`];
  });
  return { problems, printed: outcomes.at(-1)?.output ?? "" };
}
