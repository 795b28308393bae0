import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putStandIn, type ShellSession, startShell } from "./shell-session.ts";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

const hostile = "$(touch pwned) `touch pwned`;touch pwned 'a\" b";

/** What every shell must do; `lists` is whether a second Tab shows descriptions. */
function completes(start: () => Promise<ShellSession>): void {
  let shell: ShellSession;
  beforeAll(async () => {
    shell = await start();
    writeFileSync(
      join(shell.folder, "idle.config.yaml"),
      'providers: { Identity: { use: "@idle/provider-mock" }, DirectorySync: { use: "@acme/missing" } }\n',
    );
    mkdirSync(join(shell.folder, "only"));
    writeFileSync(join(shell.folder, "only", hostile), "");
    writeFileSync(join(shell.folder, "plan.json"), "");
  }, 60_000);
  afterAll(() => shell.end());
  const typed = async (text: string): Promise<string> => {
    const written = await shell.type(`\u0015${text}\n`, ";\r\n");
    return /GOT((?:<.*>)?);\r\n/s.exec(written)?.[1] ?? written;
  };
  /** By Ctrl-U: bash at times misses a Ctrl-C that comes right behind a Tab, and what follows it, until another one. */
  const clearLine = async () => expect(await typed("idle x")).toBe("<x>");

  it.each([
    ["a command", "idle val\t", "<validate>"],
    ["a command under a command", "idle secrets cr\t", "<secrets><create-key>"],
    ["an option", "idle plan --detai\t", "<plan><--detailed-exitcode>"],
    ["a value", "idle --log-level deb\t", "<--log-level><debug>"],
    ["a value in the same word", "idle --log-level=deb\t", "<--log-level=debug>"],
    ["a file", "idle show pla\t", "<show><plan.json>"],
    ["a file of an option", "idle plan -w pla\t", "<plan><-w><plan.json>"],
    ["a file in the same word as its option", "idle plan --out=pla\t", "<plan><--out=plan.json>"],
    ["a step type by its last word", "idle steps Prune\t", "<steps><PruneEntitlements>"],
    ["a step type in another case", "idle steps prunee\t", "<steps><PruneEntitlements>"],
    ["a schema", "idle schema req\t", "<schema><request>"],
    ["an alias, though its package is missing", "idle providers Dir\t", "<providers><DirectorySync>"],
    ["a shell", "idle completion pow\t", "<completion><powershell>"],
    ["a command to get help for", "idle help app\t", "<help><apply>"],
    [
      "nothing where nothing is known",
      "idle secrets create-key --type x25519 plan\t",
      "<secrets><create-key><--type><x25519><plan>",
    ],
  ])("%s", async (_, text, words) => {
    expect(await typed(text)).toBe(words);
  });

  it("a file of a hostile name, which stays a word", async () => {
    expect(await typed("idle show only/\t")).toBe(`<show><only/${hostile}>`);
    expect(existsSync(join(shell.folder, "pwned"))).toBe(false);
  });

  it("without running anything that is typed", async () => {
    await shell.type('\u0015idle plan -w $(touch pwned) -r "$(touch pwned)" --detai\t', "detailed-exitcode");
    await clearLine();
    expect(existsSync(join(shell.folder, "pwned"))).toBe(false);
  });

  it("with descriptions where there are several", async () => {
    const written = await shell.type("\u0015idle secrets \t\t\t", "make a key pair");
    expect(written).toContain("show the sealed outputs of a result");
    await clearLine();
  });
}

// Tried again where a shell lost a key on a busy machine; what a Tab does wrongly, it does each time.
describe.skipIf(!hasTerminals)("the Tab key", { timeout: 30_000, retry: 2 }, () => {
  describeWith({ name: "bash", install: "apt-get install bash" }, "in bash completes", () => {
    completes(() =>
      startShell("bash --noprofile --norc -i", [
        "bind 'set bell-style none'",
        "bind 'set enable-bracketed-paste off'",
        'eval "$(idle script bash)"',
      ]),
    );
  });

  describeWith({ name: "zsh", install: "apt-get install zsh" }, "in zsh completes", () => {
    completes(() =>
      startShell("zsh -f -i", ["unsetopt beep; autoload -Uz compinit; compinit -u -D", 'eval "$(idle script zsh)"']),
    );
  });

  describeWith({ name: "fish", install: "apt-get install fish" }, "in fish completes", () => {
    completes(() => startShell("fish --no-config -i", ["set -g fish_greeting", "idle script fish | source"]));
  });
});

const powershell = { name: "pwsh", install: "https://aka.ms/install-powershell" };

