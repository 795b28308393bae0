/** Whether the sessions that a step will ask for fit any of the broker's, as far as can be told without making one. */
import {
  type AuthSessionBroker,
  IdleError,
  isIdleError,
  type JsonObject,
  type JsonValue,
  type SessionRequirement,
} from "@idle/contract";
import { isObject } from "../data/value.ts";
import { createKeyRoles, isSecretReference } from "../events/secret-names.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { isDispensable } from "./session-source.ts";

export interface SessionNeeds {
  /** What the step's provider says of sessions; undefined where it takes none, or the step has no provider. */
  readonly requirement: SessionRequirement | undefined;
  /** Null for the default session. */
  readonly name: string | null;
  readonly options: JsonObject | null;
  readonly inputs: JsonObject | null;
}

/** What the engine adds to every call. */
export interface SessionAsker {
  readonly correlationId: string;
  readonly actor: string | null;
}

/** Throws SessionNotFound, SessionAmbiguous or SessionFailed; a broker that cannot tell is not asked. */
export function expectSessions(
  broker: AuthSessionBroker | null,
  { requirement, name, options, inputs }: SessionNeeds,
  { correlationId, actor }: SessionAsker,
): void {
  if (typeof broker?.expectAuthSession !== "function") return;
  const told = { purpose: "Execute", correlationId, actor };
  const asked: [string, JsonObject][] = sessionsNamedIn(inputs ?? {}).map((named) => [named, told]);
  if (requirement !== undefined) asked.unshift([name ?? "", { ...options, ...told }]);
  const canDoWithout = requirement !== undefined && isDispensable(requirement, name ?? "", options);
  for (const [session, all] of asked) {
    try {
      broker.expectAuthSession(session, all);
    } catch (error) {
      if (canDoWithout && session === "" && isIdleError(error, "SessionNotFound")) continue;
      const { code, message, details } = toIdleError(error, "The AuthSessionBroker cannot say which session fits");
      throw new IdleError(code === "UnexpectedError" ? "SessionFailed" : code, message, {
        cause: error,
        ...(details === undefined ? {} : { details }),
      });
    }
  }
}

const roleOf = createKeyRoles([]);

/** `{ secret: NAME }` under a secret's name: the step takes the password from that session. */
function sessionsNamedIn(value: JsonValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]: [string, JsonValue]) => {
    const isNamed = roleOf(key) === "secret" && isObject(held) && isSecretReference(held);
    return isNamed && typeof held.secret === "string" ? [held.secret] : sessionsNamedIn(held);
  });
}
