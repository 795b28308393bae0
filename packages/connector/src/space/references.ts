import type { IndexedType } from "../model/schema-index.ts";
import type { Image } from "./image.ts";
import type { Naming } from "./naming.ts";

/** The keys of those whom an object names, by attribute. */
export function referencesIn(image: Image, type: IndexedType, naming: Naming): ReadonlyMap<string, readonly string[]> {
  const references = new Map<string, readonly string[]>();
  for (const { name, dataType } of type.attributes) {
    if (dataType !== "Reference") continue;
    const keys = (image.get(name) ?? []).flatMap((value) =>
      typeof value === "string" ? (naming.nameKey(value) ?? []) : [],
    );
    if (keys.length > 0) references.set(name, keys);
  }
  return references;
}

/** The keys of all those. */
export function namedBy(image: Image, type: IndexedType, naming: Naming): readonly string[] {
  return [...referencesIn(image, type, naming).values()].flat();
}
