import { escapeText } from "@idle/core";
import { pino } from "pino";
import type { LogLevel } from "./log-level.ts";

/** What the command tells about itself on standard error when it is asked to. Nothing secret: what it gets is redacted. */
export interface Log {
  readonly isOn: boolean;
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
}

/** Lines of JSON, or on a terminal lines for people. Written at once, so that none is lost at the end. */
export async function createLog(level: LogLevel, isTerminal: boolean, colour: boolean): Promise<Log> {
  const logger = pino({ level }, isTerminal ? await prettyStream(colour) : pino.destination({ dest: 2, sync: true }));
  return {
    isOn: level !== "silent",
    debug: (data, message) => logger.debug(escapeTexts(data), escapeText(message)),
    info: (data, message) => logger.info(escapeTexts(data), escapeText(message)),
  };
}

/** The library escapes what JSON wants escaped, which is less than what a terminal acts on. */
function escapeTexts(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === "string" ? escapeText(value) : value]),
  );
}

async function prettyStream(colour: boolean) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ colorize: colour, destination: 2, sync: true, ignore: "pid,hostname", singleLine: true });
}
