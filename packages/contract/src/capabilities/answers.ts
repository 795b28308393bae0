/** Small checks of what a provider answered, shared by the capability definitions. Each says what is wrong, or null. */

/** An object as a literal makes it, of any realm: no list, map, date or class instance. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Plain data all the way down, at most 64 levels. */
export function isData(value: unknown, depth = 0): boolean {
  if (isScalar(value)) return true;
  if (depth > 64) return false;
  if (Array.isArray(value)) return value.every((item) => isData(item, depth + 1));
  return isRecord(value) && Object.values(value).every((member) => isData(member, depth + 1));
}

/** In words: `null`, `a list`, `a string`, … */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

export const checkChanged = (result: unknown): string | null => {
  if (!isRecord(result)) return `${kindOf(result)} instead of { changed }`;
  return typeof result.changed === "boolean"
    ? null
    : `${kindOf(result.changed)} as changed, which must be true or false`;
};

function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

export function isAttributeValue(value: unknown): boolean {
  if (isScalar(value)) return true;
  if (Array.isArray(value)) return value.every((item) => isScalar(item) || isBinary(item));
  return isBinary(value);
}

function isBinary(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && typeof value.base64 === "string";
}
