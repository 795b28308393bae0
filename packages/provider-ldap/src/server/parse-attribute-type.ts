/** Definitions of attribute types as servers publish them in their subschema (RFC 4512, 4.1.2). */

export interface AttributeDefinition {
  readonly oid: string;
  /** In the server's spelling; the first is the one it answers with. */
  readonly names: readonly string[];
  readonly superior?: string;
  readonly equality?: string;
  /** Without a length. */
  readonly syntax?: string;
  readonly isSingle: boolean;
  readonly isReadOnly: boolean;
}

/** Null for what cannot be read. Active Directory writes the syntax in quotes and leaves matching rules out. */
export function parseAttributeType(text: string): AttributeDefinition | null {
  const tokens = text.match(/'[^']*'|[()]|[^\s()']+/g) ?? [];
  const [open, oid] = tokens;
  if (open !== "(" || oid === undefined || !/^[\w.-]+$/.test(oid)) return null;
  const fields = readFields(tokens.slice(2));
  const word = (name: string) => fields.get(name)?.[0];
  const [superior, equality, syntax] = [word("SUP"), word("EQUALITY"), word("SYNTAX")];
  return {
    oid,
    names: fields.get("NAME") ?? [],
    ...(superior === undefined ? {} : { superior }),
    ...(equality === undefined ? {} : { equality }),
    ...(syntax === undefined ? {} : { syntax: syntax.replace(/\{\d+\}$/, "") }),
    isSingle: fields.has("SINGLE-VALUE"),
    isReadOnly: fields.has("NO-USER-MODIFICATION"),
  };
}

/** Each word with what belongs to it: nothing, a value, or a list in parentheses. */
function readFields(tokens: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let values: string[] = [];
  let word = "";
  let isInList = false;
  for (const token of tokens) {
    // A word may still wait for a value that is not in quotes.
    const isWaiting = values.length === 0 && wordsWithValue.has(word);
    if (token === "(" || token === ")") isInList = token === "(";
    else if (isInList || token.startsWith("'") || isWaiting) values.push(bare(token));
    else {
      word = token;
      values = [];
      fields.set(token, values);
    }
  }
  return fields;
}

const wordsWithValue = new Set(["SUP", "EQUALITY", "ORDERING", "SUBSTR", "SYNTAX", "USAGE"]);

function bare(token = ""): string {
  return token.replace(/^'|'$/g, "");
}
