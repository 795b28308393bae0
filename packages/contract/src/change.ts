import type { JsonValue } from "./json.ts";

export type ChangeAction = "create" | "update" | "delete" | "add" | "remove" | "invoke";

/**
 * One thing a step would change, or did.
 *
 * | `path` | actions | `before`, `after` |
 * |---|---|---|
 * | `identity` | create, delete | after (before) is `{ enabled, container?, attributes }` |
 * | an attribute's name | update | null for absent or cleared |
 * | `enabled`, `container` | update | |
 * | `entitlements.<kind>` | add, remove | after (before) is the entitlement's id |
 * | `sessions`, `sync` | invoke | `before` is for readers only |
 */
export interface Change {
  readonly action: ChangeAction;
  readonly target: { readonly provider: string; readonly identityKey: string };
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}
