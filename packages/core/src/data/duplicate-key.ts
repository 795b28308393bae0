/**
 * The first key that stands twice in one object of a JSON text, or null. `JSON.parse` keeps the last of them, while people
 * read the first: a file with such a key would not say what it seems to. The text must be valid JSON.
 */
export function findDuplicateKey(json: string): string | null {
  const open: (Set<string> | null)[] = [];
  // What opens, closes or separates; everything else says nothing about keys.
  const mark = /["{}[\],:]/g;
  /** Where the text that was passed last begins and ends. */
  let literal: readonly [number, number] | null = null;
  for (let found = mark.exec(json); found !== null; found = mark.exec(json)) {
    const [character] = found;
    if (character === '"') {
      const end = endOfText(json, found.index);
      literal = [found.index, end];
      mark.lastIndex = end;
      continue;
    }
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(null);
    else if (character === "}" || character === "]") open.pop();
    else if (character === ":" && literal !== null) {
      const key = JSON.parse(json.slice(...literal)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    literal = null;
  }
  return null;
}

/** Behind the quote that ends the text beginning at `start`. A pattern for this would fail at texts of many megabytes. */
function endOfText(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return json.length;
}
