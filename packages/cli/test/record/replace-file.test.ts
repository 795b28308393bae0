import { describe, expect, it } from "vitest";
import { replaceFile } from "../../src/record/replace-file.ts";

/** A system in which another program holds the file for the first `held` tries. */
function hostWith(held: number, { isWindows = true, code = "EPERM" } = {}) {
  const pauses: number[] = [];
  let tries = 0;
  return {
    isWindows,
    pauses,
    tries: () => tries,
    rename() {
      tries += 1;
      if (tries <= held) throw Object.assign(new Error("held"), { code });
    },
    pause: (milliseconds: number) => void pauses.push(milliseconds),
  };
}

describe("putting a file in its place", () => {
  it.each(["EPERM", "EACCES", "EBUSY"])("waits on Windows until another program lets go: %s", (code) => {
    const host = hostWith(3, { code });
    replaceFile("a", "b", host);
    expect([host.tries(), host.pauses]).toEqual([4, [10, 20, 50]]);
  });

  it("gives up after about a second, with the error", () => {
    const host = hostWith(Number.POSITIVE_INFINITY);
    expect(() => replaceFile("a", "b", host)).toThrow("held");
    expect(host.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(980);
  });

  it.each([
    ["another error", { code: "ENOSPC" }],
    ["another system", { isWindows: false }],
  ])("fails at once with %s", (_, options) => {
    const host = hostWith(1, options);
    expect(() => replaceFile("a", "b", host)).toThrow("held");
    expect([host.tries(), host.pauses]).toEqual([1, []]);
  });
});
