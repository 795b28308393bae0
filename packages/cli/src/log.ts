import type { JsonValue } from "@idle/contract";
import { escapeText, type Redactor, secretNames } from "@idle/core";
import { type DestinationStream, pino } from "pino";
import type { LogLevel } from "./log-level.ts";

/** What the command tells about itself on standard error when it is asked to. */
export interface Log {
  readonly isOn: boolean;
  readonly isDebugOn: boolean;
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** Every message and field goes through it, errors and what is nested included. */
  readonly redactor: Redactor;
  /** In place of standard error. */
  readonly destination?: DestinationStream;
}

/** Lines of JSON, or on a terminal lines for people. Written at once, so that none is lost at the end. */
export async function createLog({ level, isTerminal, colour, redactor, destination }: LogOptions): Promise<Log> {
  const stream = destination ?? (isTerminal ? await prettyStream(colour) : pino.destination({ dest: 2, sync: true }));
  // A second net only: it knows some depths of fields, and nothing of values and messages.
  const redact = { paths: secretPaths(), censor: "[REDACTED]" };
  const logger = pino({ level, redact }, stream);
  const fields = (data: object) => escapeTexts(redactor.data(data));
  const words = (message: string) => escapeText(redactor.text(message));
  return {
    isOn: level !== "silent",
    isDebugOn: level === "debug" || level === "trace",
    debug: (data, message) => logger.debug(fields(data), words(message)),
    info: (data, message) => logger.info(fields(data), words(message)),
  };
}

function secretPaths(): string[] {
  const names = new Set(secretNames.flatMap((name) => [name, name.toLowerCase()]));
  return [...names].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
}

/** The library escapes what JSON wants escaped, which is less than what a terminal acts on. */
function escapeTexts(value: JsonValue): JsonValue {
  if (typeof value === "string") return escapeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(escapeTexts);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [escapeText(key), escapeTexts(held)]));
}

async function prettyStream(colour: boolean) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ colorize: colour, destination: 2, sync: true, ignore: "pid,hostname", singleLine: true });
}
