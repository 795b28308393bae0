// Builds the C# that the connector host sends to PowerShell for the API of Windows PowerShell 5.1, then tests it with a
// PowerShell in the tests' own process. Where the .NET SDK is missing it says so; where IDLE_REQUIRE names dotnet that is a
// failure.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { root } from "./workspace.mjs";

const folder = join(root, "packages", "connector", "dotnet");
const missing = "dotnet is not installed: https://learn.microsoft.com/dotnet/core/install/";
const isRequired = (process.env.IDLE_REQUIRE ?? "").split(",").some((each) => each.trim() === "dotnet");
/** No telemetry, no welcome, and nothing that stays behind and holds files. */
const env = { DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1", MSBUILDDISABLENODEREUSE: "1" };

if (spawnSync("dotnet", ["--version"], { stdio: "ignore" }).error === undefined) await run();
else {
  process.stdout.write(`${isRequired ? "FAILED " : "Skipped"}: the C# of the connector host. ${missing}\n`);
  if (isRequired) process.exitCode = 1;
}

async function run() {
  for (const [name, args] of [
    ["builds", ["build", join(folder, "ConnectorHost.csproj")]],
    ["tests", ["test", join(folder, "tests", "ConnectorHost.Tests.csproj"), "--blame-hang-timeout", "120s"]],
  ]) {
    const { ok, output } = await runCaptured("dotnet", [...args, "--nologo", "--verbosity", "quiet"], {
      cwd: folder,
      env,
    });
    process.stdout.write(`${ok ? "ok    " : "FAILED"}  the C# of the connector host ${name}\n`);
    const [, failed, passed, skipped] = /Failed:\s*(\d+), Passed:\s*(\d+), Skipped:\s*(\d+)/.exec(output) ?? [];
    if (!ok) {
      process.exitCode = 1;
      process.stdout.write(`\n${output.trimEnd()}\n\n`);
    }
    if (passed !== undefined) process.stdout.write(`\nC#: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    if (!ok) return;
  }
}
