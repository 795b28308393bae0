/** From what a workflow calls an attribute to the schema's. */
import { type Attributes, IdleError } from "@idle/contract";
import { nameAttribute } from "../model/entry.ts";
import { expectAttribute, type IndexedAttribute } from "../model/schema-index.ts";
import { passwordAttribute } from "../model/value.ts";
import type { Scope } from "./scope.ts";

/**
 * The attributes that a workflow sets, in its order. For a new object also what the system is told and never asked for.
 * Throws InvalidInput, and Unsupported for what could not be compared.
 */
export function resolveAttributes(
  scope: Scope,
  attributes: Attributes,
  purpose: "create" | "ensure",
): readonly IndexedAttribute[] {
  const seen = new Map<string, string>();
  return Object.keys(attributes).map((asked) => {
    const attribute = resolveAttribute(scope, asked, purpose);
    const earlier = seen.get(attribute.name);
    if (earlier !== undefined) {
      throw refuse(
        attribute.name,
        `${JSON.stringify(earlier)} and ${JSON.stringify(asked)} are two names of one attribute. Give one of them.`,
      );
    }
    seen.set(attribute.name, asked);
    return attribute;
  });
}

function resolveAttribute({ mapping }: Scope, asked: string, purpose: "create" | "ensure"): IndexedAttribute {
  if (asked.toUpperCase() === nameAttribute) {
    throw refuse(asked, "DN is the object's name and no attribute. Use MoveIdentity to move it.");
  }
  if (asked.toLowerCase() === passwordAttribute) {
    throw refuse(asked, "Passwords are set by initialPassword of CreateIdentity, and never shown.");
  }
  const attribute = expectAttribute(mapping.type, asked);
  const { name } = attribute;
  if (!attribute.canExport) {
    throw refuse(name, `The attribute ${JSON.stringify(name)} is for imports only: the system makes it.`);
  }
  if (name === mapping.state?.attribute.name) {
    throw refuse(
      name,
      `${JSON.stringify(name)} says whether somebody is enabled. Use EnableIdentity and DisableIdentity.`,
    );
  }
  if (mapping.entitlements?.of === null && name === mapping.entitlements.attribute.name) {
    throw refuse(
      name,
      `${JSON.stringify(name)} has the entitlements. Use EnsureEntitlements to grant and revoke them.`,
    );
  }
  if (purpose === "create") return attribute;
  if (attribute.isAnchor) throw refuse(name, `The attribute ${JSON.stringify(name)} is the anchor: it never changes.`);
  if (attribute.canImport) return attribute;
  throw new IdleError(
    "Unsupported",
    `The attribute ${JSON.stringify(name)} is for exports only: whether it is so already cannot be read. It can be given to new identities only.`,
    { details: { attribute: name } },
  );
}

function refuse(attribute: string, message: string): IdleError {
  return new IdleError("InvalidInput", message, { details: { attribute } });
}
