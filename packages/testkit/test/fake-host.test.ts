import { describe, expect, it } from "vitest";
import { createFakeHost } from "../src/index.ts";

describe("a fake host", () => {
  it("has a clock that stands until it is moved", async () => {
    const host = createFakeHost({ start: 1000 });
    expect(host.now()).toBe(1000);
    await host.advance(250);
    expect(host.now()).toBe(1250);
  });

  it("wakes sleepers and rings timers in order, each at its time", async () => {
    const host = createFakeHost({ start: 0 });
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what}@${host.now()}`);
    host.setTimer(300, () => note("timer"));
    const sleeping = host.sleep(100).then(async () => {
      note("first");
      await host.sleep(100);
      note("second");
    });
    await host.advance(99);
    expect(seen).toEqual([]);
    await host.advance(201);
    await sleeping;
    expect(seen).toEqual(["first@100", "second@200", "timer@300"]);
    expect(host.pending()).toBe(0);
    expect(host.sleeps).toEqual([100, 100]);
  });

  it("rejects a sleep with the reason of the abort, before and during", async () => {
    const host = createFakeHost();
    const reason = new Error("enough");
    await expect(host.sleep(10, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = host.sleep(10, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(host.pending()).toBe(0);
  });

  it("rings no timer that was cancelled", async () => {
    const host = createFakeHost();
    const cancel = host.setTimer(10, () => expect.fail("rang"));
    cancel();
    await host.advance(20);
  });

  it("moves by itself to whoever sleeps, and not for timers alone", async () => {
    const host = createFakeHost({ start: 0, autoAdvance: true });
    const rung: number[] = [];
    host.setTimer(50, () => rung.push(host.now()));
    host.setTimer(500, () => rung.push(host.now()));
    await Promise.all([host.sleep(200), host.sleep(100).then(() => rung.push(host.now()))]);
    expect(rung).toEqual([50, 100]);
    expect(host.now()).toBe(200);
    expect(host.pending()).toBe(1);
  });

  it("gives the same well-formed ids each time", () => {
    const ids = () => {
      const host = createFakeHost();
      return [host.randomUUID(), host.randomUUID()];
    };
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
    for (const id of ids()) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("reads the files it was given", async () => {
    const host = createFakeHost({ files: { "a.yaml": "name: ü" } });
    expect(new TextDecoder().decode(await host.readFile("a.yaml"))).toBe("name: ü");
    await expect(host.readFile("toString")).rejects.toMatchObject({ code: "ENOENT" });
  });
});
