/** A key of an object or an index of a list. */
export type PlacePart = string | number;

/** A place in a value, for people: `Options.items[3]`, `Options["first name"]`. */
export function nameOfPlace(place: readonly PlacePart[]): string {
  if (place.length === 0) return "The value";
  return place.map((part, index) => nameOfPart(part, index === 0)).join("");
}

function nameOfPart(part: PlacePart, isFirst: boolean): string {
  if (typeof part === "number") return `[${part}]`;
  const shown = part.length > 60 ? `${part.slice(0, 60)}…` : part;
  if (!/^[\p{L}\p{N}_$…-]+$/u.test(shown)) return `[${JSON.stringify(shown)}]`;
  return isFirst ? shown : `.${shown}`;
}
