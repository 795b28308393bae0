/** Distinguished names in the style LDAP (RFC 4514): taken apart, and made so that nothing of a value is syntax. */

/** The first step of a name, and what it stands in, in the spelling they have there. */
export function splitName(dn: string): { readonly rdn: string; readonly container: string } {
  const [rdn = ""] = /^(?:[^\\,]|\\[\s\S])*/.exec(dn) ?? [];
  return { rdn, container: dn.slice(rdn.length + 1).trimStart() };
}

export function joinName(rdn: string, container: string): string {
  return container === "" ? rdn : `${rdn},${container}`;
}

export function makeRdn(type: string, value: string): string {
  return `${type}=${escapeValue(value)}`;
}

/** RFC 4514, 2.4: what is syntax behind a backslash, what cannot be seen by its bytes. */
function escapeValue(value: string): string {
  return value
    .replace(/[",+;<>=\\]|^[# ]| $/g, (sign) => `\\${sign}`)
    .replace(/\p{Cc}/gu, (sign) =>
      [...Buffer.from(sign)].map((byte) => `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
    );
}
