export const actionClasses = ["create", "update", "disable", "delete", "revoke", "move"] as const;

/**
 * What limits are set for. Enabling is an update; granting and ending sessions are in no class. `revoke` counts removals,
 * the others count identities.
 */
export type ActionClass = (typeof actionClasses)[number];
