/**
 * Distinguished names (RFC 4514) on their way to a server: compared with where the provider works, taken apart, and
 * written so that nothing of a value is syntax.
 */
import { dnKey, parseDn, type Rdn } from "@idle/contract";

export function isSameDn(left: string, right: string): boolean {
  const key = dnKey(left);
  return key !== null && key === dnKey(right);
}

/** Whether a name is `base` itself or stands below it. */
export function isWithin(dn: string, base: string): boolean {
  const [rdns, above] = [parseDn(dn), parseDn(base)];
  if (rdns === null || above === null || rdns.length < above.length) return false;
  return (
    dnKey(
      rdns
        .slice(rdns.length - above.length)
        .map((rdn) => formatRdn(rdn))
        .join(","),
    ) === dnKey(base)
  );
}

/** Whether a key is the distinguished name of something below `base`. */
export function isNamed(key: string, base: string): boolean {
  return key.includes("=") && (parseDn(key)?.length ?? 0) > 0 && isWithin(key, base);
}

/** What a name stands in, in the spelling it has there. */
export function parentOf(dn: string): string {
  const [first = ""] = /^(?:[^\\,]|\\[\s\S])*/.exec(dn) ?? [];
  return dn.slice(first.length + 1).trimStart();
}

/** The first step of a name; null for the root and what is no name. */
export function rdnOf(dn: string): Rdn | null {
  return parseDn(dn)?.[0] ?? null;
}

/**
 * A step as text. All that could be syntax is written as `\XX`, commas and backslashes too: ldapts takes the first comma
 * that no backslash stands before for the end of it.
 */
export function formatRdn(rdn: Rdn): string {
  return rdn.map(({ type, value }) => `${type}=${escapeValue(value)}`).join("+");
}

export function joinDn(rdn: Rdn, container: string): string {
  return container === "" ? formatRdn(rdn) : `${formatRdn(rdn)},${container}`;
}

function escapeValue(value: string): string {
  return value.replace(/[\p{Cc}",+;<>=\\#]|^ | $/gu, hex);
}

function hex(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
