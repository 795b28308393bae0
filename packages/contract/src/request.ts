import type { JsonObject } from "./json.ts";

/** A lifecycle request, normalised: what happened to whom, and what is wanted. Frozen; every group is there. */
export interface Request {
  /** Joiner, Mover, Leaver, or any name the host uses. */
  readonly lifecycleEvent: string;
  readonly correlationId: string;
  readonly actor: string | null;
  readonly identityKeys: JsonObject;
  readonly intent: JsonObject;
  readonly context: JsonObject;
}

/** A request as a host hands it in. A `Date` becomes ISO-8601 text; functions, symbols, class instances and cycles are refused. */
export interface RequestInput {
  readonly lifecycleEvent: string;
  readonly correlationId?: string | null;
  readonly actor?: string | null;
  readonly identityKeys?: object | null;
  readonly intent?: object | null;
  readonly context?: object | null;
}
