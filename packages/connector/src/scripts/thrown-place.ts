import { fileURLToPath } from "node:url";
import type { ScriptPlace } from "./script-failure.ts";

/** A stack is as long as whoever made it wants. */
const longest = 64 * 1024;
const ownFolder = fileURLToPath(new URL("../", import.meta.url));
/** `    at name (place:1:2)` and `    at place:1:2`, as V8 writes them. */
const frame = /^ {4}at (?:.*?\()?((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^()]*):(\d+):(\d+)\)?$/;

/** Where an error was thrown: the first frame outside this package. Null where that cannot be told. */
export function placeOfThrown(thrown: unknown): ScriptPlace | null {
  try {
    if (typeof thrown !== "object" || thrown === null) return null;
    const { stack, message } = thrown as { readonly stack?: unknown; readonly message?: unknown };
    if (typeof stack !== "string") return null;
    // A message may look like a frame.
    const head = typeof message === "string" ? stack.indexOf(message) : -1;
    const frames = head < 0 ? stack : stack.slice(head + String(message).length);
    for (const line of frames.slice(0, longest).split("\n")) {
      const [, place, row, column] = frame.exec(line) ?? [];
      if (place === undefined) continue;
      const file = place.startsWith("file:") ? fileURLToPath(place.split("?")[0] ?? place) : place;
      if (!file.startsWith(ownFolder)) return { file, line: Number(row), column: Number(column) };
    }
    return null;
  } catch {
    // Somebody else's getter, or a place that is no file.
    return null;
  }
}
