/** What a step leaves behind where processes share a scheduler, and what it makes of what it finds there. */
import type { JsonObject, JsonValue, SharedState } from "@idle/contract";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createAdSyncSimulator, createFakeHost, executeStep } from "@idle/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directorySyncSteps } from "../src/index.ts";
import { createMemoryState } from "./support/memory-state.ts";

const [step] = directorySyncSteps;
if (step === undefined) throw new Error("There is no step.");
const sync = step;

function createWorld({ targetId = "entra-01" }: { readonly targetId?: string | null } = {}) {
  const host = createFakeHost({ autoAdvance: true });
  const server = createAdSyncSimulator({ now: host.now, cycleSeconds: 20, ...(targetId !== null && { targetId }) });
  const memory = createMemoryState();
  const run = (machineState: SharedState = memory.open().state, options: object = {}) =>
    executeStep(sync, {
      with: { wait: true },
      provider: createEntraConnectDirectorySyncProvider(),
      session: server.session,
      host,
      machineState,
      ...options,
    });
  return { host, server, memory, run };
}

describe("the record", () => {
  it("is under the system's name, and holds what steps look at and nothing else", async () => {
    const { memory, run } = createWorld();
    await run();
    const [[name, record] = ["", null]] = memory.records();
    expect(name).toBe('IdLE.DirectorySync ["Entra Connect directory sync","entra-01"]');
    const text = JSON.stringify(record);
    expect(text).toContain("NextSyncCycleStartTimeInUTC");
    expect(text).not.toContain("PurgeRunHistoryInterval");
    expect(text).not.toContain("message");
    expect(text.length).toBeLessThan(2_000);
  });

  it("stays small however many cycles there were", async () => {
    const { memory, run, host } = createWorld();
    for (let count = 0; count < 30; count += 1) {
      await run();
      await host.advance(60_000);
    }
    expect(JSON.stringify(memory.records()).length).toBeLessThan(16_000);
  });

  it("is not there for a server without a name, nor are locks", async () => {
    const { memory, run } = createWorld({ targetId: null });
    await run();
    expect(memory.records()).toEqual([]);
    expect(memory.tries()).toBe(0);
  });

  it("is not touched when there is nothing to sync", async () => {
    const { memory, run } = createWorld();
    await run(memory.open().state, { with: { when: "Changed" } });
    expect(memory.tries()).toBe(0);
  });
});

describe("many processes and the pretend server", () => {
  it("cost two cycles at most, and each run waits for one that began after it did", async () => {
    const { host, server, run } = createWorld();
    const begun = host.now();
    const all = await Promise.all(Array.from({ length: 100 }, () => run()));
    expect(server.cycles.length).toBeLessThanOrEqual(2);
    for (const { outcome } of all) expect(outcome.outputs).toMatchObject({ triggered: true, confirmed: true });
    expect(server.cycles.every(({ startedAt }) => startedAt >= begun)).toBe(true);
    expect(server.commands.length).toBeLessThan(40);
  });
});

describe("what is found", () => {
  /** As another process left it right after its own cycle, triggered long ago. */
  async function left() {
    const world = createWorld();
    await world.run();
    await world.host.advance(600_000);
    return world;
  }

  it("of an earlier run does not keep a later one from its own cycle", async () => {
    const { run, server } = await left();
    const { outcome } = await run();
    expect(outcome.outputs).toEqual({ triggered: true, policyType: "Delta", shared: false, confirmed: true });
    expect(server.cycles).toHaveLength(2);
  });

  it("from a clock that was ahead does not make it wait longer", async () => {
    const { run, server, memory, host } = await left();
    const record = memory.records()[0]?.[1] as JsonObject;
    memory.overwrite(JSON.parse(JSON.stringify(record), (key, value) => (isTime(key) ? value + 1e9 : value)));
    const begun = host.now();
    const { outcome } = await run();
    expect(outcome.outputs).toMatchObject({ triggered: true, confirmed: true });
    expect(host.now() - begun).toBeLessThan(60_000);
    expect(server.cycles).toHaveLength(2);
  });

  const isTime = (key: string) => ["at", "activeAt", "busyAt", "triggeredAt", "idleSince", "since"].includes(key);

  it("older than what was known is not believed", async () => {
    const { run, server, memory, host } = createWorld();
    const [{ state }, shared] = [memory.open(), new Map<string, unknown>()];
    await run(state, { shared });
    const epochNow = () => JSON.stringify(memory.records()).match(/"epoch":"([^"]+)"/)?.[1];
    const old = memory.records()[0]?.[1];
    const epoch = epochNow();
    await host.advance(600_000);
    await run(state, { shared });
    memory.overwrite(old);
    const { outcome } = await run(state, { shared });
    expect(outcome.outputs).toEqual({ triggered: true, policyType: "Delta", shared: false, confirmed: true });
    expect(server.cycles).toHaveLength(3);
    expect(epochNow()).not.toBe(epoch);
  });

  it("damaged in any way is no reason to fail, nor to take a cycle for one's own that is none", async () => {
    const world = await left();
    const record = JSON.stringify(world.memory.records()[0]?.[1]);
    const places = [...placesIn(JSON.parse(record))];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue(), async (place, value) => {
        const { run, memory, server } = world;
        memory.overwrite(replaced(JSON.parse(record), place, value as JsonValue));
        const before = server.cycles.length;
        const { outcome } = await run();
        expect(outcome.outputs).toMatchObject({ triggered: true });
        expect(server.cycles.length).toBe(before + 1);
      }),
      { numRuns: 500 },
    );
  });

  function* placesIn(value: JsonValue, path: readonly string[] = []): Generator<readonly string[]> {
    yield path;
    if (typeof value !== "object" || value === null) return;
    for (const [key, each] of Object.entries(value)) yield* placesIn(each, [...path, key]);
  }

  function replaced(value: JsonValue, [key, ...rest]: readonly string[], by: JsonValue): JsonValue {
    if (key === undefined) return by;
    const entries = Object.entries(value as JsonObject).map(([name, each]) => [
      name,
      name === key ? replaced(each, rest, by) : each,
    ]);
    const changed = Object.fromEntries(entries);
    return Array.isArray(value) ? Object.values(changed) : changed;
  }
});

