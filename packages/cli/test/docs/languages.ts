/** What the languages of code blocks are, which words may follow them, and how their syntax is checked. */
import { spawnSync } from "node:child_process";
import type { Block } from "./pages.ts";

/** What a block may need that a test does not have. Its commands are not run, but their options are checked. */
const needs: Readonly<Record<string, string>> = {
  network: "the internet",
  registry: "packages that are published or fetched",
  system: "a server, module or service of the reader's own",
  terminal: "a person who types",
};

interface Language {
  /** The kinds it has, besides none; absent when the kinds are checked elsewhere. */
  readonly kinds?: readonly string[];
  readonly options: readonly string[];
  /** What is wrong with the content, or nothing. */
  readonly parse?: (content: string) => string | undefined;
}

const shell: Language = { kinds: [], options: ["exit", "needs", "answer"] };
const file = ["file", "append"];

const languages: Readonly<Record<string, Language>> = {
  setup: { kinds: [], options: [] },
  console: shell,
  sh: shell,
  powershell: { ...shell, kinds: ["fragment"] },
  markdown: { kinds: [], options: [] },
  // Without a kind: what the commands above it print.
  text: { kinds: ["picture"], options: [] },
  yaml: { options: file },
  ts: { options: file },
  js: { kinds: [], options: file, parse: parseModule },
  json: { kinds: [], options: file, parse: complaintOf(JSON.parse) },
  jsonc: { kinds: [], options: file, parse: (content) => complaintOf(JSON.parse)(withoutComments(content)) },
  ndjson: { kinds: [], options: file, parse: (content) => firstComplaint(content, complaintOf(JSON.parse)) },
  ini: { kinds: [], options: file, parse: (content) => firstComplaint(content, iniLine) },
  xml: { kinds: [], options: file, parse: parseXml },
  dockerfile: { kinds: [], options: file, parse: parseDockerfile },
  groovy: { kinds: [], options: file, parse: balance },
};

/** What is wrong with a block: a language, a kind or an option that is unknown, or its syntax. */
export function blockProblems({ language, info, options, content }: Block): readonly string[] {
  if (language === "") return ["A block needs a language: text, console, yaml …"];
  const known = Object.hasOwn(languages, language) ? languages[language] : undefined;
  if (known === undefined)
    return [`"${language}" is none of the languages that are checked: ${Object.keys(languages).join(", ")}`];
  const problems: string[] = [];
  if (known.kinds !== undefined && info !== "" && !known.kinds.includes(info))
    problems.push(`"${language} ${info}" is none of the kinds: ${known.kinds.join(", ") || "it has none"}`);
  for (const [name, value] of options) {
    if (!known.options.includes(name)) problems.push(`"${language}" has no option "${name}"`);
    else if (!isAllowed(name, value)) problems.push(`"${name}=${value}" is not allowed`);
  }
  const complaint = known.parse?.(content);
  if (complaint !== undefined) problems.push(complaint);
  return problems;
}

function isAllowed(option: string, value: string): boolean {
  if (option === "exit") return /^\d{1,3}$/.test(value);
  if (option === "needs") return Object.hasOwn(needs, value);
  if (option === "answer") return value === "y";
  return /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/.test(value);
}

function complaintOf(parse: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
}

function firstComplaint(content: string, parse: (line: string) => string | undefined): string | undefined {
  return content
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(parse)
    .find((complaint) => complaint !== undefined);
}

/** Comments that have a line of their own. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, "");
}

function parseModule(content: string): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, ["--check", "--input-type=module", "-"], {
    input: content,
    encoding: "utf8",
  });
  return status === 0 ? undefined : stderr;
}

function iniLine(line: string): string | undefined {
  return /^\s*([#;].*|\[[^\]]+\]|[\w.-]+\s*=.*)$/.test(line) ? undefined : `"${line}" is no line of an INI file`;
}

/** Whether every element that is opened is closed. */
function parseXml(content: string): string | undefined {
  const open: string[] = [];
  const markup =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
  const rest = content.replace(markup, (_, slash: string | undefined, name: string | undefined, __, empty: string) => {
    if (name === undefined || empty === "/") return "";
    if (slash !== "/") open.push(name);
    else if (open.pop() !== name) open.push(`/${name}`);
    return "";
  });
  if (open.length > 0) return `not well-formed: <${open.at(-1)}>`;
  return /[<>]/.test(rest) ? `not well-formed: ${rest.trim()}` : undefined;
}

/** Whether every bracket outside of texts and comments is closed, for languages that nothing here can parse. */
function balance(content: string): string | undefined {
  const pairs = new Map([
    [")", "("],
    ["]", "["],
    ["}", "{"],
  ]);
  const open: string[] = [];
  const code = content.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*/g, "");
  for (const char of code.match(/[()[\]{}]/g) ?? []) {
    if (!pairs.has(char)) open.push(char);
    else if (open.pop() !== pairs.get(char)) return `"${char}" closes nothing`;
  }
  return open.length === 0 ? undefined : `"${open.at(-1)}" is not closed`;
}

function parseDockerfile(content: string): string | undefined {
  const instructions =
    /^(#.*|(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s.+)$/;
  const wrong = firstComplaint(content.replace(/\\\n/g, " "), (line) =>
    instructions.test(line) ? undefined : `"${line}" is no instruction of a Dockerfile`,
  );
  return wrong ?? (/^FROM\s/m.test(content) ? undefined : "a Dockerfile needs FROM");
}
