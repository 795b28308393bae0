/**
 * Reads a property of an answer or error from outside, whose names have no fixed case. The exact name counts first, then
 * the only one that fits without case. Undefined for a property that is not there, that is ambiguous, or whose getter
 * throws. Reads maps as well as objects.
 */
export function propertyOf(source: unknown, name: string): unknown {
  try {
    if (source instanceof Map) {
      const key = source.has(name) ? name : fitting([...source.keys()], name);
      return key === undefined ? undefined : source.get(key);
    }
    if (typeof source !== "object" || source === null) return undefined;
    if (Object.hasOwn(source, name)) return Reflect.get(source, name);
    const key = fitting(Reflect.ownKeys(source), name);
    // What is inherited counts, too: a DOMException has its name and message from its prototype.
    return Reflect.get(source, key ?? name);
  } catch {
    return undefined;
  }
}

function fitting(keys: readonly unknown[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = keys.filter((key) => typeof key === "string" && key.toLowerCase() === wanted);
  return found.length === 1 && typeof found[0] === "string" ? found[0] : undefined;
}
