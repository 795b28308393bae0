import { describe, expect, it } from "vitest";
import { commandProblems, mentionProblems } from "./documented-commands.ts";
import { blockProblems } from "./languages.ts";
import { blocksOf, overlooked } from "./pages.ts";
import { pageProblems } from "./run-page.ts";
import { isSameOutput } from "./same-output.ts";
import { commandsOf, wordsOf } from "./shell-lines.ts";

const fence = "```";
const page = (...blocks: readonly (readonly [info: string, content: string])[]) =>
  blocksOf({
    name: "page.md",
    text: blocks
      .map(([info, content]) =>
        info === "setup" ? `<!-- setup\n${content}\n-->` : `${fence}${info}\n${content}\n${fence}`,
      )
      .join("\n\n"),
  });

describe("A block of a page", () => {
  it("has a language, a kind, options and its place", () => {
    expect(page(["yaml config file=a/b.yaml", "x: 1"])).toEqual([
      {
        page: "page.md",
        line: 2,
        language: "yaml",
        info: "config",
        options: new Map([["file", "a/b.yaml"]]),
        content: "x: 1\n",
      },
    ]);
  });

  it("may be indented, and show other blocks", () => {
    const text = "* One\n\n  ```sh\n  a\n    b\n  ```\n\n````markdown\n```sh\nc\n```\n<!-- setup\nd\n-->\n````\n";
    expect(blocksOf({ name: "page.md", text })).toMatchObject([
      { language: "sh", line: 4, content: "a\n  b\n" },
      { language: "markdown", line: 9, content: "```sh\nc\n```\n<!-- setup\nd\n-->\n" },
    ]);
  });

  it.each(["~~~sh\na\n", "```sh\na\n", "<!-- setup: a -->\n", "<!--setup\na\n-->"])("is not overlooked: %j", (text) =>
    expect(overlooked({ text })).toHaveLength(1),
  );

  it("of a hidden set-up stands in its place among the others", () => {
    expect(page(["console", "a"], ["setup", "b"], ["text", "c"]).map(({ language }) => language)).toEqual([
      "console",
      "setup",
      "text",
    ]);
  });

  it.each([
    ["console", "idle"],
    ["console exit=4 answer=y", "idle"],
    ["sh needs=registry", "npm install @idle/core"],
    ["powershell fragment", "$a = 1"],
    ["text picture", "a ─▶ b"],
    ["yaml anything", "its kinds are checked elsewhere"],
    ["json file=a.json", '{ "a": 1 }'],
    ["jsonc", '// why\n{ "a": 1 }'],
    ["ndjson", '{ "a": 1 }\n{ "a": 2 }'],
    ["js", 'import { a } from "b";\nawait a();'],
    ["ini", "[Service]\n; why\nExecStart=/usr/bin/idle"],
    ["xml", '<?xml version="1.0"?>\n<a b="c">text<d/><!-- why --></a>'],
    ["dockerfile", "FROM node:24\nRUN npm ci \\\n  --omit=dev"],
    ["groovy", 'stage("a)") {\n  steps { sh "npm ci" } // (\n}'],
  ])("%s is fine", (info, content) => expect(page([info, content]).flatMap(blockProblems)).toEqual([]));

  it.each([
    ["", "idle", /needs a language/],
    ["bash", "idle", /"bash" is none of the languages/],
    ["toString", "x", /"toString" is none of the languages/],
    ["console quick", "idle", /"console quick" is none of the kinds/],
    ["console file=x", "idle", /no option "file"/],
    ["console exit=many", "idle", /"exit=many" is not allowed/],
    ["console needs=luck", "idle", /"needs=luck" is not allowed/],
    ["json file=../a.json", "{}", /"file=..\/a.json" is not allowed/],
    ["json file=/a.json", "{}", /is not allowed/],
    ["json", '{ "a": … }', /SyntaxError/],
    ["ndjson", "{}\n{", /SyntaxError/],
    ["js", "const a = ;", /SyntaxError/],
    ["ini", "ExecStart", /no line of an INI file/],
    ["xml", "<a><b></a></b>", /not well-formed/],
    ["xml", "<a><b></a>", /not well-formed/],
    ["dockerfile", "FROM node:24\nRAN npm ci", /"RAN npm ci" is no instruction/],
    ["dockerfile", "RUN npm ci", /needs FROM/],
    ["groovy", "stage() { steps { }", /"{" is not closed/],
    ["groovy", "stage(] {}", /"\]" closes nothing/],
  ])("%s with %j is refused", (info, content, reason) =>
    expect(page([info, content]).flatMap(blockProblems).join()).toMatch(reason),
  );
});

describe("The commands of a block", () => {
  it("are all of it when none begins with a dollar", () =>
    expect(commandsOf("a\nb\n")).toEqual([{ command: "a\nb\n", output: "" }]));

  it("have what they print below them, and go on after a backslash", () =>
    expect(commandsOf("$ a\none\n\ntwo\n$ b \\\n  c\n$ d\n")).toEqual([
      { command: "a\n", output: "one\n\ntwo\n" },
      { command: "b \\\n  c\n", output: "" },
      { command: "d\n", output: "" },
    ]));

  it("are read as words", () =>
    expect(wordsOf("a -x 'b c' \"d\" # e\nA=1 f < in > out 2>&1 | g && h \\\n i; j")).toEqual([
      ["a", "-x", "b c", "d"],
      ["A=1", "f"],
      ["g"],
      ["h", "i"],
      ["j"],
    ]));
});