describe.skipIf(process.platform === "win32")("PowerShell", () => {
  describeWith(powershell, "in PowerShell completes", () => {
    it.each([
      ["idle val", ["validate"]],
      ["idle plan --detai", ["--detailed-exitcode"]],
      ["idle steps PruneEntitlementsE", ["PruneEntitlementsEnsureKeep"]],
      ["idle secrets ", ["open", "create-key", "help"]],
      ["idle plan -w $(throw 'run') --detai", ["--detailed-exitcode"]],
    ])("%s", (line, completed) => {
      const work = createWorkspace();
      try {
        putStandIn(join(work.folder, "tools"));
        const script = `idle script powershell | Out-String | Invoke-Expression; (TabExpansion2 $env:LINE $env:LINE.Length).CompletionMatches.CompletionText`;
        const { stdout } = spawnSync(powershell.name, ["-NoProfile", "-NonInteractive", "-Command", script], {
          cwd: work.folder,
          encoding: "utf8",
          env: { ...process.env, LINE: line, PATH: [join(work.folder, "tools"), process.env.PATH].join(delimiter) },
        });
        expect(stdout.trim().split(/\r?\n/)).toEqual(completed);
      } finally {
        work.remove();
      }
    });
  });
});

describe("the answer to a completion script", () => {
  let work: Workspace;
  beforeAll(() => {
    work = createWorkspace();
  });
  afterAll(() => work.remove());
  const values = (...words: string[]) =>
    work
      .idle(["__complete", "bash", "--", ...words])
      .stdout.trimEnd()
      .split("\n")
      .map((line) => line.split("\t")[0]);

  it("has every command but those that are hidden", () => {
    const found = values("");
    expect(found).toContain("plan");
    expect(found).toContain("completion");
    expect(found).not.toContain("__complete");
  });

  it("does not offer an option that is there already", () => {
    expect(values("plan", "--json", "--")).not.toContain("--json");
    expect(values("plan", "--")).toContain("--json");
  });

  it("has what stands below identities, with its options and the aliases it takes", () => {
    expect(values("identities", "")).toEqual(["list", "show", "find", "help", ":none"]);
    expect(values("identities", "list", "--n")).toEqual(["--ndjson", "--no-color", ":none"]);
    expect(values("identities", "show", "jdoe", "--provider", "")).toEqual(["Identity", ":none"]);
    expect(values("identities", "find", "Department=IT", "--provider=I")).toEqual(["--provider=Identity", ":none"]);
    expect(values("identities", "show", "")).toEqual([":none"]);
  });

  it("takes what follows -- for no option", () => {
    expect(values("validate", "--", "--")).toEqual([":files"]);
  });

  it("reads aliases from the configuration that is named", () => {
    work.write("other.yaml", 'providers: { Badges: { use: "@acme/badges" } }\n');
    expect(values("providers", "")).toEqual(["Identity", ":none"]);
    expect(values("--config", "other.yaml", "providers", "")).toEqual(["Badges", ":none"]);
    expect(values("providers", "--config=other.yaml", "B")).toEqual(["Badges", ":none"]);
    expect(values("--config", "missing.yaml", "providers", "")).toEqual([":none"]);
  });

  it("runs no code of the folder", () => {
    work.write(
      "idle.config.mjs",
      'import { writeFileSync } from "node:fs"; writeFileSync("pwned", ""); export default {};',
    );
    work.write("node_modules/@acme/steps/package.json", { name: "@acme/steps", type: "module", exports: "./index.js" });
    work.write(
      "node_modules/@acme/steps/index.js",
      'import { writeFileSync } from "node:fs"; writeFileSync("pwned", "");',
    );
    work.write("steps.yaml", 'steps: ["@acme/steps"]\nproviders: { A: { use: "@acme/steps" } }\n');
    for (const config of ["idle.config.mjs", "steps.yaml"]) {
      values("--config", config, "providers", "");
      values("--config", config, "steps", "");
    }
    expect(existsSync(join(work.folder, "pwned"))).toBe(false);
  });

  it("leaves out names that a shell or a reader could take for something else", () => {
    work.write(
      "hostile.yaml",
      JSON.stringify({ providers: { "$(touch x)": {}, "a b": {}, "\u202eA": {}, "a\nb": {}, ok: {} } }),
    );
    expect(values("--config", "hostile.yaml", "providers", "")).toEqual(["ok", ":none"]);
  });

  it("takes PowerShell's words in base64", () => {
    const words = Buffer.from(["steps", "Move"].join("\n")).toString("base64");
    const { stdout } = work.idle(["__complete", "powershell", words]);
    expect(stdout).toMatch(/^MoveIdentity\t.+\n:none\n$/);
  });
});
