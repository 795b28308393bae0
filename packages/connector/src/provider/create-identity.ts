/** Creates an object for an identity that is not there yet. */
import { type CreateIdentityArgs, type CreateIdentityResult, IdleError, isIdleError, isSecret } from "@idle/contract";
import { findIdentity } from "./find-identity.ts";
import { generatePassword } from "./generate-password.ts";
import { mendHalfCreated } from "./mend-half-created.ts";
import { describeNewIdentity, type NewObject, nameOfNew } from "./new-identity.ts";
import { keyOf } from "./read-identity.ts";
import type { Scope } from "./scope.ts";
import { exportChange } from "./write-identity.ts";

/** One that exists is left as it is. A generated password is among the outputs, as a `Secret`. */
export async function createIdentity(scope: Scope, args: CreateIdentityArgs): Promise<CreateIdentityResult> {
  const { identityKey, initialPassword } = args;
  expectPassword(initialPassword);
  const existing = await findIdentity(scope, identityKey);
  if (existing !== null) return { identityKey: keyOf(existing, scope) ?? identityKey, changed: false };
  if (initialPassword !== undefined) expectPasswords(scope);
  const change = describeNewIdentity(scope, args);
  const isGenerated = initialPassword !== undefined && !isSecret(initialPassword);
  const password = isSecret(initialPassword) ? initialPassword : isGenerated ? generatePassword() : undefined;
  try {
    await exportChange(scope, change, password);
  } catch (error) {
    if (isIdleError(error, "AlreadyExists")) {
      // Somebody was quicker, or the system knew of somebody whom the space did not.
      const winner = await findIdentity(scope, identityKey);
      if (winner === null) throw error;
      return { identityKey: keyOf(winner, scope) ?? identityKey, changed: false };
    }
    if (password === undefined) throw error;
    await mendHalfCreated(scope, { identityKey, change, password }, error);
  }
  return {
    identityKey: createdKey(scope, change, identityKey),
    changed: true,
    ...(isGenerated && password !== undefined && { outputs: { initialPassword: password } }),
  };
}

/** As the system has it: it may have its own spelling. */
function createdKey(scope: Scope, change: NewObject, identityKey: string): string {
  const { connector, mapping } = scope;
  const { key } = mapping;
  const name = nameOfNew(change, mapping);
  const object = name === null ? null : connector.find(name);
  const told =
    key === null ? object?.dn : key.isAnchor ? object?.anchor?.[key.name] : object?.current?.get(key.name)?.[0];
  return typeof told === "string" ? told : identityKey;
}

function expectPassword(password: unknown): void {
  if (password === undefined || isSecret(password)) return;
  if (typeof password === "object" && password !== null && Reflect.get(password, "generate") === true) return;
  throw new IdleError("InvalidInput", "initialPassword must be a Secret or { generate: true }.");
}

function expectPasswords({ capabilities, connector }: Scope): void {
  if (capabilities.enableExportPasswordInFirstPass || capabilities.enablePasswordOperations) return;
  throw new IdleError(
    "Unsupported",
    `The connector ${connector.definition.name} sets no passwords: its capabilities enableExportPasswordInFirstPass and enablePasswordOperations are off.`,
  );
}
