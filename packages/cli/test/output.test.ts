import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createOutput, wantsColour } from "../src/output.ts";

describe("colours", () => {
  it.each([
    [true, {}, true, true],
    [false, {}, true, false],
    [true, { TERM: "dumb" }, true, false],
    [true, { NO_COLOR: "1" }, true, false],
    [true, { NO_COLOR: "" }, true, true],
    [false, { FORCE_COLOR: "1" }, true, true],
    [false, { FORCE_COLOR: "" }, true, true],
    [true, { FORCE_COLOR: "0" }, true, false],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [true, { FORCE_COLOR: "1" }, false, false],
  ])("terminal %j, variables %j, --color %j: %j", (isTerminal, environment, colour, expected) => {
    expect(wantsColour(isTerminal, { environment, colour })).toBe(expected);
  });
});

describe("a stream whose reader has gone", () => {
  it("takes what is written without a word", async () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream;
    const output = createOutput(stream, () => ({ environment: {}, colour: true }));
    expect(output.isClosed()).toBe(false);
    stream.destroy(Object.assign(new Error("gone"), { code: "EPIPE" }));
    await new Promise((resolve) => stream.once("close", resolve));
    expect(output.isClosed()).toBe(true);
    output.write("more");
    await output.flush();
  });
});
