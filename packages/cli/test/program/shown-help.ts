/** The program with a terminal of any width that keeps what is written, and no command that does anything. */
import type { Command } from "commander";
import { createProgram } from "../../src/program/program.ts";

export interface ShownProgram {
  readonly program: Command;
  /** How often a command was to be run. */
  runs(): number;
  written(): string;
}

/** Without a width it is a pipe. */
export function shownProgram(columns?: number): ShownProgram {
  let runs = 0;
  let text = "";
  const stream = {
    ...(columns === undefined ? {} : { columns }),
    isTTY: columns !== undefined,
    write: (more: string) => {
      text += more;
    },
  } as never;
  const run = async () => {
    runs++;
  };
  const program = createProgram(() => "1.2.3", run, { stdout: stream, stderr: stream });
  return { program, runs: () => runs, written: () => text };
}

/** Every command people can see, by the words it is called with: `""` for idle itself, `secrets open`. */
export function visibleCommands(program: Command): string[] {
  const below = (command: Command, name: string): string[] => [
    name,
    ...command
      .createHelp()
      .visibleCommands(command)
      // What commander adds to a group of commands.
      .filter((each) => command.commands.includes(each))
      .flatMap((each) => below(each, `${name} ${each.name()}`.trim())),
  ];
  return below(program, "");
}

export async function helpOf(name: string, columns?: number): Promise<string> {
  const { program, written } = shownProgram(columns);
  await program
    .parseAsync([...name.split(" ").filter((word) => word !== ""), "--help"], { from: "user" })
    .catch(() => {});
  return written();
}

/** The lines below "Examples:". */
export async function examplesOf(name: string): Promise<string[]> {
  const block = /\nExamples:\n((?: {2}.*\n)+)/.exec(await helpOf(name, 10_000))?.[1] ?? "";
  return block.split("\n").flatMap((line) => (line === "" ? [] : [line.trim()]));
}
