import { expect, it } from "vitest";
import { showDuration } from "../../src/view/duration.ts";

it.each([
  [0, "0 ms"],
  [12.4, "12 ms"],
  [999, "999 ms"],
  [999.7, "1.0 s"],
  [59_949, "59.9 s"],
  [59_990, "1 min 0 s"],
  [65_400, "1 min 5 s"],
  [3_780_000, "1 h 3 min"],
  [Number.NaN, ""],
  [-1, ""],
])("%d milliseconds are %s", (milliseconds, text) => expect(showDuration(milliseconds)).toBe(text));
