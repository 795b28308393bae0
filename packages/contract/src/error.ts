import type { IdleErrorCode } from "./error-codes.ts";
import type { JsonObject } from "./json.ts";

const brand = Symbol.for("@idle/contract/IdleError");

export interface IdleErrorOptions {
  /** Data for hosts and tools. Never a secret. */
  readonly details?: JsonObject;
  /** True when the same call may succeed later without anybody changing anything. Default false. A transient `cause` makes the error transient, too. */
  readonly transient?: boolean;
  /** How long the target system asked to wait, in milliseconds; ignored unless finite and not negative. */
  readonly retryAfterMs?: number;
  /** What the target system or library said. */
  readonly cause?: unknown;
}

/** The one error class: a stable `code`, and a message that says what happened, where, and what to do. */
export class IdleError extends Error {
  override readonly name = "IdleError";
  readonly code: IdleErrorCode;
  readonly details: JsonObject | undefined;
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: IdleErrorCode, message: string, options: IdleErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.transient = options.transient === true;
    const { retryAfterMs } = options;
    this.retryAfterMs =
      retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs >= 0 ? retryAfterMs : undefined;
  }
}

Object.defineProperty(IdleError.prototype, brand, { value: true });

/** True for an `IdleError` of this or any other copy of the contract package; with `code`, only for one of that code. */
export function isIdleError(value: unknown, code?: IdleErrorCode): value is IdleError {
  if (typeof value !== "object" || value === null) return false;
  try {
    const candidate = value as { [brand]?: unknown; code?: unknown; message?: unknown };
    if (candidate[brand] !== true || typeof candidate.code !== "string" || typeof candidate.message !== "string")
      return false;
    return code === undefined || candidate.code === code;
  } catch {
    return false;
  }
}
