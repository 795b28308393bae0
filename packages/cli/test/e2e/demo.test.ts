import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const demo = fileURLToPath(new URL("../../../../scripts/demo.mjs", import.meta.url));

describe.skipIf(process.platform === "win32")("the demo (the test needs a POSIX shell)", () => {
  it("ends quietly when nobody reads on", () => {
    const { stdout, stderr } = spawnSync("/bin/sh", ["-c", `"${process.execPath}" "${demo}" | head -2`], {
      encoding: "utf8",
    });
    expect({ stdout, stderr }).toEqual({ stdout: "\n# Are the workflows valid?\n", stderr: "" });
  });
});
