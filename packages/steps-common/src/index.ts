/**
 * The step types that work with any provider: accounts, attributes, entitlements, events. In: a step's inputs and a
 * provider with the capabilities it needs. Out: the changes it would make, or made.
 */
import type { IdlePlugin, StepType } from "@idle/contract";
import { createIdentity } from "./create-identity.ts";
import { deleteIdentity } from "./delete-identity.ts";
import { disableIdentity } from "./disable-identity.ts";
import { emitEvent } from "./emit-event.ts";
import { enableIdentity } from "./enable-identity.ts";
import { ensureAttributes } from "./ensure-attributes.ts";
import { ensureEntitlement } from "./ensure-entitlement.ts";
import { ensureEntitlements } from "./ensure-entitlements.ts";
import { moveIdentity } from "./move-identity.ts";
import { pruneEntitlements } from "./prune-entitlements.ts";
import { pruneEntitlementsEnsureKeep } from "./prune-entitlements-ensure-keep.ts";
import { revokeIdentitySessions } from "./revoke-identity-sessions.ts";

/** All step types of this package, for `createEngine({ steps: [commonSteps] })`. */
export const commonSteps: readonly StepType[] = Object.freeze([
  emitEvent,
  createIdentity,
  ensureAttributes,
  enableIdentity,
  disableIdentity,
  moveIdentity,
  deleteIdentity,
  revokeIdentitySessions,
  ensureEntitlement,
  ensureEntitlements,
  pruneEntitlements,
  pruneEntitlementsEnsureKeep,
]);

/** For the configuration of the command line. */
export const idlePlugin: IdlePlugin = { contractVersion: 1, steps: commonSteps };
