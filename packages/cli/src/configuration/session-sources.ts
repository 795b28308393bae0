import type { JsonObject, JsonValue, SessionType } from "@idle/contract";
import { isObject } from "../input/is-object.ts";
import type { SessionEntrySource } from "./configuration.ts";

/** The entries of a checked `authSessions`. `liveAt` gives the original of an entry that has a live session. */
export function sessionSources(
  authSessions: JsonValue | undefined,
  liveAt: (index: number) => Readonly<Record<string, unknown>> | null = () => null,
): readonly SessionEntrySource[] {
  if (!Array.isArray(authSessions)) return [];
  return authSessions.filter(isObject).map((entry: JsonObject, index): SessionEntrySource => {
    const { match, type } = entry;
    return {
      pointer: `/authSessions/${index}`,
      match: isObject(match) ? match : null,
      ...(type !== undefined && { type: type as SessionType }),
      origin: originOf(entry, liveAt(index)),
    };
  });
}

function originOf(
  { use, options, userName, password }: JsonObject,
  live: Readonly<Record<string, unknown>> | null,
): SessionEntrySource["origin"] {
  if (live !== null) return { kind: "live", session: live.session };
  if (typeof use === "string") return { kind: "plugin", use, options: isObject(options) ? options : {} };
  return { kind: "credential", userName: String(userName), password: String(password) };
}
