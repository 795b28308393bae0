import type { ConnectorCredential } from "../model/parameters.ts";

/** Whose call it is, and until when. */
export interface Call {
  /** That of the session; undefined where there is none, and the definition's counts. */
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
}

/** As the connector takes them. */
export function callOptions({ credential, signal }: Call): { credential?: ConnectorCredential; signal: AbortSignal } {
  return { ...(credential !== undefined && { credential }), signal };
}
