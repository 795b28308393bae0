#!/usr/bin/env node
// The command `idle`. It says in one line when Node is too old, so it must parse on old versions: nothing newer than
// import(). It answers --version by itself, without loading the bundle.
const [major, minor] = process.versions.node.split(".").map(Number);
const args = process.argv.slice(2);

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`idle needs Node.js 22.13 or newer; this is ${process.version}\n`);
  process.exitCode = 1;
} else if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  import("node:fs").then(({ readFileSync }) => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    process.stdout.write(`${version}\n`);
  });
} else {
  keepCompiledCode();
  import("../dist/idle.js");
}

// Most of the time a short command takes is compiling, so Node keeps what it compiled for the next time. It does so
// beside the code and only for its owner: a cache that somebody else can write to is code that somebody else can write.
function keepCompiledCode() {
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  const dist = fileURLToPath(new URL("../dist/", import.meta.url));
  const uid = process.getBuiltinModule("node:fs").statSync(dist, { throwIfNoEntry: false })?.uid;
  if (process.geteuid && process.geteuid() !== uid) return;
  process.getBuiltinModule("node:module").enableCompileCache(`${dist}.cache`);
}
