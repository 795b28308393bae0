import { isKeywords, type Keywords } from "../validate/schemas-at.ts";

/**
 * Properties with their names as titles where they hold objects: editors offer all required keys of an object at once, and
 * call that by its title.
 */
export function titled(properties: Keywords): Keywords {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, withTitle(schema, name)]));
}

function withTitle(schema: unknown, title: string): unknown {
  if (!isKeywords(schema)) return schema;
  const { items, properties } = schema;
  return {
    ...(isKeywords(properties) && { title }),
    ...schema,
    ...(isKeywords(properties) && { properties: titled(properties) }),
    ...(isKeywords(items) && { items: withTitle(items, title) }),
  };
}
