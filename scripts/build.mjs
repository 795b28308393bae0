// Builds every package: libraries with tsc (JavaScript, types, source maps) in the order of their dependencies, the
// command line as one bundle with esbuild. Each build goes into a folder aside that takes the place of dist at the end,
// so that nothing ever reads half a build.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { runCaptured } from "./child.mjs";
import { readJson, root, sourceCondition, toolPath, workspacePackages } from "./workspace.mjs";

const results = await Promise.allSettled([buildLibraries(), buildCommandLine()]);
for (const result of results) {
  if (result.status === "fulfilled") continue;
  process.stderr.write(`${result.reason.message}\n`);
  process.exitCode = 1;
}

async function buildLibraries() {
  const libraries = workspacePackages().filter(({ folder }) => existsSync(join(folder, "tsconfig.build.json")));
  for (const { folder } of inDependencyOrder(libraries)) {
    const args = ["--project", join(folder, "tsconfig.build.json"), "--outDir", freshFolder(folder)];
    const { ok, output } = await runCaptured(process.execPath, [toolPath("typescript", "tsc"), ...args]);
    if (!ok) throw new Error(output.trimEnd());
    putInPlace(folder);
  }
}

function inDependencyOrder(packages) {
  const byName = new Map(packages.map((entry) => [entry.manifest.name, entry]));
  const ordered = new Set();
  const visit = (entry, path) => {
    const { name, dependencies = {} } = entry.manifest;
    if (path.includes(name)) throw new Error(`Packages depend on each other: ${[...path, name].join(" → ")}`);
    for (const dependency of Object.keys(dependencies)) {
      if (byName.has(dependency)) visit(byName.get(dependency), [...path, name]);
    }
    ordered.add(entry);
  };
  for (const entry of packages) visit(entry, []);
  return ordered;
}

async function buildCommandLine() {
  const folder = join(root, "packages", "cli");
  const outdir = freshFolder(folder);
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { idle: join(folder, "src", "main.ts") },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    conditions: [sourceCondition],
    chunkNames: "chunks/[name]-[hash]",
    // The command line starts PowerShells on this machine only; sessions over SSH come from the package itself.
    external: ["ssh2"],
    // Its CommonJS form requires its own files in a way that no bundler sees.
    alias: { "jsonc-parser": join(folder, "node_modules", "jsonc-parser", "lib", "esm", "main.js") },
    legalComments: "none",
    logLevel: "error",
    metafile: true,
    // CommonJS packages inside an ES module: they expect these three.
    banner: {
      js: [
        'import { createRequire as __idleCreateRequire } from "node:module";',
        "const require = __idleCreateRequire(import.meta.url);",
        "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
      ].join("\n"),
    },
  });
  writeFileSync(join(outdir, "THIRD-PARTY-LICENSES.txt"), licenses(Object.keys(metafile.inputs)));
  putInPlace(folder);
}

/** The licences of what the bundle contains, which their terms want to be passed on with it. */
function licenses(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = readJson(join(root, folder, "package.json"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"]
      .map((candidate) => join(root, folder, candidate))
      .find((candidate) => existsSync(candidate));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(file, "utf8").trim() : ""}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** A folder of this process's own: a build that outlived its killed set-up may be writing into another one. */
function freshFolder(folder) {
  for (const name of readdirSync(folder).filter((name) => name.startsWith("dist."))) {
    const leftover = join(folder, name);
    if (Date.now() - (statSync(leftover, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 60_000)
      rmSync(leftover, { recursive: true, force: true });
  }
  const fresh = join(folder, `dist.next-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  return fresh;
}

function putInPlace(folder) {
  const dist = join(folder, "dist");
  const old = join(folder, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(join(folder, `dist.next-${process.pid}`), dist);
  rmSync(old, { recursive: true, force: true });
}
