/** The scripts of one run, or of one call alone, in a PowerShell. */
import { connectorExceptionKinds } from "../model/exceptions.ts";
import type { SlotArguments, SlotContext, SlotName } from "../model/slots.ts";
import { isJsonObject } from "../scripts/guarded.ts";
import { ScriptFailure, WrongScriptAnswer } from "../scripts/script-failure.ts";
import type { ScriptListeners, ScriptSession, SessionKind } from "../scripts/script-port.ts";
import type { TimeLimits } from "../scripts/time-of-call.ts";
import { type AgentChannel, AgentEnded, type AgentMessage } from "./agent-channel.ts";
import type { Agents } from "./agents.ts";
import { decodeEntry, decodeResults } from "./decode-answer.ts";
import { type EncodingOptions, encodeArguments } from "./encode-arguments.ts";
import type { Expectations } from "./expectations.ts";

/** How long a script that is told to stop has before its PowerShell is ended. */
const stopGraceMs = 5_000;
/** They run whatever happened before: if need be in a PowerShell of their own. */
const last: ReadonlySet<SlotName> = new Set<SlotName>(["endImport", "endExport"]);

export interface SessionOptions extends EncodingOptions {
  readonly agents: Agents;
  readonly kind: SessionKind;
  readonly listeners: ScriptListeners;
  readonly expectations: Expectations;
  readonly setTimer: TimeLimits["setTimer"];
  /** The script of a page runs while the page is read: a call of it answers with the ScriptPage itself. Default false. */
  readonly isStreamed?: boolean;
}

/** What a script sends entry by entry. */
export interface ScriptPage {
  /** To be read once. Throws what ended the script. */
  readonly entries: AsyncIterable<object>;
  /** What the agent said at its end; null before that. */
  readonly end: AgentMessage | null;
  /** Stops the script, and ends its PowerShell where that does not help. Never rejects, and can be called twice. */
  finish(): Promise<void>;
}

/** Starts a PowerShell, or takes the warm one. Throws what `Agents` do. */
export async function openPowerShellSession(options: SessionOptions): Promise<ScriptSession> {
  const { agents, kind } = options;
  return createSession(options, kind === "call" ? await agents.take() : await agents.start());
}

function createSession(options: SessionOptions, first: AgentChannel): ScriptSession {
  const { agents, kind, listeners, expectations, setTimer, isStreamed = false } = options;
  const { onOutput, onError } = listeners;
  const isAlone = kind === "call";
  let agent: AgentChannel | null = first;
  /** The one that the scripts have begun in is gone. */
  let isReplaced = false;
  let running: Promise<unknown> = Promise.resolve();
  /** A page of which nobody has read the end. */
  let unread: { finish(): Promise<void> } | null = null;

  async function ready(slot: SlotName): Promise<AgentChannel> {
    if (agent?.isAlive === true && !isReplaced) return agent;
    if (!last.has(slot)) throw new ScriptFailure("the PowerShell of this run ended while an earlier script ran");
    await replace();
    if (agent === null) throw new ScriptFailure("the PowerShell of this run has ended");
    return agent;
  }

  /** For the last script of a run. Its globals are gone. */
  async function replace(): Promise<void> {
    if (agent === null || agent.isAlive) return;
    isReplaced = true;
    agent = await agents.start();
  }

  /** Until something comes that is no word of the script's to whoever looks on. */
  async function receive(from: AgentChannel, slot: SlotName): Promise<AgentMessage> {
    for (;;) {
      const message = await from.receive();
      if (message.t !== "said") return message;
      const said = { slot, stream: String(message.stream), text: String(message.text) };
      onOutput?.(said);
      if (said.stream === "error") onError?.(said);
    }
  }

  async function ended(): Promise<void> {
    await running.catch(() => undefined);
    await unread?.finish().catch(() => undefined);
    unread = null;
  }

  return {
    async ended() {
      await ended();
      // A script's time does not run while its PowerShell starts. Why one does not start, its call says.
      if (!isAlone) await replace().catch(() => undefined);
    },
    call<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown> {
      const answer = ended().then(() => callScript(slot, args));
      running = answer;
      return answer;
    },
    async close() {
      await ended();
      const held = agent;
      agent = null;
      if (held === null) return;
      if (isAlone) await agents.giveBack(held);
      else await agents.dismiss(held);
    },
  };

  async function callScript<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown> {
    const { signal } = args as SlotContext;
    const on = await ready(slot);
    let cancelGrace: () => void = () => undefined;
    const stop = () => {
      on.send({ t: "stop" });
      cancelGrace = setTimer(stopGraceMs, () => void on.end());
    };
    if (signal.aborted) throw signal.reason;
    signal.addEventListener("abort", stop, { once: true });
    try {
      const isWatched = onOutput !== undefined;
      on.send({ t: "call", slot, isAlone, isWatched, args: encodeArguments(args as SlotContext, options) });
      const message = await receive(on, slot);
      if (message.t === "page") {
        const page = createPage({
          receive: () => receive(on, slot),
          stop: () => on.send({ t: "stop" }),
          startGrace: () => setTimer(stopGraceMs, () => void on.end()),
          refuse: (last) => void answerOf(last, slot, expectations, signal, () => undefined),
        });
        unread = page;
        if (isStreamed) return page;
        const { moreToImport, customData } = message;
        return { csEntries: page.entries, moreToImport, ...(typeof customData === "string" && { customData }) };
      }
      return answerOf(message, slot, expectations, signal, (text) => onOutput?.({ slot, stream: "warning", text }));
    } catch (error) {
      if (!(error instanceof AgentEnded)) throw error;
      if (signal.aborted) throw signal.reason;
      throw new ScriptFailure(`${error.message.replace(/\.$/, "")} in the middle of it`);
    } finally {
      cancelGrace();
      signal.removeEventListener("abort", stop);
    }
  }
}

