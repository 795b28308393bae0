import type { ActionClass } from "../action-class.ts";

const classes: Readonly<Record<string, ActionClass>> = {
  "IdLE.Identity.Create": "create",
  "IdLE.Identity.Attribute.Ensure": "update",
  "IdLE.Identity.Enable": "update",
  "IdLE.Identity.Disable": "disable",
  "IdLE.Identity.Move": "move",
  "IdLE.Identity.Delete": "delete",
  "IdLE.Entitlement.Revoke": "revoke",
  "IdLE.Entitlement.Prune": "revoke",
};

/** What whoever may call a capability can do; null for what is in no class, and for capabilities of third parties. */
export function classifyCapability(capability: string): ActionClass | null {
  return Object.hasOwn(classes, capability) ? (classes[capability] ?? null) : null;
}