describe("the state's troubles", () => {
  const failing = (of: keyof SharedState, from: number): SharedState => {
    const { state } = createMemoryState().open();
    let calls = 0;
    return {
      ...state,
      async [of](...args: readonly never[]) {
        calls += 1;
        if (calls > from) throw new Error("The disk is full.");
        return (state[of] as (...args: readonly never[]) => unknown)(...args);
      },
    };
  };

  it.each(
    (["tryLock", "read", "write"] as const).flatMap((of) => [0, 1, 2, 3, 4, 5].map((from) => [of, from] as const)),
  )("%s rejects after %i times: the step goes on by itself, with one cycle, and says so once", async (of, from) => {
    const { run, server } = createWorld();
    const { outcome, events } = await run(failing(of, from));
    expect(outcome.outputs).toEqual({ triggered: true, policyType: "Delta", shared: false, confirmed: true });
    expect(server.cycles).toHaveLength(1);
    const told = events.filter(({ type }) => type === "DirectorySyncNotShared");
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toContain("The disk is full.");
  });

  it("a state that works again is used again, by the next who comes", async () => {
    const { run, memory } = createWorld();
    const { state } = memory.open();
    let isBroken = true;
    const mending: SharedState = {
      ...state,
      read: async (name) => {
        if (isBroken) throw new Error("The disk is full.");
        return state.read(name);
      },
    };
    const shared = new Map<string, unknown>();
    const first = await run(mending, { shared });
    expect(first.events.map(({ type }) => type)).toContain("DirectorySyncNotShared");
    expect(memory.records()).toEqual([]);
    isBroken = false;
    const second = await run(mending, { shared });
    expect(second.events.map(({ type }) => type)).not.toContain("DirectorySyncNotShared");
    expect(memory.records()).toHaveLength(1);
    for (const { outcome } of [first, second])
      expect(outcome.outputs).toMatchObject({ triggered: true, confirmed: true });
  });

  it("a state that forgets what is written is given up", async () => {
    const { run } = createWorld();
    const { outcome, events } = await run({ ...createMemoryState().open().state, read: async () => null });
    expect(outcome.outputs).toMatchObject({ confirmed: true });
    expect(events.map(({ type }) => type)).toContain("DirectorySyncNotShared");
  });

  it.each(["tryLock", "read", "write"] as const)("%s never comes back: the time of the step ends it", async (of) => {
    const { run, host } = createWorld();
    const hanging = { ...createMemoryState().open().state, [of]: () => new Promise(() => {}) } as SharedState;
    const begun = host.now();
    const ended = run(hanging, { with: { wait: true, timeoutSeconds: 5 } }).catch((error) => error);
    await host.advance(6_000);
    expect(await ended).toMatchObject({ code: "Timeout" });
    expect(host.now() - begun).toBe(6_000);
  });

  it("a lock that comes after the step is over is let go of", async () => {
    const { run } = createWorld();
    const stop = new AbortController();
    const coming = Promise.withResolvers<void>();
    let isHeld = false;
    const asked = Promise.withResolvers<void>();
    const state: SharedState = {
      ...createMemoryState().open().state,
      async tryLock() {
        asked.resolve();
        await coming.promise;
        isHeld = true;
        return {
          async release() {
            isHeld = false;
          },
        };
      },
    };
    const running = run(state, { signal: stop.signal });
    await asked.promise;
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    coming.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isHeld).toBe(false);
  });

  it("an abort in the middle of writing: nothing is let go of before it is written", async () => {
    const { run } = createWorld();
    const stop = new AbortController();
    const { state } = createMemoryState().open();
    const order: string[] = [];
    const writing = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow: SharedState = {
      ...state,
      async tryLock(name) {
        const lock = await state.tryLock(name);
        return lock && { release: async () => void order.push("released") };
      },
      async write(name, value) {
        begun.resolve();
        await writing.promise;
        await state.write(name, value);
        order.push("written");
      },
    };
    const running = run(slow, { signal: stop.signal });
    await begun.promise;
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    expect(order).toEqual([]);
    writing.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(["written", "released"]);
  });
});
