/** What a script threw, for whoever looks for the cause: as it is when it holds no secret, else made anew without it. */
import { IdleError, isIdleError } from "@idle/contract";
import type { Redactor } from "@idle/core";
import { guarded, isJsonObject } from "./guarded.ts";

const mostCauses = 5;

export function thrownWithoutSecrets(thrown: unknown, redactor: Redactor, causes = mostCauses): unknown {
  if (typeof thrown === "string") return redactor.text(thrown);
  if (typeof thrown === "bigint" || typeof thrown === "symbol" || typeof thrown === "number") {
    return redactor.text(String(thrown)) === String(thrown) ? thrown : redactor.text(String(thrown));
  }
  if (typeof thrown === "function") return redactor.data(thrown);
  if (typeof thrown !== "object" || thrown === null) return thrown;
  if (isClean(thrown, redactor, causes)) return thrown;
  if (!(isIdleError(thrown) || looksLikeError(thrown))) return redactor.data(thrown);
  return remade(thrown, redactor, causes);
}

/** An error of the host itself, whose words may repeat those of an answer. */
export function hostErrorWithoutSecrets(error: unknown, redactor: Redactor): unknown {
  if (!isIdleError(error) || redactor.text(error.message) === error.message) return error;
  return thrownWithoutSecrets(error, redactor);
}

function isClean(thrown: object, redactor: Redactor, causes: number): boolean {
  const isSame = (text: unknown) => typeof text !== "string" || redactor.text(text) === text;
  try {
    const { name, message, stack } = thrown as Error;
    if (![name, message, stack].every(isSame)) return false;
    if (stack !== undefined && typeof stack !== "string") return false;
    for (const key of Reflect.ownKeys(thrown)) {
      if (key === "stack") continue;
      const property = Reflect.getOwnPropertyDescriptor(thrown, key);
      // A getter may say something else the next time.
      if (property === undefined || !("value" in property)) return false;
      const held: unknown = property.value;
      if (key === "details" && isIdleError(thrown)) {
        if (JSON.stringify(redactor.data(held)) !== JSON.stringify(held ?? null)) return false;
      } else if (key === "cause") {
        const isKnown = causes > 0 && thrownWithoutSecrets(held, redactor, causes - 1) === held;
        if (!isKnown) return false;
      } else if ((typeof held === "object" && held !== null) || typeof held === "function") {
        // Libraries hang requests and responses onto their errors: too much to be looked through.
        return false;
      } else if (!isSame(typeof held === "number" || typeof held === "bigint" ? String(held) : held)) {
        return false;
      }
      if (!isSame(typeof key === "symbol" ? key.description : key)) return false;
    }
    return true;
  } catch {
    // What cannot be looked at does not leave.
    return false;
  }
}

function looksLikeError(thrown: object): boolean {
  try {
    return thrown instanceof Error || typeof (thrown as { message?: unknown }).message === "string";
  } catch {
    return true;
  }
}

function remade(thrown: object, redactor: Redactor, causes: number): Error {
  const text = (key: "name" | "message" | "stack" | "code") => {
    const held = guarded(() => Reflect.get(thrown, key));
    return typeof held === "string" ? redactor.text(held) : undefined;
  };
  const inner = guarded(() => Reflect.get(thrown, "cause"));
  const cause = inner === undefined || causes === 0 ? undefined : thrownWithoutSecrets(inner, redactor, causes - 1);
  const stack = text("stack");
  const message = text("message") ?? "an error that cannot be shown";
  if (isIdleError(thrown)) {
    const details = guarded(() => redactor.data(thrown.details));
    const retryAfterMs = guarded(() => thrown.retryAfterMs);
    const error = new IdleError(thrown.code, message, {
      transient: guarded(() => thrown.transient) === true,
      ...(isJsonObject(details) && { details }),
      ...(typeof retryAfterMs === "number" && { retryAfterMs }),
      ...(cause !== undefined && { cause }),
    });
    return withStack(error, stack);
  }
  const error = new Error(message, cause === undefined ? {} : { cause });
  const code = text("code");
  return withStack(Object.assign(error, { name: text("name") ?? "Error", ...(code !== undefined && { code }) }), stack);
}

/** The script's own frames, and not those of this module. */
function withStack<E extends Error>(error: E, stack: string | undefined): E {
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
  return error;
}