function answerOf(
  message: AgentMessage,
  slot: SlotName,
  expectations: Expectations,
  signal: AbortSignal,
  warn: (text: string) => void,
): unknown {
  switch (message.t) {
    case "answer":
      if (typeof message.unexpected === "string") warn(`It returned ${message.unexpected}, which nobody looks at.`);
      return slot === "exportData" ? decodeResults(message.answer) : message.answer;
    case "wrong":
      throw new WrongScriptAnswer(`${String(message.came)}${alsoSaid(message.errors)}`, expectations[slot]);
    case "stopped":
      throw signal.aborted ? signal.reason : new ScriptFailure("it was stopped");
    case "failed":
      throw failureOf(message);
    default:
      throw new ScriptFailure(`the agent in PowerShell has a defect (${String(message.type)})`, {
        category: String(message.place ?? "").slice(0, 2_000),
      });
  }
}

function failureOf({ error, errors }: AgentMessage): ScriptFailure {
  const { message, type, category, file, line, column } = isJsonObject(error) ? error : {};
  const typeName = typeof type === "string" ? type : "";
  const [, name] = /^Microsoft\.MetadirectoryServices\.(\w+?)Exception$/.exec(typeName) ?? [];
  const place =
    typeof line === "number" && typeof file === "string"
      ? { file, line, ...(typeof column === "number" && { column }) }
      : undefined;
  const words =
    typeof message === "string" && message.trim() !== "" ? message : `it threw a ${typeName} without a message`;
  return new ScriptFailure(`${words}${alsoSaid(errors)}`, {
    kind: connectorExceptionKinds.find((each) => each === (synonyms[name ?? ""] ?? name)),
    place,
    type: typeName,
    category: typeof category === "string" ? category : undefined,
  });
}

/** Exceptions of ECMA2 that say the same to the host. */
const synonyms: Readonly<Record<string, string>> = {
  FailedConnection: "ServerDown",
  DroppedConnection: "ServerDown",
};

/** Errors that did not end the script, and may be why it ended as it did. */
function alsoSaid(errors: unknown): string {
  if (!Array.isArray(errors) || errors.length === 0) return "";
  const said = errors.map((each) => {
    const { message, file, line, column } = isJsonObject(each) ? each : {};
    const at = [file, line, column].filter((part) => typeof part === "string" || typeof part === "number").join(":");
    return `${JSON.stringify(String(message))}${at === "" ? "" : ` (${at})`}`;
  });
  return `; before that it wrote the error${said.length === 1 ? "" : "s"} ${said.join(", ")}`;
}

interface PageOptions {
  receive(): Promise<AgentMessage>;
  stop(): void;
  /** Ends the PowerShell after a while, unless the function that it gives is called before that. */
  startGrace(): () => void;
  /** Throws what a message means that is no end of a page. */
  refuse(message: AgentMessage): void;
}

/** The entries of a page, as they come. */
function createPage({ receive, stop, startGrace, refuse }: PageOptions): ScriptPage {
  let isOver = false;
  let end: AgentMessage | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  // Whoever stops waiting for an entry has asked for it all the same: the next one who asks waits for that.
  const next = (): Promise<IteratorResult<object, undefined>> => {
    const mine = turn.then(step, step);
    turn = mine;
    return mine;
  };
  const step = async (): Promise<IteratorResult<object, undefined>> => {
    if (isOver) return { done: true, value: undefined };
    const message = await receive().catch((error: unknown) => {
      isOver = true;
      throw error instanceof AgentEnded ? new ScriptFailure(`${error.message} A part of its page is missing`) : error;
    });
    if (message.t === "entry") return { done: false, value: decodeEntry(message) };
    isOver = true;
    if (message.t !== "pageEnd") {
      refuse(message);
      throw new ScriptFailure("its page could not be read to its end");
    }
    end = message;
    return { done: true, value: undefined };
  };
  const finish = async (): Promise<void> => {
    if (isOver) return;
    stop();
    const cancel = startGrace();
    // What it says now is nobody's concern any more.
    while (!isOver) await next().catch(() => undefined);
    cancel();
  };
  return {
    finish,
    get end() {
      return end;
    },
    entries: {
      [Symbol.asyncIterator]: () => ({
        next,
        async return() {
          await finish();
          return { done: true, value: undefined };
        },
      }),
    },
  };
}
