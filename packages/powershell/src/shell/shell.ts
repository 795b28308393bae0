/**
 * One PowerShell that was started somewhere, from its first line to its end. Requests go in, one at a time, answers come
 * out. A request that is given up is stopped over there; a shell that does not stop, or that breaks the protocol, is ended.
 */
import { randomBytes } from "node:crypto";
import { IdleError } from "@idle/contract";
import {
  type Answer,
  type AnswerCollector,
  type AnswerLimits,
  AnswerTooLarge,
  createAnswerCollector,
} from "../protocol/answer.ts";
import { createFrameReader, type Frame, ProtocolError } from "../protocol/frame-reader.ts";
import { type RequestPlace, requestLines } from "../protocol/request-lines.ts";
import { firstBoundary, startLine } from "../protocol/start-line.ts";
import { type Channel, lastWordsMs } from "./channel.ts";
import { createErrorTail } from "./error-tail.ts";
import type { PowerShellHost } from "./host.ts";

export interface ShellOptions extends AnswerLimits {
  /** What messages call it, such as `pwsh` or `pwsh on sync01`. */
  readonly name: string;
  readonly startTimeoutMs: number;
  /** How long a command that was given up has to stop before its shell is ended. */
  readonly stopGraceMs: number;
}

export interface RequestOptions {
  /** What the request is, for messages: a command's name. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Default `local`. */
  readonly place?: RequestPlace;
  readonly signal?: AbortSignal | undefined;
}

/** A request on its way. */
export interface Exchange {
  /**
   * Rejects with the signal's reason at once when it aborts; with Timeout, ConnectionFailed or RemoteExecutionFailed
   * otherwise. `what` was sent at most once.
   */
  readonly answer: Promise<Answer>;
  /** Resolves when the shell takes the next request, or is of no use any more. */
  readonly over: Promise<void>;
}

export interface Shell {
  readonly isUsable: boolean;
  /** One request at a time: the one before must be over. */
  request(document: string, options: RequestOptions): Exchange;
  /** Lets it go: what still runs is ended. Resolves when the shell is gone. */
  close(): Promise<void>;
}

interface Pending {
  readonly id: number;
  readonly what: string;
  readonly collector: AnswerCollector;
  settle(outcome: Answer | Error): void;
  over(): void;
}

/** Rejects with ConnectionFailed, RemoteExecutionFailed or Timeout when it does not come up, and with the signal's reason. */
export async function startShell(
  channel: Channel,
  options: ShellOptions,
  host: Pick<PowerShellHost, "setTimer">,
  signal: AbortSignal,
): Promise<Shell> {
  const { name } = options;
  const boundary = randomBytes(24).toString("base64url");
  const complaints = createErrorTail(channel.others);
  const started = Promise.withResolvers<void>();
  let pending: Pending | null = null;
  let hasStarted = false;
  let isUsable = true;
  let isClosing = false;
  let requests = 0;

  const reader = createFrameReader(firstBoundary, (frame) => (hasStarted ? take(frame) : takeStart(frame)));
  const takeStart = ({ kind, id, payload }: Frame): void => {
    if (kind === "ready" && id !== 1) throw new ProtocolError("It speaks another version of it.");
    if (kind === "language") throw new IdleError("RemoteExecutionFailed", languageMessage(name, payload));
    if (kind === "ready") {
      reader.expect(boundary);
      channel.input.write(`${boundary}\n`);
    } else if (kind === "hello") {
      hasStarted = true;
      started.resolve();
    } else if (kind !== "part") throw new ProtocolError("It did not begin as it should.");
  };
  const take = (frame: Frame): void => {
    // What belongs to a request that was given up long ago is let by.
    if (pending === null || frame.id !== pending.id) return;
    const answer = pending.collector.take(frame);
    if (answer === null) return;
    const ended = pending;
    pending = null;
    channel.hold(false);
    ended.settle(answer);
    ended.over();
  };
  /** Lets it close what it keeps open elsewhere, for as long as a command has to stop. */
  const farewell = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = host.setTimer(options.stopGraceMs, resolve);
    channel.hold(true);
    const collector = createAnswerCollector(options);
    pending = { id: 0, what: "bye", collector, settle: () => resolve(), over: () => resolve() };
    channel.input.write("bye 0 \n");
    await promise;
    cancel();
    if (pending?.id === 0) pending = null;
  };
  /** The shell is of no use from here on; whoever waits is told why. */
  const breakDown = (error: IdleError): void => {
    isUsable = false;
    started.reject(error);
    pending?.settle(error);
    pending?.over();
    pending = null;
    channel.hold(false);
    void channel.kill();
  };
  // A far end that closes its end of the conversation says nothing any more, whether it lives or not.
  channel.output.once("end", () => {
    host.setTimer(lastWordsMs, () => {
      if (isUsable) breakDown(endedFailure(name, pending?.what ?? null, "it closed the conversation"));
    });
  });
  channel.output.on("data", (chunk: Uint8Array) => {
    if (!isUsable) return;
    try {
      reader.push(chunk);
    } catch (error) {
      breakDown(protocolFailure(error, name, pending?.what));
    }
  });
  void channel.ended.then((reason) => {
    if (!isUsable) return;
    breakDown(
      hasStarted ? endedFailure(name, pending?.what ?? null, reason) : notStarted(name, reason, complaints.text()),
    );
  });

  const onAbort = (): void => started.reject(signal.reason);
  const cancelTimer = host.setTimer(options.startTimeoutMs, () => {
    const message = `${name} did not start within ${options.startTimeoutMs / 1000} s.${quoted(complaints.text())}`;
    started.reject(new IdleError("Timeout", message, { transient: true }));
  });
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    channel.input.write(startLine);
    await started.promise;
  } catch (error) {
    isUsable = false;
    await channel.kill();
    throw error;
  } finally {
    cancelTimer();
    signal.removeEventListener("abort", onAbort);
  }
  channel.hold(false);

  return {
    get isUsable() {
      return isUsable;
    },
    request(document, { what, timeoutMs, place = "local", signal: abort }) {
      const answer = Promise.withResolvers<Answer>();
      const over = Promise.withResolvers<void>();
      if (isClosing) {
        const refusal = Promise.reject(
          new IdleError("ConnectionFailed", `${name} was closed before ${what} was sent.`),
        );
        refusal.catch(() => undefined);
        return { answer: refusal, over: Promise.resolve() };
      }
      requests += 1;
      const id = requests;
      let cancelTimeout: () => void = () => undefined;
      let cancelGrace: () => void = () => undefined;
      const giveUp = (reason: unknown): void => {
        cancelTimeout();
        abort?.removeEventListener("abort", onAbort);
        answer.reject(reason);
        if (pending?.id !== id) return;
        channel.input.write(`stop ${id}\n`);
        // Nobody waits for it any more. A host that ends now ends it, too.
        channel.hold(false);
        cancelGrace = host.setTimer(options.stopGraceMs, () => {
          breakDown(
            new IdleError("ConnectionFailed", `${name} did not stop ${what}, and was ended.`, { transient: true }),
          );
        });
      };
      const onAbort = (): void => giveUp(abort?.reason);
      pending = {
        id,
        what,
        collector: createAnswerCollector(options),
        settle(outcome) {
          cancelTimeout();
          abort?.removeEventListener("abort", onAbort);
          if (outcome instanceof Error) answer.reject(outcome);
          else answer.resolve(outcome);
        },
        over() {
          cancelGrace();
          over.resolve();
        },
      };
      channel.hold(true);
      reader.forgetNoise();
      for (const line of requestLines(id, place, document)) channel.input.write(line);
      cancelTimeout = host.setTimer(timeoutMs, () => giveUp(timeoutFailure(what, timeoutMs)));
      abort?.addEventListener("abort", onAbort, { once: true });
      if (abort?.aborted === true) onAbort();
      // A rejection that comes before anybody listens is still told to whoever does.
      answer.promise.catch(() => undefined);
      return { answer: answer.promise, over: over.promise };
    },
    async close() {
      isClosing = true;
      if (isUsable && pending === null) await farewell();
      if (isUsable) breakDown(new IdleError("ConnectionFailed", `${name} was closed.`));
      await channel.kill();
    },
  };
}

