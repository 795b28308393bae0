// How the output of a script that returns hashtables becomes pages, without a PowerShell.
import { describe, expect, it } from "vitest";
import type { ImportDataArgs, SlotArguments, SlotName } from "../../src/model/slots.ts";
import { createHashtableSession } from "../../src/powershell/hashtable-session.ts";
import type { ScriptPage } from "../../src/powershell/powershell-session.ts";
import type { ScriptSession } from "../../src/scripts/script-port.ts";

/** What one call of the script brings, and what it leaves. */
interface Call {
  readonly count: number;
  readonly moreToImport?: boolean;
  readonly customData?: string;
  readonly isSame?: boolean;
  /** Throws behind so many. */
  readonly failsAfter?: number;
}

interface Page {
  readonly csEntries: Iterable<object> | AsyncIterable<object>;
  readonly moreToImport: boolean;
  readonly customData?: string;
}

function worldOf(calls: readonly Call[]) {
  const asked: string[] = [];
  const read: number[] = [];
  let finished = 0;
  let closed = false;
  const pageOf = ({ count, failsAfter = Number.POSITIVE_INFINITY, ...left }: Call): ScriptPage => {
    let end: ScriptPage["end"] = null;
    let at = 0;
    let isStopped = false;
    return {
      entries: {
        [Symbol.asyncIterator]: () => ({
          async next() {
            if (at >= failsAfter) throw new Error("torn");
            if (isStopped || at === count) {
              end = { t: "pageEnd", moreToImport: false, customData: "", isSame: true, ...left };
              return { done: true, value: undefined };
            }
            at += 1;
            read.push(at);
            return { done: false, value: { number: at } };
          },
        }),
      },
      get end() {
        return end;
      },
      async finish() {
        isStopped = true;
        finished += 1;
      },
    };
  };
  const waiting = [...calls];
  const inner: ScriptSession = {
    async call<S extends SlotName>(slot: S, args: SlotArguments[S]) {
      if (slot !== "importData") {
        asked.push(slot);
        return "theirs";
      }
      asked.push((args as ImportDataArgs).getImportEntriesRunStep.customData);
      const call = waiting.shift();
      if (call === undefined) throw new Error("It was called too often.");
      return pageOf(call);
    },
    async ended() {
      asked.push("ended");
    },
    async close() {
      closed = true;
    },
  };
  const session = createHashtableSession(inner);
  const controller = new AbortController();
  const argsOf = (pageSize: number) => ({
    signal: controller.signal,
    openImportConnectionRunStep: { pageSize },
    getImportEntriesRunStep: { customData: "watermark", fullObjectEntries: [] },
  });
  return {
    session,
    asked,
    read,
    controller,
    finished: () => finished,
    closed: () => closed,
    page: async (pageSize: number) =>
      (await session.call("importData", argsOf(pageSize) as unknown as ImportDataArgs)) as Page,
  };
}

async function countOf({ csEntries }: Page): Promise<number> {
  let count = 0;
  for await (const _ of csEntries) count += 1;
  return count;
}

/** How many entries each page has, and what the last one says. */
async function pagesOf(calls: readonly Call[], pageSize: number) {
  const world = worldOf(calls);
  const counts: number[] = [];
  for (;;) {
    const page = await world.page(pageSize);
    counts.push(await countOf(page));
    if (!page.moreToImport) return { ...world, counts, customData: page.customData };
  }
}

describe("the output of a script that returns hashtables", () => {
  it.each([
    [0, 10, [0]],
    [1, 10, [1]],
    [9, 10, [9]],
    [10, 10, [10, 0]],
    [11, 10, [10, 1]],
    [25, 10, [10, 10, 5]],
    [199, 5_000, [199]],
    [201, 5_000, [201, 0]],
    [5_000, 5_000, [5_000, 0]],
  ])("is cut into pages: %i entries, %i a page", async (count, pageSize, expected) => {
    const { counts, customData } = await pagesOf([{ count, customData: "left" }], pageSize);
    expect(counts).toEqual(expected);
    expect(customData).toBe("left");
  });

  it("of several calls has what each one left for the next one, and for the end", async () => {
    const { counts, asked, customData } = await pagesOf(
      [
        { count: 3, moreToImport: true, customData: "one" },
        { count: 0, moreToImport: true, customData: "two", isSame: false },
        { count: 12, moreToImport: true, customData: "three" },
        { count: 2, customData: "four" },
      ],
      10,
    );
    expect(counts).toEqual([3, 10, 2, 2]);
    expect(asked).toEqual(["watermark", "one", "two", "three"]);
    expect(customData).toBe("four");
  });

  it("is read no further than it is asked for", async () => {
    const { page, read } = worldOf([{ count: 1_000 }]);
    const first = await page(300);
    expect(read.length).toBe(200);
    await countOf(first);
    expect(read.length).toBe(300);
  });

  it("that never goes on is refused", async () => {
    const stuck = { count: 0, moreToImport: true };
    await expect(pagesOf([stuck, stuck, stuck, stuck, stuck], 10)).rejects.toMatchObject({
      came: expect.stringContaining("no objects again and again"),
    });
  });

  it("ends with what ended the script", async () => {
    const early = worldOf([{ count: 9, failsAfter: 3 }]);
    await expect(early.page(10)).rejects.toThrow("torn");
    const late = worldOf([{ count: 900, failsAfter: 300 }]);
    const page = await late.page(1_000);
    await expect(countOf(page)).rejects.toThrow("torn");
  });

  it("is not waited for between pages, and is stopped when its page is left", async () => {
    const world = worldOf([{ count: 900 }]);
    await countOf(await world.page(300));
    await world.session.ended?.();
    expect([world.finished(), world.asked]).toEqual([0, ["watermark"]]);
    for await (const _ of (await world.page(300)).csEntries) break;
    await world.session.ended?.();
    expect([world.finished(), world.asked]).toEqual([1, ["watermark", "ended"]]);
    const other = worldOf([{ count: 900 }]);
    await other.page(300);
    await other.session.ended?.();
    expect(other.finished()).toBe(1);
  });

  it("is stopped when the run ends before it does, or is interrupted", async () => {
    const world = worldOf([{ count: 900 }]);
    await countOf(await world.page(300));
    expect(await world.session.call("endImport", {} as SlotArguments["endImport"])).toEqual({});
    expect(world.finished()).toBe(1);
    const other = worldOf([{ count: 900 }]);
    await countOf(await other.page(300));
    other.controller.abort(new Error("enough"));
    await expect(other.page(300)).rejects.toThrow("enough");
    await other.session.close();
    expect([other.finished(), other.closed()]).toEqual([1, true]);
  });
});

describe("scripts that return hashtables", () => {
  it("have no beginning and no end: nobody is called for them", async () => {
    const { session, asked } = worldOf([]);
    const call = (slot: SlotName) => session.call(slot, {} as never);
    expect(await call("beginImport")).toEqual({});
    expect(await call("endImport")).toEqual({});
    expect(await call("beginExport")).toBeUndefined();
    expect(await call("endExport")).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await call("exportData")).toBe("theirs");
  });

  it("are not asked for whole objects", async () => {
    const { session, asked } = worldOf([]);
    const args = { getImportEntriesRunStep: { customData: "", fullObjectEntries: [{}] } };
    const answer = await session.call("importData", args as unknown as ImportDataArgs);
    expect(answer).toEqual({ csEntries: [], moreToImport: false });
    expect(asked).toEqual([]);
  });
});
