/** Names and sentences of others, escaped; on a terminal as much of them as people read, elsewhere all. */
import type { JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { Style } from "./style.ts";
import { cutText, showName, showValue } from "./value.ts";

/** A terminal shows at most so much of one name; whoever needs all of it has the pipe. */
const longestNameInLines = 1.5;
/** And at most so many lines of a sentence that somebody else wrote. */
const longestTextInLines = 8;

type Width = Pick<Style, "width">;

/** A name of a user's or a plug-in's, escaped; on a terminal its beginning when it is long. */
export function nameText(text: string, { width }: Width): string {
  return cutText(escapeText(text), width === null ? Number.POSITIVE_INFINITY : Math.floor(width * longestNameInLines));
}

/** A message or a description, likewise. */
export function messageText(text: string, { width }: Width): string {
  return cutText(escapeText(text), width === null ? Number.POSITIVE_INFINITY : width * longestTextInLines);
}

/** The name of an attribute or key: as it is when it is a plain one, else quoted; on a terminal its beginning. */
export function labelText(name: string, { width }: Width): string {
  return cutText(showName(name), width === null ? Number.POSITIVE_INFINITY : Math.floor(width * longestNameInLines));
}

/** A value in one line of facts: on a terminal its beginning. */
export function factText(value: JsonValue, { width }: Width): string {
  return cutText(showValue(value), width === null ? Number.POSITIVE_INFINITY : width * 2);
}
