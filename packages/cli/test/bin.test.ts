import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

const bin = fileURLToPath(new URL("../bin/idle.js", import.meta.url));
const run = promisify(execFile);

describe("the command idle", () => {
  it.each(["--version", "-V"])("prints its version for %s", async (flag) => {
    const { stdout, stderr } = await run(process.execPath, [bin, flag]);
    expect(stdout).toBe(`${manifest.version}\n`);
    expect(stderr).toBe("");
  });

  it("refuses an old Node in one line", async () => {
    const pretendOld = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.1.0"})';
    const refused = run(process.execPath, ["--import", pretendOld, bin, "--version"]);
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: `idle needs Node.js 22.13 or newer; this is ${process.version}\n`,
    });
  });
});
