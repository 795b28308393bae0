/** What to write in place of a text that is no capability id. */
import { builtInCapabilities } from "./capabilities/index.ts";

const form = 'Write a prefix and PascalCase segments joined by dots, such as "IdLE.Identity.Read".';

/** One of IdLE's own that is spelt with the same letters, where there is one; else how an id looks. */
export function capabilityIdRemedy(written: unknown): string {
  const letters = lettersOf(written);
  const meant = builtInCapabilities.find(({ id }) => {
    const own = lettersOf(id);
    return letters !== "" && (letters === own || `idle${letters}` === own);
  });
  return meant === undefined ? form : `Did you mean ${JSON.stringify(meant.id)}?`;
}

function lettersOf(text: unknown): string {
  return typeof text === "string" && text.length <= 128 ? text.toLowerCase().replaceAll(/[^a-z0-9]/g, "") : "";
}
