import { type Expectation, readText } from "./read-object.ts";

/** It is kept in the connector space: a note of where to go on, and no place for the data itself. */
const longest = 16 * 1024 * 1024;

/** The connector's own note, as a property to spread; none when there is none. */
export function readCustomData(value: unknown, expectation: Expectation): { readonly customData?: string } {
  const customData = readText(value, "customData", expectation, longest);
  return customData === undefined ? {} : { customData };
}
