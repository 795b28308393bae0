/** What keeps a connection from being made or breaks it, in words. */
import { IdleError, isIdleError } from "@idle/contract";
import type { Settings } from "../options/read-options.ts";
import { diagnosticOf, resultCodeOf } from "./result-codes.ts";

/** `ConnectionFailed`, transient where another try may succeed without anybody changing anything. */
export function connectionFailure(error: unknown, settings: Settings): IdleError {
  if (isIdleError(error)) return error;
  const where = addressOf(settings);
  const { code, words, isTransient } = explain(error, settings);
  return new IdleError("ConnectionFailed", `${where} could not be reached: ${words}`, {
    details: { server: where, ...(code === "" ? {} : { systemCode: code }) },
    transient: isTransient,
    cause: error,
  });
}

export function addressOf({ server, transport }: Settings): string {
  const host = server.host.includes(":") ? `[${server.host}]` : server.host;
  return `${transport === "ldaps" ? "ldaps" : "ldap"}://${host}:${server.port}`;
}

function explain(error: unknown, settings: Settings) {
  if (resultCodeOf(error) !== null) {
    return {
      code: "",
      words: `it does not take StartTLS. The server says: ${diagnosticOf(error)}`,
      isTransient: false,
    };
  }
  const { code = "", message = "" } = error as { readonly code?: unknown; readonly message?: unknown };
  const isCut = typeof message === "string" && /^(?:Socket error|Connection closed)/.test(message);
  const name = typeof code === "string" && code !== "" ? code : isCut ? "ECONNRESET" : "";
  const { serverName, server, transport } = settings;
  const expected = serverName ?? server.host;
  const words: Readonly<Record<string, readonly [string, boolean]>> = {
    ECONNREFUSED: ["nothing listens there. Check host and port, and whether the server is up.", true],
    ECONNRESET: [
      "the connection was cut while it was made. A port for TLS wants ldaps://, the other one ldap://.",
      true,
    ],
    EPIPE: ["the connection was cut while it was made.", true],
    ETIMEDOUT: ["there was no answer in time. Check the network, firewalls between, and connectTimeoutSeconds.", true],
    EHOSTUNREACH: ["there is no way to that host from here.", true],
    ENETUNREACH: ["there is no way to that network from here.", true],
    ENOTFOUND: [`the name ${server.host} is not known. Correct url.`, false],
    EAI_AGAIN: [`the name ${server.host} could not be looked up.`, true],
    CERT_HAS_EXPIRED: ["its certificate has expired. It has to be renewed there.", false],
    CERT_NOT_YET_VALID: ["its certificate is not valid yet. Check the clocks.", false],
    CERT_REVOKED: ["its certificate was revoked.", false],
    DEPTH_ZERO_SELF_SIGNED_CERT: [untrusted, false],
    SELF_SIGNED_CERT_IN_CHAIN: [untrusted, false],
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: [untrusted, false],
    UNABLE_TO_GET_ISSUER_CERT: [untrusted, false],
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [untrusted, false],
    CERT_SIGNATURE_FAILURE: [untrusted, false],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      `its certificate is for another name than ${expected}. Connect to a name that it has, or give that name as serverName.`,
      false,
    ],
  };
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  if (known !== undefined) return { code: name, words: known[0], isTransient: known[1] };
  if (/^(ERR_SSL|EPROTO|ERR_TLS)/.test(name)) {
    const hint = transport === "ldaps" ? "Does it speak TLS on that port?" : "Does it take StartTLS?";
    return { code: name, words: `TLS could not be agreed on. ${hint}`, isTransient: false };
  }
  const said = typeof message === "string" ? message : "";
  return { code: name, words: said === "" ? "the connection could not be made." : said, isTransient: true };
}

const untrusted =
  "its certificate comes from an authority that is not trusted here. Give the authority's certificate as caFile.";
