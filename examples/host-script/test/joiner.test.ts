// The host script, run as its users run it: as a process, on the built packages.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("plans, applies, and finds nothing left to do", () => {
  const script = fileURLToPath(new URL("../src/joiner.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--experimental-strip-types", "--disable-warning=ExperimentalWarning", script],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("create identity");
  expect(stdout).toContain("DirectorySyncCompleted: The sync cycle has ended.");
  expect(stdout).toContain("Run Completed: 6 steps changed something.");
  expect(stdout).toContain("Planned again: 0 changes.");
});
