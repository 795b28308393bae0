import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

export interface RequiredProgram {
  /** As it is called; also the word for it in `IDLE_REQUIRE`. */
  readonly name: string;
  /** Where it is, for one that PATH does not have. */
  readonly path?: string;
  /** What gets it. */
  readonly install: string;
}

/**
 * Tests that need programs which not everybody has. Where one is missing they are skipped, with a line on standard error
 * that says what to install; where the variable `IDLE_REQUIRE` names it (`zsh,fish`), its absence is a failure.
 */
export function describeWith(
  programs: RequiredProgram | readonly RequiredProgram[],
  title: string,
  tests: () => void,
): void {
  const absent = [programs].flat().find((program) => !isThere(program));
  if (absent === undefined) return void describe(title, tests);
  const { name, install } = absent;
  const missing = `${name} is not installed: ${install}`;
  const isRequired = (process.env.IDLE_REQUIRE ?? "").split(",").some((each) => each.trim() === name);
  if (isRequired) return void it(`${title}: ${name} is there`, () => expect.fail(missing));
  process.stderr.write(`Skipped: ${title}. ${missing}\n`);
  describe.skip(`${title} (${missing})`, tests);
}

function isThere({ name, path = name }: RequiredProgram): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).error === undefined;
}
