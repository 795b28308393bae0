/**
 * The first key that stands twice in one object of a JSON text, or null. `JSON.parse` keeps the last of them, while people
 * read the first: a file with such a key would not say what it seems to. The text must be valid JSON.
 */
export function findDuplicateKey(json: string): string | null {
  const open: (Set<string> | null)[] = [];
  // A string literal, or a character that opens, closes or separates; everything else says nothing about keys.
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let literal: string | null = null;
  for (const [text] of json.matchAll(token)) {
    if (text === "{") open.push(new Set());
    else if (text === "[") open.push(null);
    else if (text === "}" || text === "]") open.pop();
    else if (text === ":" && literal !== null) {
      const key = JSON.parse(literal) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    literal = text.startsWith('"') ? text : null;
  }
  return null;
}
