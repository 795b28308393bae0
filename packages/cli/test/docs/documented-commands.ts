/** Whether commands that are not run are right all the same: asked of the real program and of the workspace. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, CommanderError } from "commander";
import { createProgram } from "../../src/program/program.ts";
import { root } from "./pages.ts";
import { wordsOf } from "./shell-lines.ts";

/** What is wrong with the commands of a script: options `idle` does not have, packages that are not ours. */
export async function commandProblems(script: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const words of wordsOf(script)) {
    const args = argumentsOfIdle(words);
    if (args !== undefined) problems.push(...(await idleProblems(args)));
    problems.push(...packageProblems(words));
  }
  return problems;
}

/** What is wrong with a command in a sentence, of which parts may be left out: options that do not exist. */
export function mentionProblems(code: string): readonly string[] {
  return wordsOf(code).flatMap((words) => {
    const args = argumentsOfIdle(words);
    return args === undefined ? [] : unknownOptions(args);
  });
}

function argumentsOfIdle(words: readonly string[]): readonly string[] | undefined {
  const rest = words.slice(words.findIndex((word) => !/^\w+=/.test(word)));
  for (const start of [["idle"], ["npm", "run", "idle", "--"], ["npx", "--no-install", "idle"]]) {
    if (start.every((word, index) => rest[index] === word)) return rest.slice(start.length);
  }
  return undefined;
}

async function idleProblems(args: readonly string[]): Promise<readonly string[]> {
  // The program would print its version here and now.
  if (args.some((word) => word === "--version" || word === "-V")) return unknownOptions(args);
  const said: string[] = [];
  const program = createProgram(
    () => "",
    async () => {},
  );
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: (text) => said.push(text) });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return [];
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return [];
    return [`idle ${args.join(" ")}: ${said.join("").trim() || String(error)}`];
  }
}

function unknownOptions(args: readonly string[]): readonly string[] {
  const program = createProgram(
    () => "",
    async () => {},
  );
  const path: Command[] = [program];
  for (const word of args) {
    const next = path.at(-1)?.commands.find((command) => command.name() === word);
    if (next !== undefined) path.push(next);
  }
  const known = new Set(
    path.flatMap((command) => command.options.flatMap(({ short, long }) => [short, long])).concat("-h", "--help"),
  );
  return args
    .filter((word) => /^--?[a-z]/i.test(word))
    .map((word) => word.replace(/=.*$/, ""))
    .filter((word) => !known.has(word))
    .map((word) => `idle ${args.join(" ")}: there is no option ${word}`);
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function packageProblems(words: readonly string[]): readonly string[] {
  const [program, verb = ""] = words;
  const names = words
    .slice(1)
    .filter((word) => !word.startsWith("-"))
    .map((word) => word.replace(/(?<=.)@[^/]*$/, ""));
  const isNpx = program === "npx" || (program === "npm" && verb === "exec");
  if (isNpx && names[0] === "idle" && !words.includes("--no-install"))
    return [`${words.join(" ")}: without --no-install npx may fetch an unrelated package called idle`];
  if (!["npm", "pnpm", "yarn"].includes(program ?? "") || !/^(i|install|add)$/.test(verb)) return [];
  const published = publishedNames();
  return names
    .slice(1)
    .filter((name) => name === "idle" || (name.startsWith("@idle/") && !published.has(name)))
    .map((name) => `${words.join(" ")}: there is no package ${name} here that is published`);
}

function publishedNames(): ReadonlySet<string> {
  const manifests = readdirSync(join(root, "packages")).map((name): { name: string; private?: boolean } =>
    JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")),
  );
  return new Set(manifests.filter((manifest) => manifest.private !== true).map(({ name }) => name));
}
