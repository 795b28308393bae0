/** Errors that leave the engine by being thrown: as they are when they hold no secret, else made anew without it. */
import { IdleError, isIdleError } from "@idle/contract";
import { isTransient, readRetryAfter } from "../providers/foreign-error.ts";
import { findSecrets, type Redactor } from "./redact.ts";

const mostCauses = 5;

/** The same error where nothing in its message, stack, details and causes is secret. */
export function errorWithoutSecrets(error: unknown, redactor: Redactor): unknown {
  return isClean(error, redactor, mostCauses) ? error : remade(error, redactor, mostCauses);
}

function isClean(error: unknown, redactor: Redactor, causes: number): boolean {
  if (typeof error === "string") return redactor.text(error) === error;
  if (typeof error !== "object" || error === null) return true;
  try {
    const { message, stack, name, cause } = error as Error;
    const { details, ...others } = { ...error } as { details?: unknown };
    if (findSecrets(redactor, { message, stack, name, details: isIdleError(error) ? details : null }).length > 0)
      return false;
    // Libraries hang requests, responses and sockets onto their errors: too much to be looked through.
    const isPlain = Object.values(isIdleError(error) ? others : { ...error, cause: null }).every(
      (held) => held === cause || typeof held !== "object" || held === null,
    );
    if (!isPlain || Array.isArray((error as AggregateError).errors)) return false;
    if (findSecrets(redactor, { ...others, cause: null }).length > 0) return false;
    return cause === undefined || (causes > 0 && isClean(cause, redactor, causes - 1));
  } catch {
    // Somebody else's getter throws. What cannot be looked at does not leave.
    return false;
  }
}

function remade(error: unknown, redactor: Redactor, causes: number): Error {
  const { message, details, cause } = redactor.error(error);
  const inner = guarded(() => (error as { cause?: unknown } | null)?.cause);
  const options =
    cause === undefined || causes === 0 || inner === undefined ? {} : { cause: remade(inner, redactor, causes - 1) };
  if (!isIdleError(error)) {
    const { name, message: own } = guarded(() => texts(error)) ?? {};
    return Object.assign(new Error(own === undefined ? message : redactor.text(own), options), {
      name: redactor.text(name ?? "Error"),
    });
  }
  const retryAfterMs = readRetryAfter(error);
  return new IdleError(error.code, message, {
    ...options,
    transient: isTransient(error),
    ...(details === undefined ? {} : { details }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function texts(error: unknown): { name?: string; message?: string } {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof message === "string" && message !== "" ? { message } : {}),
  };
}

function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
