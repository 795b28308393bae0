/** What an answer other than 2xx means to the engine. */
import { IdleError, type IdleErrorCode } from "@idle/contract";

export interface FailedResponse {
  readonly response: Response;
  /** Its body. */
  readonly text: string;
  readonly system: string;
  readonly isWrite: boolean;
  /** What no error may show, even where the system repeats it. */
  readonly secrets: readonly string[];
}

export function responseError({ response, text, system, isWrite, secrets }: FailedResponse): IdleError {
  const { status } = response;
  const own = wordsOf(text);
  const [code, what, transient] = meaningOf(status, own !== null, isWrite);
  const retryAfterMs = transient ? readRetryAfter(response.headers) : undefined;
  return new IdleError(code, `${system} ${what} (HTTP ${status}).`, {
    transient,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(own === null || own === "" ? {} : { cause: new Error(hide(own, secrets)) }),
  });
}

type Meaning = readonly [code: IdleErrorCode, what: string, transient: boolean];

function meaningOf(status: number, isOwnAnswer: boolean, isWrite: boolean): Meaning {
  if (status >= 300 && status < 400)
    return ["RemoteExecutionFailed", "sends us elsewhere; correct the option url", false];
  switch (status) {
    case 400:
    case 422:
      return ["InvalidInput", "refuses a value", false];
    case 401:
      return ["PermissionDenied", "does not accept the session's account", false];
    case 403:
      return ["PermissionDenied", "does not let the session's account do this", false];
    case 404:
      // Only the system itself can say that somebody is not there; a proxy's page says that the address is wrong.
      return isOwnAnswer
        ? ["NotFound", "does not have it", false]
        : ["RemoteExecutionFailed", "is not there; is the url right?", false];
    case 409:
      return ["AlreadyExists", "has it already", false];
    case 405:
    case 501:
      return ["Unsupported", "cannot do this", false];
    case 423:
      return ["Busy", "has it locked", true];
    case 429:
      return ["Throttled", "asks to slow down", true];
    case 503:
      return ["Busy", "is busy", true];
  }
  const isGateway = status === 408 || status === 502 || status === 504;
  // It may have done a write before it failed. ConnectionFailed says so, and the engine looks.
  if (isWrite && (status >= 500 || isGateway)) return ["ConnectionFailed", "failed on the way", isGateway];
  return ["RemoteExecutionFailed", "failed", isGateway];
}

/** The message the system gives; null when the body is not the system's own JSON. */
function wordsOf(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return null;
    const { message } = body as { readonly message?: unknown };
    return typeof message === "string" ? message.slice(0, 500) : "";
  } catch {
    return null;
  }
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== "")
    .reduce((shown, secret) => shown.replaceAll(secret, "[REDACTED]"), text);
}

/** Seconds, or a date, which is compared with the system's own clock. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const milliseconds = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
