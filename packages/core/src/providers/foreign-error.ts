/** What plug-ins throw, brought to one class. The original stays as the cause; what it says about retrying is kept. */
import { IdleError, isIdleError } from "@idle/contract";
import { messageOf } from "../events/error-data.ts";

/** The error as it is when it is an IdleError, else an UnexpectedError that says where it came from. */
export function toIdleError(error: unknown, where: string): IdleError {
  if (isIdleError(error)) return error;
  const retryAfterMs = readRetryAfter(error);
  const advice =
    typeof error === "object" && error !== null
      ? ""
      : ". What was thrown is no error: its author must throw an IdleError";
  return new IdleError("UnexpectedError", `${where}: ${messageOf(error)}${advice}`, {
    cause: error,
    transient: isTransient(error),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Marked as transient, itself or by one of its causes. */
export function isTransient(error: unknown): boolean {
  return firstInChain(error, (link) => (link.transient === true ? true : undefined)) ?? false;
}

/** How long the target system asked to wait, in milliseconds. */
export function readRetryAfter(error: unknown): number | undefined {
  return firstInChain(error, ({ retryAfterMs }) =>
    typeof retryAfterMs === "number" && Number.isFinite(retryAfterMs) && retryAfterMs >= 0 ? retryAfterMs : undefined,
  );
}

function firstInChain<T>(
  error: unknown,
  read: (link: { transient?: unknown; retryAfterMs?: unknown }) => T | undefined,
): T | undefined {
  let link = error;
  for (let depth = 0; depth < 10 && typeof link === "object" && link !== null; depth += 1) {
    try {
      const found = read(link);
      if (found !== undefined) return found;
      link = (link as { cause?: unknown }).cause;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
