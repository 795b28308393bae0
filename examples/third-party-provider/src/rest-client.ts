/**
 * One request to the system and its answer. Whatever goes wrong leaves as an IdleError: nothing above this file knows
 * HTTP. It does not retry; the engine does.
 */
import { type CredentialSession, IdleError } from "@idle/contract";
import { responseError } from "./response-error.ts";

/** What the engine hands to every method of a provider. */
export interface Call {
  readonly session: CredentialSession;
  readonly signal: AbortSignal;
}

export interface RestRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base address, without a slash in front. */
  readonly path: string;
  readonly body?: unknown;
}

export interface RestClient {
  /** The answer to a GET as JSON; undefined for other methods, whose answer nobody needs. */
  send(request: RestRequest, call: Call): Promise<unknown>;
}

export interface RestClientOptions {
  /** What messages call the system. */
  readonly system: string;
  /** Ends in a slash. */
  readonly url: string;
  readonly timeoutSeconds: number;
  /** Handed in, so that tests can cut the line. */
  readonly fetch: typeof fetch;
}

export function createRestClient({ system, url, timeoutSeconds, fetch }: RestClientOptions): RestClient {
  return {
    async send({ method, path, body }, { session, signal }) {
      signal.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutSeconds * 1000);
      const password = session.password.reveal();
      const token = Buffer.from(`${session.userName}:${password}`, "utf8").toString("base64");
      const headers = {
        accept: "application/json",
        authorization: `Basic ${token}`,
        "content-type": "application/json",
      };
      let response: Response;
      let text: string;
      try {
        response = await fetch(new URL(path, url), {
          method,
          headers,
          // A redirect would take the account to another host, and make a GET of a write.
          redirect: "manual",
          signal: AbortSignal.any([signal, limit]),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        text = await response.text();
      } catch (cause) {
        // The engine's own abort is no failure of the system.
        signal.throwIfAborted();
        throw noAnswer(system, timeoutSeconds, cause);
      }
      if (!response.ok)
        throw responseError({ response, text, system, isWrite: method !== "GET", secrets: [token, password] });
      return method === "GET" ? parse(text, system) : undefined;
    },
  };
}

/** Faults that may be gone the next time; a certificate that is not trusted, or a name nobody knows, will not be. */
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** With both codes a write may have taken effect: the engine then looks before it tries again. */
function noAnswer(system: string, timeoutSeconds: number, cause: unknown): IdleError {
  if (cause instanceof Error && cause.name === "TimeoutError") {
    return new IdleError("Timeout", `${system} did not answer within ${timeoutSeconds} s.`, { transient: true, cause });
  }
  const code = (cause as { readonly cause?: { readonly code?: unknown } }).cause?.code;
  const transient = typeof code === "string" && passing.has(code);
  return new IdleError("ConnectionFailed", `The connection to ${system} failed.`, { transient, cause });
}

function parse(text: string, system: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IdleError(
      "RemoteExecutionFailed",
      `${system} answered with something that is no JSON. Is the url right?`,
    );
  }
}

/**
 * A value as one segment of a path; null for what cannot be one. An address takes "." and ".." for steps in the path,
 * encoded or not.
 */
export function pathSegment(value: string): string | null {
  if (value === "" || value === "." || value === ".." || !value.isWellFormed()) return null;
  return encodeURIComponent(value);
}