describe("A command that is not run", () => {
  it.each([
    "idle validate 'workflows/*.yaml'",
    "npm run idle -- plan -w a.yaml -r b.yaml | less",
    "npx --no-install idle apply plan.json --yes && echo done",
    "idle --version",
    "npm install --save-exact @idle/cli @idle/core@0.1.0 vitest",
    "SECRET=1 idle validate a.yaml",
  ])("%s is right", async (command) => expect(await commandProblems(command)).toEqual([]));

  it.each([
    ["idle plan -w a.yaml -r b.yaml --jsn", /unknown option '--jsn'/],
    ["echo | idle vaildate a.yaml", /unknown command 'vaildate'/],
    ["idle validate a.yaml --log-level loud", /'loud' is invalid/],
    ["npm install @idle/everything", /no package @idle\/everything/],
    ["npm i -g idle", /no package idle here/],
    ["npx idle plan", /without --no-install/],
  ])("%s is not", async (command, reason) => expect((await commandProblems(command)).join()).toMatch(reason));

  it("is checked for its options when a sentence names a part of it", () => {
    expect(mentionProblems("idle plan --out")).toEqual([]);
    expect(mentionProblems("idle secrets open result.json --key FILE")).toEqual([]);
    expect(mentionProblems("idle plan --secret-door")).toEqual([
      "idle plan --secret-door: there is no option --secret-door",
    ]);
  });
});

describe("Output", () => {
  const id = "0b0f6b1e-7a0c-4f53-9a39-0d8d7c1d1b2a";
  const other = "47e7e933-2171-4f07-a08b-77661ec06146";

  it.each([
    ["a\nb", "a  \nb\n\n"],
    [`run ${id} took 12 ms at 2026-01-02T03:04:05Z`, `run ${other} took 3.5 s at 2026-11-27T11:20:04.080Z`],
    ["lVOcCOj8_Rl_PboX0zE-Gx8C", "k2OcCOj8_Rl_PboX0zE-Gx8D"],
    ["first\n…\nlast", "first\nlast"],
    ["first\n…\nlast", "first\n1\n2\nlast"],
    ["key: … (safe)", "key: abc (safe)"],
  ])("%j fits %j", (shown, printed) => expect(isSameOutput(shown, printed)).toBe(true));

  it.each([
    ["a", "a\nb"],
    ["a\nb", "a"],
    ["a.c", "abc"],
    ["first\n…\nlast", "first\n1"],
    ["1 changed", "2 changed"],
    ["key: … (safe)", "key: a\nb (safe)"],
  ])("%j does not fit %j", (shown, printed) => expect(isSameOutput(shown, printed)).toBe(false));
});

describe.skipIf(process.platform === "win32")("A page (the test needs a POSIX shell)", () => {
  it("runs from block to block in one folder", async () => {
    const blocks = page(
      ["setup", "export NAME=two words\nmkdir work"],
      ["json file=work/a.json", "{}"],
      ["json append=work/a.json", "[]"],
      ["console", "cd work\ncat a.json"],
      ["text", "{}\n[]"],
      ["console", '$ echo "$NAME"\ntwo words\n$ ls work\na.json'],
      ["sh exit=3", "exit 3"],
      ["console needs=registry", "npm install @idle/core\nfalse"],
    );
    expect(await pageProblems(blocks)).toEqual([]);
  });

  it.each([
    ["console", "true\nfalse\ntrue", /page.md:2 .*ended with 1 in place of 0/s],
    ["console exit=2", "exit 1", /ended with 1 in place of 2/],
    ["console exit=1", "true", /ended with 0 in place of 1/],
    ["console", "$ false\n$ true", /false\nended with 1/],
    ["console", "$ echo one\ntwo", /is said to print\ntwo\n\nand prints\none/],
    ["text", "one", /below nothing that runs/],
    ["setup", "exit 5", /ended with 5/],
    ["console", "npm run nothing", /There is no script nothing/],
    ["console", "npm install left-pad", /needs=registry/],
    ["console needs=network", "idle validate a.yaml --jsn", /unknown option/],
    ["powershell", "idle validate a.yaml --jsn", /unknown option/],
  ])("tells that %s with %j is wrong", async (info, content, reason) =>
    expect((await pageProblems(page([info, content]))).join()).toMatch(reason),
  );

  it("tells that text is shown where nothing was printed", async () => {
    const problems = await pageProblems(page(["console", "true"], ["text", "two"]));
    expect(problems.join()).toContain("page.md:6 shows\ntwo");
  });

  it("tells that text is not what the commands above print", async () => {
    const problems = await pageProblems(page(["console", "echo one"], ["text", "two"]));
    expect(problems.join()).toContain("page.md:6 shows\ntwo\n\nand the commands above print\none");
  });
});
