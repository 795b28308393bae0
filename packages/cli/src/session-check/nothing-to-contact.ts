import { escapeText } from "@idle/core";
import type { Configured } from "./check-configured.ts";

/** Why no session was contacted, as a sentence. */
export function nothingToContact({ configuration, chosen }: Configured, hasOwnBroker: boolean): string {
  const consequence = "so there is nothing to contact.";
  const file = escapeText(configuration.name);
  if (chosen !== undefined && chosen.session === null && chosen.problems.length === 0) {
    return `${escapeText(chosen.alias)} needs no session, ${consequence}`;
  }
  if (hasOwnBroker) return `An AuthSessionBroker of ${file} itself decides about sessions, ${consequence}`;
  if (configuration.sessions.length === 0) return `No sessions are configured in ${file}, ${consequence}`;
  const alias = escapeText(chosen?.alias ?? "");
  return `None of the sessions in ${file} would be given to ${alias}, ${consequence} To see why: idle providers ${alias}`;
}
