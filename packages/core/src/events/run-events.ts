/**
 * The events of one run: numbered, redacted, kept up to a limit, recorded, and passed to the host's sink in order. A sink
 * that throws or lags is noted and does not hold up the run.
 */
import type { ErrorData, EventSink, IdleEvent, Journal, JsonObject, JsonValue } from "@idle/contract";
import { IdleError } from "@idle/contract";
import { deepFreeze } from "../data/value.ts";
import type { Host } from "../host.ts";
import type { Redactor } from "./redact.ts";

const keptEvents = 10_000;
/** How many events a lagging sink may be behind before further ones are not queued for it. */
const queuedEvents = 100_000;
/** How long the end of a run waits for a sink that lags. */
const drainMs = 5_000;

export interface RunEventsOptions {
  readonly runId: string;
  readonly correlationId: string;
  readonly actor: string | null;
  readonly host: Host;
  readonly redactor: Redactor;
  readonly sink: EventSink | undefined;
  readonly journal: Journal;
}

interface EventSource {
  readonly id: string;
  readonly name: string;
}

export interface RunEvents {
  emit(type: string, message: string, data?: JsonObject | null, step?: EventSource | null): void;
  /** Waits, within bounds, until the sink has got every event. */
  drain(): Promise<void>;
  readonly kept: readonly IdleEvent[];
  dropped(): number;
  sinkError(): ErrorData | null;
  /** The journal's error when an event could not be recorded. */
  journalError(): unknown;
}

export function createRunEvents(options: RunEventsOptions): RunEvents {
  const { runId, correlationId, actor, host, redactor, sink, journal } = options;
  const kept: IdleEvent[] = [];
  let sequence = 0;
  let dropped = 0;
  let journalError: unknown;
  let sinkErrors: readonly unknown[] = [];
  let queued = 0;
  /** What the sink is still busy with; null when it is idle, so that a synchronous sink is called at once. */
  let busy: Promise<void> | null = null;

  const noteSinkError = (error: unknown) => {
    if (sinkErrors.length === 0) sinkErrors = [error];
  };

  const noteJournalError = (error: unknown) => {
    journalError ??= error;
  };

  const pass = (event: IdleEvent): void => {
    if (sink === undefined) return;
    if (busy === null) {
      const writing = write(sink, event, noteSinkError);
      if (writing !== null) follow(writing);
    } else if (queued >= queuedEvents) {
      noteSinkError(
        new IdleError("Timeout", `The event sink is ${queuedEvents} events behind; later ones are not passed to it.`),
      );
    } else {
      queued += 1;
      follow(
        busy.then(() => {
          queued -= 1;
          return write(sink, event, noteSinkError) ?? undefined;
        }),
      );
    }
  };

  const follow = (work: Promise<void>): void => {
    const mine: Promise<void> = work.then(() => {
      if (busy === mine) busy = null;
    });
    busy = mine;
  };

  return {
    kept,
    emit(type, message, data = null, step = null) {
      sequence += 1;
      const event: IdleEvent = deepFreeze({
        sequence,
        type: redactor.text(type),
        timestamp: new Date(Number(host.now())).toISOString(),
        runId,
        correlationId,
        actor,
        stepId: step?.id ?? null,
        stepName: step?.name ?? null,
        message: redactor.text(message),
        data: data === null ? null : asObject(redactor.data(data)),
      });
      if (kept.length < keptEvents) kept.push(event);
      else dropped += 1;
      try {
        const recording: unknown = journal.recordEvent(runId, event);
        if (recording !== undefined) Promise.resolve(recording).catch(noteJournalError);
      } catch (error) {
        noteJournalError(error);
      }
      pass(event);
    },
    async drain() {
      if (busy === null) return;
      let cancel: () => void = () => undefined;
      const late = new Promise<"late">((resolve) => {
        cancel = host.setTimer(drainMs, () => resolve("late"));
      });
      const outcome = await Promise.race([settled(() => busy), late]);
      cancel();
      if (outcome === "late")
        noteSinkError(
          new IdleError("Timeout", `The event sink had not taken every event ${drainMs / 1000} s after the run's end.`),
        );
    },
    dropped: () => dropped,
    // By now the secrets are known that were not when it was thrown.
    sinkError: () => sinkErrors.map(redactor.error)[0] ?? null,
    journalError: () => journalError,
  };
}

/** Plug-ins hand in what they like, and an object can become the text that stands for what cannot be read. */
export function asObject(value: JsonValue): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : { value };
}

/** Null when the sink is done already. Never rejects. */
function write(sink: EventSink, event: IdleEvent, onError: (error: unknown) => void): Promise<void> | null {
  try {
    const writing = sink.writeEvent(event);
    if (typeof (writing as Promise<void> | undefined)?.then !== "function") return null;
    return Promise.resolve(writing).then(undefined, onError);
  } catch (error) {
    onError(error);
    return null;
  }
}

async function settled(busy: () => Promise<void> | null): Promise<"settled"> {
  for (let work = busy(); work !== null; work = busy()) await work;
  return "settled";
}
