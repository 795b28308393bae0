// What the compiler says about the commonest mistakes in a provider. Where a function has several signatures it tells
// about the last one only, and its words must fit a provider with a session as well as one without.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** Ignored by Git; inside, so that packages are found. */
const folder = join(root, ".idle", `provider-messages-${process.pid}`);

const session = 'session: { type: "Command", required: true }, ';
const mistakes = {
  missing: "",
  misspelt: 'startSyncCicle: () => ({ started: true, message: "" }),',
  wrong: 'startSyncCycle: () => ({ started: "yes", message: "" }),',
};
const cases = Object.entries(mistakes).flatMap(([name, method]) =>
  ["", session].map((given) => ({
    name,
    has: given === "" ? "without a session" : "with a session",
    file: `${name}-${given === "" ? "without" : "with"}.ts`,
    text: `import { defineProvider } from "@idle/contract";
defineProvider({ name: "x", ${given}getCapabilities: () => ["IdLE.DirectorySync.Trigger"], ${method} });
`,
  })),
);
let output: readonly string[] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const configuration = { extends: "../../tsconfig.json", include: ["*.ts"], exclude: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
  for (const { file, text } of cases) writeFileSync(join(folder, file), text);
  const compiler = join(root, "node_modules", "typescript");
  const { bin } = JSON.parse(readFileSync(join(compiler, "package.json"), "utf8"));
  const run = [join(compiler, bin.tsc), "--project", folder, "--pretty", "false"];
  output = await new Promise((resolve) => {
    execFile(process.execPath, run, { cwd: folder }, (_error, stdout) => resolve(stdout.split(/\r?\n/)));
  });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first line about a file and the indented ones below it. */
function messageAbout(file: string): string {
  const start = output.findIndex((line) => line.startsWith(`${file}(`));
  const end = output.findIndex((line, index) => index > start && !line.startsWith(" "));
  return output.slice(start, end).join("\n");
}

const words: Readonly<Record<string, RegExp>> = {
  missing: /Property 'startSyncCycle' is missing/,
  misspelt: /'startSyncCicle' does not exist in type/,
  wrong: /Type 'string' is not assignable to type 'true'/,
};

describe("the compiler's message", () => {
  it.each(cases)("about a $name method of a provider $has names what is wrong", ({ name, file }) => {
    const message = messageAbout(file);
    expect(message).toMatch(words[name] ?? /^$/);
    expect(message).not.toContain("to type 'undefined'");
    expect(message.split("\n").length).toBeLessThan(16);
  });
});
