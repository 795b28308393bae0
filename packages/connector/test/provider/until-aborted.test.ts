import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { untilAborted } from "../../src/provider/until-aborted.ts";

describe("waiting until somebody gives up", () => {
  it("gives what the promise gives, and listens to the signal no longer", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, Promise.resolve(5))).toBe(5);
    await expect(untilAborted(signal, Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends with the signal's reason, before or while it waits", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(controller.signal, new Promise(() => undefined));
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(untilAborted(controller.signal, Promise.resolve())).rejects.toThrow("enough");
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});
