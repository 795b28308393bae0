import { quote } from "../diagnostics/quote.ts";

/** The segments of a dot-separated path, at least one. */
export type Path = readonly string[];

const plainPath = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
/** One segment, as the text of a regular expression with the flag `u`. */
export const pathSegment = "[\\p{L}\\p{M}\\p{Nd}_-]+";
const segmentPattern = new RegExp(`^${pathSegment}$`, "u");

/**
 * Reads a path: dot-separated segments of letters, digits, `_` and `-`. The grammar alone; whether it may stand where it
 * stands is `checkPathUse`'s to say. The reason is a clause without a full stop.
 */
export function parsePath(text: string): { readonly path: Path } | { readonly reason: string } {
  const path = text.split(".");
  if (plainPath.test(text)) return { path };
  const wrong = path.find((segment) => !segmentPattern.test(segment));
  return wrong === undefined ? { path } : { reason: reasonFor(text, wrong) };
}

function reasonFor(text: string, segment: string): string {
  if (text.trim() === "") return "the path is empty";
  if (segment === "") return `the path ${quote(text)} has a dot with no segment beside it`;
  if (/\s/u.test(segment)) return `the path ${quote(text)} has a blank in it; a key with a blank cannot be addressed`;
  if (/[[\]]/u.test(segment)) return `the path ${quote(text)} has a bracket in it; there is no indexing`;
  return `${quote(text)} is no path; write segments of letters, digits, _ and -, joined by dots`;
}
