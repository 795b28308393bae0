/** Asking for a password on a terminal. */
import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askSecret } from "../src/ask-secret.ts";
import { fakeOutput } from "./fixtures/fake-output.ts";

/** A keyboard whose modes are noted. */
function keyboard() {
  const modes: string[] = [];
  const emitter = new EventEmitter();
  const keys = {
    setRawMode: (isRaw: boolean) => void modes.push(isRaw ? "raw" : "cooked"),
    resume: () => void modes.push("resumed"),
    pause: () => void modes.push("paused"),
    on: (event: "data" | "end", listener: (bytes: Buffer) => void) => void emitter.on(event, listener),
    off: (event: "data" | "end", listener: (bytes: Buffer) => void) => void emitter.off(event, listener),
  };
  return {
    keys,
    modes,
    type: (bytes: string | Buffer) => emitter.emit("data", Buffer.from(bytes)),
    end: () => emitter.emit("end"),
    emitter,
  };
}

async function typed(...parts: readonly (string | Buffer)[]) {
  const { keys, modes, type, emitter } = keyboard();
  const stderr = fakeOutput(80);
  let interrupts = 0;
  const { signal } = new AbortController();
  const answer = askSecret("New password: ", { keys, stderr, signal, onInterrupt: () => interrupts++ });
  for (const part of parts) type(part);
  const secret = await answer;
  // Whatever was typed, the terminal is as it was.
  expect(modes).toEqual(["raw", "resumed", "paused", "cooked"]);
  expect(emitter.listenerCount("data") + emitter.listenerCount("end")).toBe(0);
  return { secret, interrupts, shown: stderr.written() };
}

describe("a secret that is asked for", () => {
  it("is what was typed up to Enter, and none of it is shown", async () => {
    expect(await typed("corr", "ect horse\r")).toEqual({
      secret: "correct horse",
      interrupts: 0,
      shown: "New password: \n",
    });
  });

  it.each([
    ["ab\u007fc\n", "ac"],
    ["\u007f\u007fa\n", "a"],
    ["ab\bc\r\n", "ac"],
    ["wrong\u0015right\r", "right"],
    ["a\u001b[Ab\r", "a[Ab"],
    ["😀x\u007f\u007fy\r", "y"],
    ["a\u0004b\r", "ab"],
    ["\r", ""],
  ])("can be mended while it is typed: %j", async (keys, secret) => {
    expect(await typed(keys)).toMatchObject({ secret });
  });

  it("takes a character that comes in two parts for one", async () => {
    const bytes = Buffer.from("pä€😀\r");
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(await typed(bytes.subarray(0, cut), bytes.subarray(cut))).toMatchObject({ secret: "pä€😀" });
    }
  });

  it("is null after Ctrl-C, which is told, and at the end of input", async () => {
    expect(await typed("half\u0003")).toMatchObject({ secret: null, interrupts: 1 });
    expect(await typed("\u0004")).toMatchObject({ secret: null, interrupts: 0 });
    const { keys, end } = keyboard();
    const { signal } = new AbortController();
    const answer = askSecret("?", { keys, stderr: fakeOutput(80), signal, onInterrupt() {} });
    end();
    expect(await answer).toBeNull();
  });

  it("is not waited for after an interrupt", async () => {
    const { keys, modes } = keyboard();
    const controller = new AbortController();
    const answer = askSecret("?", { keys, stderr: fakeOutput(80), signal: controller.signal, onInterrupt() {} });
    controller.abort();
    expect(await answer).toBeNull();
    expect(modes.at(-1)).toBe("cooked");
    expect(
      await askSecret("?", { keys, stderr: fakeOutput(80), signal: controller.signal, onInterrupt() {} }),
    ).toBeNull();
  });

  it("is never shown, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (text) => {
        const { shown } = await typed(`${text}\r`);
        expect(shown).toBe("New password: \n");
      }),
    );
  });
});
