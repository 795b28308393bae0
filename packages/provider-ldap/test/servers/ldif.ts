export interface LdifEntry {
  readonly dn: string;
  /** As the server spells the names. A value that is no UTF-8 is `base64:` and its base64. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What `ldapsearch -LLL` prints, as entries; references are left out. */
export function parseLdif(text: string): LdifEntry[] {
  const unfolded = text.replaceAll("\r\n", "\n").replaceAll("\n ", "");
  return unfolded.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split("\n").flatMap(parseLine);
    const dn = lines.find(([name]) => name === "dn")?.[1];
    if (dn === undefined) return [];
    const values = new Map<string, string[]>();
    for (const [name, value] of lines.filter(([name]) => name !== "dn"))
      values.set(name, [...(values.get(name) ?? []), value]);
    return [{ dn, attributes: Object.fromEntries(values) }];
  });
}

function parseLine(line: string): [string, string][] {
  const [, name, isEncoded, value = ""] = /^([^:#]+):(:?) *(.*)$/.exec(line) ?? [];
  if (name === undefined) return [];
  return [[name, isEncoded ? decode(value) : value]];
}

function decode(value: string): string {
  const bytes = Buffer.from(value, "base64");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : `base64:${value}`;
}
