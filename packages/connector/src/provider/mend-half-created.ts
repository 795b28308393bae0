/** What becomes of a new identity whose export failed, when it was to get a password. */
import { IdleError, isIdleError, type Secret } from "@idle/contract";
import type { ObjectName, SpaceObject } from "../space/staging.ts";
import { isSameSet } from "./attribute-values.ts";
import { callOptions } from "./call.ts";
import { findIdentity } from "./find-identity.ts";
import { labelOf, nameOf } from "./held-values.ts";
import { type NewObject, nameOfNew } from "./new-identity.ts";
import type { Scope } from "./scope.ts";
import { exportChange } from "./write-identity.ts";

interface HalfCreated {
  readonly identityKey: string;
  readonly change: NewObject;
  readonly password: Secret;
}

/** Comes back where it is there after all, with its password. Throws what happened otherwise. */
export async function mendHalfCreated(scope: Scope, half: HalfCreated, error: unknown): Promise<void> {
  const name = nameOfNew(half.change, scope.mapping);
  const left = name === null ? null : scope.connector.find(name);
  if (name === null || left === null) throw error;
  // Looked at before anything is imported: then it may be anybody's.
  const isOurs = wasExported(scope, left);
  if (left.state === "outcomeUnknown" && (await isThereAfterAll(scope, half))) return;
  if (isOurs && isIdleError(error)) await takeBack(scope, name, labelOf(left), error);
  throw error;
}

/** Whether the connector took it as new, and only what came after failed. */
function wasExported({ capabilities }: Scope, { imported, current }: SpaceObject): boolean {
  const { enableImport, objectConfirmation } = capabilities;
  const isConfirmedAtOnce = !enableImport || objectConfirmation === "NoAddAndDeleteConfirmation";
  return current !== null && (imported === null || isConfirmedAtOnce);
}

/**
 * After an export of which nobody knows what it did: whether the object is there just as it was asked for, and nobody
 * else's. It was not there a moment ago. Then its password is set once more: of a generated one nobody would ever learn.
 */
async function isThereAfterAll(scope: Scope, { identityKey, change, password }: HalfCreated): Promise<boolean> {
  const { connector, capabilities, freshness, mapping, naming, call } = scope;
  if (!freshness.isImport || !capabilities.enablePasswordOperations) return false;
  try {
    const found = await findIdentity(scope, identityKey);
    if (found === null) return false;
    const isAsAsked = Object.entries(change.attributes).every(([asked, values]) => {
      const attribute = mapping.type.attribute(asked);
      if (attribute === undefined || !attribute.canImport) return true;
      return isSameSet(attribute, found.held.get(attribute.name) ?? [], values, naming);
    });
    if (!isAsAsked) return false;
    await connector.setPassword({ object: nameOf(found.object), newPassword: password, ...callOptions(call) });
    return true;
  } catch {
    // What happened first is what is told.
    return false;
  }
}

/** Nobody would set a password later, since it is there. Throws when it cannot be removed. */
async function takeBack(scope: Scope, object: ObjectName, label: string, error: IdleError): Promise<void> {
  try {
    await exportChange(scope, { action: "delete", object });
  } catch (cause) {
    const { code, message, details, transient } = error;
    throw new IdleError(
      code,
      `${message} ${JSON.stringify(label)} stays without its password, since it could not be removed: remove it before another try.`,
      { ...(details !== undefined && { details }), transient, cause },
    );
  }
}
