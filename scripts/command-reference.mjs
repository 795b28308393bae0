// The reference of every command, as Markdown: from the program that reads the arguments, so that it cannot say anything
// else. Without blocks of code: a test runs those of the documentation.
import { createProgram } from "../packages/cli/src/program/program.ts";

/** `table` makes a table of heads and rows. */
export function commandReference(table) {
  const { program, helpOf } = capturingProgram();
  return [
    "## Options of every command",
    table(["Option", "Meaning"], optionRows(program, ["help"])),
    ...program
      .createHelp()
      .visibleCommands(program)
      .flatMap((command) => sections(command, "idle")),
  ].join("\n\n");

  function sections(command, parent) {
    const name = `${parent} ${command.name()}`;
    const help = command.createHelp();
    const inside = help.visibleCommands(command).filter((each) => command.commands.includes(each));
    const parts = [`${parent === "idle" ? "##" : "###"} ${name}`, command.description()];
    parts.push(`\`${help.commandUsage(command)}\``);
    const argumentRows = help
      .visibleArguments(command)
      .map((each) => [`\`${each.name()}\``, sentence(help.argumentDescription(each))]);
    if (argumentRows.length > 0) parts.push(table(["Argument", "Meaning"], argumentRows));
    const rows = optionRows(command, ["help"]);
    if (rows.length > 0) parts.push(table(["Option", "Meaning"], rows));
    const { examples, exitCodes } = afterHelp(helpOf(command));
    parts.push(examples.map((line) => `* \`${line}\``).join("\n"));
    parts.push(table(["Exit code", "Meaning"], exitCodes));
    return [...parts, ...inside.flatMap((each) => sections(each, name))];
  }
}

function optionRows(command, leftOut) {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter((option) => !leftOut.includes(option.name()))
    .map((option) => [`\`${option.flags}\``, sentence(help.optionDescription(option))]);
}

function sentence(text) {
  return text.replace(/^[a-z]/, (first) => first.toUpperCase());
}

/** A program that writes nowhere, and the help of its commands as it would be written to a wide terminal. */
function capturingProgram() {
  let text = "";
  const stream = { isTTY: true, columns: 10_000, write: (more) => (text += more) };
  const program = createProgram(
    () => "",
    async () => {},
    { stdout: stream, stderr: stream },
  );
  const helpOf = (command) => {
    text = "";
    command.outputHelp();
    return text;
  };
  return { program, helpOf };
}

/** What stands below the options: lines of a heading each. */
function afterHelp(help) {
  const linesBelow = (heading) => help.split(`\n${heading}:\n`)[1]?.split("\n\n")[0]?.split("\n").filter(Boolean) ?? [];
  const examples = linesBelow("Examples").map((line) => line.trim());
  const exitCodes = linesBelow("Exit codes").map((line) => /^ *(\d+) +(.*)$/.exec(line).slice(1));
  return { examples: unbroken(examples), exitCodes };
}

/** Examples go on below a backslash where the terminal is narrow; a wide one is not as wide as it says. */
function unbroken(lines) {
  return lines.join("\n").replaceAll(" \\\n", " ").split("\n");
}
