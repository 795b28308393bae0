// How long the command takes to start, beside a Node that does nothing. Processes are started in turn, so that whatever
// else the machine does hits all of them alike.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../bin/idle.js", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const rounds = 40;

const commands: Readonly<Record<string, { readonly args: readonly string[]; readonly target: number | null }>> = {
  "node -e 0": { args: ["-e", "0"], target: null },
  "idle --version": { args: [cli, "--version"], target: 1.3 },
  "idle --help": { args: [cli, "--help"], target: null },
  "idle __complete (a Tab key)": { args: [cli, "__complete", "bash", "--", "pl"], target: null },
  "idle validate workflows/joiner.yaml": { args: [cli, "validate", "workflows/joiner.yaml"], target: 2.5 },
  "idle plan (mock directory in a file)": {
    args: [cli, "plan", "-w", "workflows/joiner.yaml", "-r", "examples/requests/joiner.yaml"],
    target: null,
  },
};

const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, { args }] of Object.entries(commands)) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    times.get(name)?.push(performance.now() - start);
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const baseline = median(times.get("node -e 0") ?? []);
process.stdout.write(
  `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, median of ${rounds} starts\n`,
);
for (const [name, { target }] of Object.entries(commands)) {
  const figure = median(times.get(name) ?? []);
  const ratio = `${(figure / baseline).toFixed(2)} x`;
  process.stdout.write(
    `${name.padEnd(40)} ${figure.toFixed(0).padStart(5)} ms  ${ratio.padStart(7)}${target === null ? "" : `   target < ${target} x`}\n`,
  );
}
