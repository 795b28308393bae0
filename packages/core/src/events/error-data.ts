/** Errors as data: an IdleError with its code and details, anything else under `UnexpectedError`. */
import { type ErrorData, isIdleError, type JsonObject, type JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";

type Cause = NonNullable<ErrorData["cause"]>;

const mostCauses = 5;
const unreadable = "an error that cannot be shown";

/** `text` and `copy` take the secrets out of what is said. */
export function describeError(
  error: unknown,
  text: (text: string) => string,
  copy: (value: unknown) => JsonValue,
): ErrorData {
  const isOurs = guarded(() => isIdleError(error)) ?? false;
  const cause = guarded(() => causeOf(error, text, mostCauses));
  return {
    code: text(isOurs && isIdleError(error) ? String(error.code) : "UnexpectedError"),
    message: text(isOurs ? messageOf(error) : foreignMessageOf(error)),
    ...(isOurs && isIdleError(error) ? detailsOf(error.details, copy) : {}),
    ...(guarded(() => property(error, "transient")) === true ? { transient: true } : {}),
    ...(cause === undefined ? {} : { cause }),
  };
}

function detailsOf(details: JsonObject | undefined, copy: (value: unknown) => JsonValue): { details?: JsonObject } {
  if (details === undefined) return {};
  const copied = copy(details);
  return isObject(copied) ? { details: copied } : { details: { value: copied } };
}

function causeOf(error: unknown, text: (text: string) => string, left: number): Cause | undefined {
  const cause = property(error, "cause");
  if (cause === undefined || cause === null || left === 0) return undefined;
  const further = causeOf(cause, text, left - 1);
  return {
    name: text(nameOf(cause) ?? typeof cause),
    message: text(messageOf(cause)),
    ...(further === undefined ? {} : { cause: further }),
  };
}

/** The class of a foreign error says what happened when the message alone does not: `TypeError: x is not a function`. */
function foreignMessageOf(error: unknown): string {
  const name = guarded(() => nameOf(error));
  const message = messageOf(error);
  return name === undefined || name === "Error" ? message : `${name}: ${message}`;
}

/** An AggregateError, as Node makes when a host has several addresses, has no message of its own. */
export function messageOf(error: unknown): string {
  return (
    guarded(() => {
      if (typeof error !== "object" || error === null) return String(error);
      const message = property(error, "message");
      if (typeof message === "string" && message !== "") return message;
      const inner = property(error, "errors");
      if (Array.isArray(inner) && inner.length > 0) return inner.slice(0, mostCauses).map(messageOf).join("; ");
      const code = property(error, "code");
      if (typeof code === "string" || typeof code === "number") return String(code);
      return nameOf(error) === undefined ? "something that is no Error was thrown" : "no message";
    }) ?? unreadable
  );
}

function nameOf(error: unknown): string | undefined {
  const name = property(error, "name");
  return typeof name === "string" && name !== "" ? name : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Undefined when somebody else's getter throws. */
function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
