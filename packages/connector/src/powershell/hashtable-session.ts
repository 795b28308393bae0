/**
 * The scripts of one run that return hashtables. They know no begin and end, and no limit of a page: what a script brings is
 * cut into pages while it runs.
 */
import type { ImportDataArgs, SlotArguments, SlotName } from "../model/slots.ts";
import { WrongScriptAnswer } from "../scripts/script-failure.ts";
import type { ScriptSession } from "../scripts/script-port.ts";
import { hashtableExpectations } from "./hashtable-expectations.ts";
import type { ScriptPage } from "./powershell-session.ts";

/** So many entries are waited for before a page is answered: with fewer it is known whether more pages follow. */
const mostAhead = 200;
/** How often in a row a script may bring nothing, and nothing new in its globals, and say that there is more. */
const mostIdle = 3;

/** What the host gets for a page. */
interface PageAnswer {
  readonly csEntries: AsyncIterable<object> | readonly object[];
  readonly moreToImport: boolean;
  readonly customData?: string;
}

/** A script that runs, and how far it was read. */
interface Stream {
  readonly page: ScriptPage;
  readonly iterator: AsyncIterator<object>;
}

/** `session`: one whose pages are ScriptPages. */
export function createHashtableSession(session: ScriptSession): ScriptSession {
  let stream: Stream | null = null;
  /** Somebody reads a page, or has left it: its script waits for nobody else. */
  let isReading = false;
  /** What the script before left; null before the first. */
  let customData: string | null = null;

  /** Ends a script of which nobody wants more. */
  async function letGo(): Promise<void> {
    const held = stream;
    stream = null;
    isReading = false;
    await held?.page.finish();
  }

  async function ended(): Promise<void> {
    // A script whose page was read to its end waits for the next one to be asked for.
    if (stream !== null && isReading) await letGo();
    if (stream === null) await session.ended?.();
  }

  return {
    ended,
    async call<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown> {
      if (slot === "importData") return await nextPage(args as ImportDataArgs);
      await letGo();
      switch (slot) {
        case "beginImport":
        case "endImport":
          return {};
        case "beginExport":
        case "endExport":
          return undefined;
        default:
          return await session.call(slot, args);
      }
    },
    async close() {
      await letGo();
      await session.close();
    },
  };

  async function nextPage(args: ImportDataArgs): Promise<PageAnswer> {
    const { getImportEntriesRunStep, openImportConnectionRunStep, signal } = args;
    // Whole objects are all that these scripts bring: there is nothing to ask them for.
    if (getImportEntriesRunStep.fullObjectEntries.length > 0) return { csEntries: [], moreToImport: false };
    signal.throwIfAborted();
    const stop = () => void letGo();
    signal.addEventListener("abort", stop, { once: true });
    try {
      for (let idle = 0; ; idle += 1) {
        if (idle > mostIdle) throw withoutProgress();
        customData ??= getImportEntriesRunStep.customData;
        stream ??= await begin(args, customData);
        const ahead = await readAhead(stream, Math.min(mostAhead, openImportConnectionRunStep.pageSize));
        signal.throwIfAborted();
        const end = stream?.page.end ?? null;
        if (end === null) return { csEntries: restOf(ahead, openImportConnectionRunStep.pageSize), moreToImport: true };
        stream = null;
        customData = String(end.customData ?? "");
        const moreToImport = end.moreToImport === true;
        if (ahead.length > 0 || !moreToImport) return { csEntries: ahead, moreToImport, customData };
        if (end.isSame !== true) idle = 0;
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async function begin(args: ImportDataArgs, customData: string): Promise<Stream> {
    const step = { customData, fullObjectEntries: [] };
    const page = (await session.call("importData", { ...args, getImportEntriesRunStep: step })) as ScriptPage;
    return { page, iterator: page.entries[Symbol.asyncIterator]() };
  }

  /** The entries of one page: those that are here already, then as they come, as many as a page has. */
  function restOf(ahead: readonly object[], pageSize: number): AsyncIterable<object> {
    const held = stream;
    let count = 0;
    isReading = true;
    const over = (): IteratorResult<object, undefined> => {
      isReading = false;
      return { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          const waiting = ahead[count];
          if (count >= pageSize || held === null) return over();
          count += 1;
          if (waiting !== undefined) return { done: false, value: waiting };
          const result = await held.iterator.next();
          return result.done === true ? over() : { done: false, value: result.value };
        },
        async return() {
          await letGo();
          return { done: true, value: undefined };
        },
      }),
    };
  }
}

async function readAhead({ iterator }: Stream, most: number): Promise<readonly object[]> {
  const entries: object[] = [];
  while (entries.length < most) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    entries.push(value);
  }
  return entries;
}

function withoutProgress(): WrongScriptAnswer {
  return new WrongScriptAnswer(
    "no objects again and again, nothing new in $global:PageToken or $global:RunStepCustomData, and $true in $global:MoreToImport",
    hashtableExpectations.importData,
  );
}
