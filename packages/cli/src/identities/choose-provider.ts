import { IdleError } from "@idle/contract";
import { type BagEntry, didYouMean, escapeText, type OpenBag } from "@idle/core";
import { UsageError } from "../usage-error.ts";

/** The alias that identities are mostly asked of, and workflows name. */
const usual = "identity";

/**
 * The provider that is asked: the one that is named; else `Identity`, when there is one; else the only one that has the
 * capability. Throws UsageError for an alias that nobody has, CapabilityMissing and ProviderAmbiguous with those that
 * would do.
 */
export function chooseProvider(bag: OpenBag, capability: string, named: string | undefined): BagEntry {
  const having = bag.withCapability(capability).map(({ alias }) => alias);
  const wanted = named ?? bag.aliases.find((alias) => alias.toLowerCase() === usual) ?? onlyOne(having, capability);
  if (!bag.aliases.some((alias) => alias.toLowerCase() === wanted.toLowerCase())) throw noSuchAlias(wanted, bag);
  const entry = bag.find(wanted);
  if (entry.capabilities.has(capability)) return entry;
  const others =
    having.length === 0
      ? "No provider here has it."
      : `Those that have it: ${having.join(", ")}. Name one with --provider.`;
  throw new IdleError("CapabilityMissing", `Provider ${entry.alias} does not have ${capability}. ${others}`);
}

function onlyOne(having: readonly string[], capability: string): string {
  const [first] = having;
  if (first === undefined) {
    throw new IdleError(
      "CapabilityMissing",
      `No provider here has ${capability}. idle providers shows what they have.`,
    );
  }
  if (having.length === 1) return first;
  throw new IdleError(
    "ProviderAmbiguous",
    `More than one provider has ${capability}: ${having.join(", ")}. Name one with --provider.`,
  );
}

function noSuchAlias(wanted: string, { aliases }: OpenBag): UsageError {
  const meant = didYouMean(wanted, aliases);
  const hint = meant === undefined ? ` There are: ${aliases.join(", ") || "none"}.` : ` Did you mean ${meant}?`;
  return new UsageError(`No provider has the alias ${escapeText(JSON.stringify(wanted))}.${hint}`);
}
