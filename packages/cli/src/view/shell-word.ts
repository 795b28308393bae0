import { escapeText } from "@idle/core";

/** A name as a shell takes it in a command, quoted where it has to be. */
export function shellWord(name: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(name) ? name : escapeText(JSON.stringify(name));
}
