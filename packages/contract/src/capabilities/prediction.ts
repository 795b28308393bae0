/** What the changes of earlier steps say about an identity that a later step of the same plan looks at. */
import type { Change } from "../change.ts";
import type { Attributes, AttributeValue } from "../shapes/identity.ts";

/** Whether a change brings the identity itself into being or takes it away; other paths are a third party's own. */
export function isExistence({ action, path }: Change): boolean {
  return path === "identity" && (action === "create" || action === "delete");
}

/** Whether a change sets or clears an attribute. */
function isAttribute({ action, path }: Change): boolean {
  return action === "update" && path !== "enabled" && path !== "container";
}

/** Whether the last create or delete among the changes leaves it created or deleted; "unchanged" when there is none. */
export function predictExistence(changes: readonly Change[]): "created" | "deleted" | "unchanged" {
  const last = changes.findLast(isExistence);
  if (last === undefined) return "unchanged";
  return last.action === "create" ? "created" : "deleted";
}

/** The attributes a create sets: null and the empty text mean "not set". */
export function createdAttributes({ after }: Change): Attributes {
  const { attributes } = after as unknown as { readonly attributes: Attributes };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== ""));
}

/** The attributes that the changes set, with null for cleared ones. A create or delete starts over. */
export function predictAttributes(changes: readonly Change[]): Attributes {
  let attributes = new Map<string, AttributeValue>();
  for (const change of changes) {
    if (isExistence(change))
      attributes = new Map(change.action === "create" ? Object.entries(createdAttributes(change)) : []);
    else if (isAttribute(change)) attributes.set(change.path, (change.after ?? null) as AttributeValue);
  }
  return Object.fromEntries(attributes);
}
