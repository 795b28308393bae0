import type { JsonValue, SessionType } from "@idle/contract";
import { isObject } from "../input/is-object.ts";

/** What other tools, PowerShell first of all, call the types of sessions; in small letters. */
const otherNames: ReadonlyMap<string, SessionType> = new Map([
  ["psremoting", "Command"],
  ["pssession", "Command"],
  ["powershell", "Command"],
  ["remoting", "Command"],
  ["winrm", "Command"],
  ["pscredential", "Credential"],
  ["bearer", "OAuth"],
  ["token", "OAuth"],
]);

/** The session type that was meant by another name for it; undefined for any other place or value. */
export function sessionTypeMeant(pointer: string, data: JsonValue): SessionType | undefined {
  const index = /^\/authSessions\/(\d+)\/type$/.exec(pointer)?.[1];
  const { authSessions } = isObject(data) ? data : {};
  if (index === undefined || !Array.isArray(authSessions)) return undefined;
  const entry: JsonValue = authSessions[Number(index)];
  const type = isObject(entry) ? entry.type : undefined;
  return typeof type === "string" ? otherNames.get(type.toLowerCase()) : undefined;
}
