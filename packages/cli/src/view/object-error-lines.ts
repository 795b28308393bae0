import type { ObjectError } from "@idle/connector";
import type { Line } from "./lay-out.ts";
import { messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** `error ExportErrorInvalidDN user CN=Jane: …`: what went wrong with one object. */
export function objectErrorLine({ code, object, objectType, message }: ObjectError, style: Style): Line {
  const type = objectType === null ? "" : `${nameText(objectType, style)} `;
  const head = { text: `error ${nameText(code, style)} `, paint: style.red };
  return { indent: 0, pieces: [head, `${type}${nameText(object, style)}: ${messageText(message, style)}`] };
}

/** People act on some of them; the rest is asked for. */
const most = 20;

/** The first of them, and how many more there are. `howMore` is the command that shows them. */
export function objectErrorLines(errors: readonly ObjectError[], howMore: string, style: Style): Line[] {
  const lines = errors.slice(0, most).map((error) => objectErrorLine(error, style));
  const more = errors.length - most;
  if (more <= 0) return lines;
  const text = `… and ${more.toLocaleString("en-US")} more: ${howMore}`;
  return [...lines, { indent: 0, pieces: [{ text, paint: style.dim }] }];
}
