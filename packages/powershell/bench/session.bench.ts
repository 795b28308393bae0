// A session in a real PowerShell, beside what PowerShell needs for the same commands in a loop of its own.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createPowerShellSession } from "../src/index.ts";

if (spawnSync("pwsh", ["-Version"]).error !== undefined) {
  process.stdout.write("There is no pwsh on PATH; nothing to measure.\n");
  process.exit(0);
}
const session = createPowerShellSession({ transport: "local" });
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const started = performance.now();
await session.invokeCommand("Get-Date");
say(`start of the shell to its first answer: ${(performance.now() - started).toFixed(0)} ms`);

const script = (command: string, times: number) =>
  `for ($i = 0; $i -lt 300; $i++) { $null = ${command} }; $w = [Diagnostics.Stopwatch]::StartNew(); for ($i = 0; $i -lt ${times}; $i++) { $null = ${command} }; $w.Elapsed.TotalMilliseconds / ${times}`;
const own = async (command: string, times: number) =>
  Number(await session.invokeCommand("Invoke-Expression", { Command: script(command, times) }));
say(`Get-Date in a loop of PowerShell's own: ${(await own("Get-Date", 3_000)).toFixed(3)} ms`);
const engine = "[powershell]::Create().AddCommand('Get-Date').Invoke()";
say(`the same through the API of its engine, each in a pipeline: ${(await own(engine, 1_000)).toFixed(3)} ms`);

const shell = Number(await session.invokeCommand("Invoke-Expression", { Command: "$PID" }));
const times = 10_000;
for (let index = 0; index < 500; index += 1) await session.invokeCommand("Get-Date");
const before = memory();
const begun = performance.now();
for (let index = 0; index < times; index += 1) await session.invokeCommand("Get-Date");
say(`${times} × Get-Date through the session: ${((performance.now() - begun) / times).toFixed(3)} ms each`);
const after = memory();
say(
  `resident memory before and after: host ${before.host} and ${after.host} MiB, PowerShell ${before.shell} and ${after.shell} MiB`,
);

const textBegun = performance.now();
const text = (await session.invokeCommand("Invoke-Expression", { Command: "'x' * 50MB" })) as string;
say(`a text of ${text.length / 1024 / 1024} MiB: ${(performance.now() - textBegun).toFixed(0)} ms`);

const make = '1..100000 | ForEach-Object { [pscustomobject]@{ Id = $_; Name = "name $_"; On = $true } }';
const alone = await session.invokeCommand("Invoke-Expression", {
  Command: `(Measure-Command { $null = ${make} }).TotalMilliseconds`,
});
const objectsBegun = performance.now();
const objects = (await session.invokeCommand("Invoke-Expression", { Command: make })) as unknown[];
say(
  `${objects.length} objects: ${(performance.now() - objectsBegun).toFixed(0)} ms, of which PowerShell makes them in ${Number(alone).toFixed(0)} ms`,
);
await session.close();

function memory(): { readonly host: number; readonly shell: number } {
  (globalThis as { gc?: () => void }).gc?.();
  const pages = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${shell}/status`, "utf8"))?.[1]);
  return { host: Math.round(process.memoryUsage().rss / 1024 / 1024), shell: Math.round(pages / 1024) };
}
