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

/** What whoever may call a capability can do: null for what is in no class, "unknown" for capabilities of third parties. */
export function classifyCapability(capability: string): ActionClass | "unknown" | null {
  if (Object.hasOwn(classes, capability)) return classes[capability] ?? null;
  return capability.startsWith("IdLE.") ? null : "unknown";
}
