import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

export interface RequiredProgram {
  /** As it is called. */
  readonly name: string;
  /** What gets it. */
  readonly install: string;
}

/**
 * Tests that need a program which not everybody has. Where it is missing they are skipped with a line that says what to
 * install; where the variable `IDLE_REQUIRE` names it (`zsh,fish`), its absence is a failure.
 */
export function describeWith({ name, install }: RequiredProgram, title: string, tests: () => void): void {
  const isThere = spawnSync(name, ["--version"], { stdio: "ignore" }).error === undefined;
  if (isThere) return void describe(title, tests);
  const missing = `${name} is not installed: ${install}`;
  const isRequired = (process.env.IDLE_REQUIRE ?? "").split(",").some((each) => each.trim() === name);
  if (isRequired) return void it(`${title}: ${name} is there`, () => expect.fail(missing));
  process.stderr.write(`Skipped: ${title}. ${missing}\n`);
  describe.skip(`${title} (${missing})`, tests);
}
