// Checks the rules of the house no other tool knows: which package may import which, that packages are entered by their
// front door, and how files are named. Prints every breach and fails when there is one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { root, workspacePackages } from "./workspace.mjs";

/** What a package's src may import of the workspace; the first pattern that fits the package counts. */
const arrows = [
  [/^@idle\/contract$/, []],
  [/^@idle\/core$/, [/^@idle\/contract$/]],
  [/^@idle\/connector$/, [/^@idle\/(core|contract|powershell)$/]],
  [/^@idle\/adsync-simulator$/, [/^@idle\/contract$/]],
  [/^@idle\/testkit$/, [/^@idle\/(core|contract|adsync-simulator)$/]],
  [/^@idle\/cli$/, [/^@idle\/(?!cli$|testkit$)/]],
  [/^@idle\/(steps|provider|powershell|policy)(-|$)/, [/^@idle\/contract$/]],
];
const forbiddenNames = new Set(["util", "utils", "common", "misc"]);
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const codeFile = /\.(ts|mts|cts|js|mjs|cjs)$/;

const breaches = [];
const names = new Set(workspacePackages().map(({ manifest }) => manifest.name));

for (const entry of workspacePackages()) {
  for (const part of ["src", "test", "bench", "scripts", "bin", "templates"]) {
    for (const file of codeFilesUnder(join(entry.folder, part))) {
      checkName(entry.folder, file);
      checkContent(entry, part, file);
    }
  }
}

for (const breach of breaches) process.stdout.write(`${breach}\n`);
if (breaches.length > 0) process.exitCode = 1;

function codeFilesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && codeFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.split(sep).includes("generated"));
}

function checkName(folder, file) {
  for (const part of relative(folder, file).split(sep)) {
    const [stem] = part.split(".");
    if (!kebabCase.test(stem)) report(file, 1, `"${part}" is not kebab-case`);
    if (forbiddenNames.has(stem)) report(file, 1, `"${part}" says nothing: name it after what it does`);
  }
}

function checkContent({ folder, manifest }, part, file) {
  for (const { line, specifier, isStar } of imports(readFileSync(file, "utf8"))) {
    const complain = (message) => report(file, line, message);
    if (isStar) complain("export * hides what is public: export by name");
    if (specifier.startsWith(".")) {
      const target = resolve(dirname(file), specifier);
      if (!target.startsWith(folder + sep)) complain(`"${specifier}" leaves the package: import it by its name`);
      continue;
    }
    const [name, path] = splitSpecifier(specifier);
    const isSource = part === "src";
    if (names.has(name)) {
      if (path) complain(`"${specifier}" goes past the front door of ${name}`);
      if (isSource && !isAllowed(manifest.name, name)) complain(`${manifest.name} may not import ${name}`);
    }
    if (isSource && isPackage(specifier) && name !== manifest.name && !isDeclared(manifest, name)) {
      complain(`${name} is not among the dependencies of ${manifest.name}`);
    }
  }
}

/** Import and export statements, import() and import types. Lines of comments do not count. */
function* imports(text) {
  const code = text.replace(/^[ \t]*(\/\/|\/?\*).*$/gm, "");
  const statement =
    /^[ \t]*(?:import|export)\b(?!\s*:)(?<clause>[^;"'`]*?)(?:\bfrom\s*)?(["'])(?<specifier>[^"'\n]+)\2/gm;
  const call = /\bimport\(\s*(["'])(?<specifier>[^"'\n]+)\1/g;
  for (const match of [...code.matchAll(statement), ...code.matchAll(call)]) {
    const { clause = "", specifier } = match.groups;
    const isExport = /^\s*export\b/.test(match[0]);
    if (isExport && !/\bfrom\s*["']/.test(match[0])) continue;
    const line = code.slice(0, match.index).split("\n").length;
    yield { line, specifier, isStar: isExport && /^\s*(type\s*)?\*/.test(clause) };
  }
}

function splitSpecifier(specifier) {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), parts.slice(length).join("/")];
}

function isPackage(specifier) {
  return !/^(node:|#|data:|file:)/.test(specifier);
}

function isAllowed(from, to) {
  const [, targets = []] = arrows.find(([pattern]) => pattern.test(from)) ?? [];
  return from === to || targets.some((pattern) => pattern.test(to));
}

function isDeclared(manifest, name) {
  // The command line is a bundle: what goes into it is there when it is built, and nothing of it is installed.
  const bundled = manifest.bin ? manifest.devDependencies : undefined;
  return [manifest.dependencies, manifest.peerDependencies, bundled].some((list) => list && name in list);
}

function report(file, line, message) {
  breaches.push(`${relative(root, file)}:${line}  ${message}`);
}
