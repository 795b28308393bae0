import { describe, expect, it } from "vitest";
import { createMockProvider } from "../src/index.ts";
import { call, jane, keysOf, of } from "./jane.ts";

describe("failNext", () => {
  const error = new Error("the line is cut");

  it("fails the next call before it has an effect", async () => {
    const provider = createMockProvider({ identities: [jane] });
    provider.failNext({ method: "disableIdentity", error });
    await expect(provider.disableIdentity(of("jane"))).rejects.toBe(error);
    expect(await provider.getIdentity(of("jane"))).toMatchObject({ enabled: true });
    expect(provider.history[0]).toMatchObject({ method: "disableIdentity", changes: [] });
    expect(await provider.disableIdentity(of("jane"))).toEqual({ changed: true });
  });

  it("fails it after it has taken effect", async () => {
    const provider = createMockProvider({ identities: [jane] });
    provider.failNext({ method: "disableIdentity", error, after: true });
    await expect(provider.disableIdentity(of("jane"))).rejects.toBe(error);
    expect(await provider.getIdentity(of("jane"))).toMatchObject({ enabled: false });
    expect(provider.history[0]?.changes).toHaveLength(1);
  });

  it("fails several calls, one script after the other, of that method only", async () => {
    const provider = createMockProvider({ identities: [jane] });
    const other = new Error("other");
    provider.failNext({ method: "getIdentity", error, times: 2 });
    provider.failNext({ method: "getIdentity", error: other });
    await provider.listEntitlements(of("jane"));
    const get = () => provider.getIdentity(of("jane"));
    await expect(get()).rejects.toBe(error);
    await expect(get()).rejects.toBe(error);
    await expect(get()).rejects.toBe(other);
    expect(await get()).not.toBeNull();
  });

  it("fails a listing when it is read", async () => {
    const provider = createMockProvider({ identities: [jane] });
    provider.failNext({ method: "listIdentities", error });
    await expect(keysOf(provider.listIdentities(call))).rejects.toBe(error);
    expect(await keysOf(provider.listIdentities(call))).toHaveLength(1);
  });

  it.each([[{ method: "getIdentty", error }], [{ method: "getIdentity", error, times: 0 }]])(
    "refuses what cannot be meant: %j",
    (failure) => {
      expect(() => createMockProvider().failNext(failure)).toThrow(expect.objectContaining({ code: "InvalidInput" }));
    },
  );
});

describe("latency and abort", () => {
  it("waits before each call, and has no effect when it is aborted meanwhile", async () => {
    const waits: number[] = [];
    const controller = new AbortController();
    const provider = createMockProvider({
      identities: [jane],
      latencyMs: 250,
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
        if (waits.length === 2) controller.abort();
      },
    });
    const args = { identityKey: "jane", session: undefined, signal: controller.signal };
    expect(await provider.disableIdentity(args)).toEqual({ changed: true });
    await expect(provider.enableIdentity(args)).rejects.toMatchObject({ code: "Cancelled" });
    await expect(provider.enableIdentity(args)).rejects.toMatchObject({ code: "Cancelled" });
    expect(waits).toEqual([250, 250]);
    expect(provider.history).toHaveLength(1);
    expect(await provider.getIdentity(of("jane"))).toMatchObject({ enabled: false });
  });

  it("comes back at once from a real wait that is aborted", async () => {
    const controller = new AbortController();
    const provider = createMockProvider({ identities: [jane], latencyMs: 3_600_000 });
    const answer = provider.getIdentity({ identityKey: "jane", session: undefined, signal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: "Cancelled" });
  });

  it("stops a listing between two identities", async () => {
    const controller = new AbortController();
    const provider = createMockProvider({ identities: [jane, { ...jane, identityKey: "joe" }] });
    const list = provider.listIdentities({ session: undefined, signal: controller.signal });
    const seen: string[] = [];
    const read = async () => {
      for await (const { identityKey } of list) {
        seen.push(identityKey);
        controller.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "Cancelled" });
    expect(seen).toEqual(["jane"]);
  });
});
