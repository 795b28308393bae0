import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { fitHelp } from "../../src/program/fit-help.ts";
import { examplesOf, helpOf, shownProgram, visibleCommands } from "./shown-help.ts";

const names = visibleCommands(shownProgram().program);
const parse = async (...words: string[]) => {
  const { program, written, runs } = shownProgram();
  const error = await program.parseAsync(words, { from: "user" }).then(
    () => null,
    (thrown) => thrown,
  );
  return { error, written: written(), runs: runs() };
};

describe("the help of a command", () => {
  it.each(names)("idle %s", async (name) => {
    await expect(await helpOf(name)).toMatchFileSnapshot(`../golden/help/${name.replace(" ", "-") || "idle"}.txt`);
  });

  it.each([60, 200])("looks like this on a terminal of %i columns", async (width) => {
    await expect(await helpOf("", width)).toMatchFileSnapshot(`../golden/help/idle.${width}.txt`);
  });

  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    for (const name of names) {
      for (const line of (await helpOf(name, width)).split("\n"))
        expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(width);
    }
  });

  it("has every command in a group of the first page, which says so in words of its own", async () => {
    const page = await helpOf("");
    expect(page).not.toMatch(/^Commands:$/m);
    for (const name of names.filter((each) => each !== "" && !each.includes(" ")))
      expect(page).toMatch(new RegExp(`^  ${name}[ \n]`, "m"));
    expect(page).not.toContain("__complete");
  });

  it.each(names)("has examples that are taken as they stand: idle %s", async (name) => {
    const examples = await examplesOf(name);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const { error, written } = await parse(...wordsOf(example));
      expect(error instanceof CommanderError ? error.message : error, `${example}\n${written}`).toBe(null);
    }
  });
});

/** The words behind idle, as a shell would hand them over. */
function wordsOf(example: string): string[] {
  const [, ...words] = example.replace(/ [|<>].*$/, "").match(/'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^'(.*)'$/, "$1"));
}

describe("what is typed wrong", () => {
  it("is answered with what was meant", async () => {
    expect((await parse("plna")).written).toBe(
      "error: unknown command 'plna'\n(Did you mean plan?)\n(idle --help lists commands and options)\n",
    );
    expect((await parse("apply", "--jsno")).written).toBe(
      "error: unknown option '--jsno'\n(Did you mean --json?)\n(idle apply --help says how)\n",
    );
    expect((await parse("help", "secrets", "opne")).written).toBe(
      "error: unknown command 'opne'\n(Did you mean open?)\n(idle secrets --help says how)\n",
    );
  });

  it("is told before what is missing because of it", async () => {
    expect((await parse("plan", "--worklfow=w.yaml", "-r", "r.yaml")).written).toBe(
      "error: unknown option '--worklfow'\n(Did you mean --workflow?)\n(idle plan --help says how)\n",
    );
    expect((await parse("plan", "--config", "c.yaml", "-r", "r.yaml")).written).toBe(
      "error: required option '-w, --workflow <file>' not specified\n(idle plan --help says how)\n",
    );
  });

  it("is shown without what a terminal would act on", async () => {
    const { written } = await parse("\u001b[31m\u202ered\nline");
    expect(written).toBe(
      "error: unknown command '\\u001b[31m\\u202ered\nline'\n(idle --help lists commands and options)\n",
    );
  });
});

describe("help that fits", () => {
  it("breaks an example as a shell takes it, and never between an option and its value", () => {
    const text = "\nExamples:\n  idle plan -w workflows/joiner.yaml -r request.yaml -o plan.json\n";
    expect(fitHelp(text, 60)).toBe(
      "\nExamples:\n  idle plan -w workflows/joiner.yaml -r request.yaml \\\n    -o plan.json\n",
    );
    expect(fitHelp(text, 80)).toBe(text);
  });

  it("goes on below where the text of a line begins", () => {
    expect(fitHelp("Exit codes:\n  130  interrupted by somebody\n", 24)).toBe(
      "Exit codes:\n  130  interrupted by\n       somebody\n",
    );
  });
});
