import { types } from "node:util";
import { Refusal } from "./refusal.ts";

/** The keys of a plain object or a map, each with a function that reads its value. Throws Refusal for other objects. */
export function* entriesOf(object: object): Iterable<readonly [string, () => unknown]> {
  if (types.isMap(object)) {
    // Its own methods may have been overwritten.
    for (const [key, value] of Map.prototype.entries.call(object)) {
      if (typeof key !== "string") throw new Refusal("is a map with keys that are no texts");
      yield [key, () => value];
    }
    return;
  }
  if (!isPlain(object)) throw new Refusal("is no plain data");
  for (const key of Object.keys(object)) yield [key, () => Reflect.get(object, key)];
}

/** Also what was made in another realm. */
function isPlain(object: object): boolean {
  const parent: unknown = Object.getPrototypeOf(object);
  if (Symbol.iterator in object) return false;
  return parent === null || parent === Object.prototype || Object.getPrototypeOf(parent) === null;
}
