/** What an error's causes said, one after the other, for who reads one line: `fetch failed: connect ECONNREFUSED …`. */
import { messageOf } from "./error-data.ts";

const mostCauses = 5;

/** Empty where there is no cause, or none that says more than `said`. Never throws. Not cut: a secret cut in two would not be found. */
export function causesInWords(cause: unknown, said: string): string {
  const parts: string[] = [];
  let link = cause;
  for (let depth = 0; depth < mostCauses && link !== undefined && link !== null; depth += 1) {
    const text = messageOf(link);
    if (![said, ...parts].some((known) => known.includes(text))) parts.push(text);
    link = innerCause(link);
  }
  return parts.join(": ");
}

/** Undefined when somebody else's getter throws. */
function innerCause(error: unknown): unknown {
  try {
    return typeof error === "object" && error !== null ? Reflect.get(error, "cause") : undefined;
  } catch {
    return undefined;
  }
}