function languageMessage(name: string, mode: string): string {
  const where = "The session needs FullLanguage there, or remoting to a JEA endpoint from a PowerShell that has it";
  return `${name} runs in the language mode ${mode.slice(0, 40)}, in which scripts may not do what the session must. ${where}.`;
}

function protocolFailure(error: unknown, name: string, what: string | undefined): IdleError {
  const doing = what === undefined ? "" : ` while it ran ${what}`;
  if (error instanceof IdleError) return error;
  if (error instanceof AnswerTooLarge) {
    const message = `The answer of ${what ?? name} is larger than the session allows (maxResultMiB), or has too many values. Ask for less.`;
    return new IdleError("RemoteExecutionFailed", message);
  }
  const why = error instanceof ProtocolError ? error.message : "Its output could not be read.";
  return new IdleError("ConnectionFailed", `${name} broke the protocol${doing}, and was ended. ${why}`, {
    cause: error,
    transient: true,
  });
}

/** A program that ends by itself will do so again; a connection that broke may not. */
function notStarted(name: string, reason: string | null, complaints: string): IdleError {
  const isExit = reason?.startsWith("exit code") === true;
  const mode = /idle-shell language 1 (\w{1,40}) /.exec(complaints)?.[1];
  if (mode !== undefined) return new IdleError("RemoteExecutionFailed", languageMessage(name, mode));
  return new IdleError(
    isExit ? "RemoteExecutionFailed" : "ConnectionFailed",
    `${name} ended before it was ready${reason === null ? "" : ` (${reason})`}.${quoted(complaints)}`,
    { transient: !isExit },
  );
}

function endedFailure(name: string, what: string | null, reason: string | null): IdleError {
  const how = reason === null ? "" : ` (${reason})`;
  const during = what === null ? "" : ` while it ran ${what}; whether that took effect is not known`;
  return new IdleError("ConnectionFailed", `${name} has ended${how}${during}.`, {
    transient: true,
  });
}

function timeoutFailure(what: string, timeoutMs: number): IdleError {
  const message = `${what} was not answered within ${timeoutMs / 1000} s (timeoutSeconds); whether it took effect is not known.`;
  return new IdleError("Timeout", message, { transient: true });
}

function quoted(text: string): string {
  return text === "" ? "" : ` It wrote: ${text}`;
}
