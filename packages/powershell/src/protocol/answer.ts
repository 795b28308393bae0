/** The frames of one request in, what the far end answered out. */
import { StringDecoder } from "node:string_decoder";
import { ClixmlError, createClixmlReader } from "../clixml/read-clixml.ts";
import { type Frame, ProtocolError } from "./frame-reader.ts";

export interface AnswerLimits {
  /** Characters of CLIXML, of all documents together. */
  readonly maxCharacters: number;
  /** Values, of all documents together and with shared ones counted each time. */
  readonly maxValues: number;
}

/** `Closed`: the remote session was not there, and nothing was run. */
type AnswerStatus = "Done" | "Failed" | "Stopped" | "Closed";

export interface Answer {
  readonly status: AnswerStatus;
  readonly items: readonly unknown[];
  /** What each error record says, as data; the far end's word. */
  readonly errors: readonly unknown[];
  readonly warnings: readonly string[];
}

export interface AnswerCollector {
  /** Gives the answer when the frame ends it, else null. Throws ProtocolError, and AnswerTooLarge. */
  take(frame: Frame): Answer | null;
}

export class AnswerTooLarge extends Error {
  override readonly name = "AnswerTooLarge";
}

const statuses: Readonly<Record<string, AnswerStatus>> = {
  done: "Done",
  failed: "Failed",
  stopped: "Stopped",
  closed: "Closed",
};
const mostErrors = 100;
const mostWarnings = 100;
const longestWarning = 32 * 1024;

export function createAnswerCollector({ maxCharacters, maxValues }: AnswerLimits): AnswerCollector {
  const items: unknown[] = [];
  const errors: unknown[] = [];
  const warnings: string[] = [];
  let characters = 0;
  let values = 0;
  let walked = 0;
  let document: { readonly decoder: StringDecoder; readonly reader: ReturnType<typeof createClixmlReader> } | null =
    null;

  const write = (payload: string): NonNullable<typeof document> => {
    document ??= {
      decoder: new StringDecoder("utf8"),
      reader: createClixmlReader({
        maxCharacters: Math.max(0, maxCharacters - walked),
        maxValues: Math.max(0, maxValues - values),
      }),
    };
    characters += payload.length;
    // Base64 makes four characters of three.
    if (characters * 0.75 > maxCharacters) throw new AnswerTooLarge("The answer is too large.");
    document.reader.write(document.decoder.write(Buffer.from(payload, "base64")));
    return document;
  };
  const finish = (payload: string): unknown => {
    const { reader, decoder } = write(payload);
    document = null;
    reader.write(decoder.end());
    const value = reader.end();
    values += reader.size();
    walked += reader.characters();
    return value;
  };
  const takeFrame = ({ kind, payload }: Frame): Answer | null => {
    switch (kind) {
      case "part":
        write(payload);
        return null;
      case "item":
        items.push(finish(payload));
        return null;
      case "items": {
        const list = finish(payload);
        if (!Array.isArray(list)) throw new ProtocolError("It sent items that are no list.");
        for (const item of list) items.push(item);
        return null;
      }
      case "error":
        if (errors.length >= mostErrors) throw new ProtocolError("It sent too many errors.");
        errors.push(finish(payload));
        return null;
      case "warning":
        if (warnings.length < mostWarnings) {
          warnings.push(Buffer.from(payload.slice(0, longestWarning), "base64").toString("utf8"));
        }
        return null;
      default:
        throw new ProtocolError("It sent a frame of an unknown kind.");
    }
  };
  return {
    take(frame) {
      if (frame.kind === "end") {
        const status = Object.hasOwn(statuses, frame.payload) ? statuses[frame.payload] : undefined;
        if (status === undefined || document !== null) throw new ProtocolError("It ended an answer in the middle.");
        return { status, items, errors, warnings };
      }
      try {
        return takeFrame(frame);
      } catch (error) {
        if (!(error instanceof ClixmlError)) throw error;
        if (error.isLimit) throw new AnswerTooLarge("The answer is too large.");
        throw new ProtocolError("It sent a value that is no CLIXML.");
      }
    },
  };
}
