/** The `IdLE.Identity.*` methods over a directory. */
import { randomBytes } from "node:crypto";
import {
  type Change,
  type CreateIdentityResult,
  type EnsureAttributesResult,
  type Identity,
  type IdentityFilter,
  IdleError,
  type InitialPassword,
  isSecret,
  type ProviderMethods,
  Secret,
} from "@idle/contract";
import { compareAttributes, currentValue, isSameValue } from "./attribute-value.ts";
import type { Calls } from "./calls.ts";
import { checkInput } from "./check-input.ts";
import type { Directory } from "./directory.ts";
import { requireIdentity } from "./known-identity.ts";
import { storeAttributes, storeIdentity, withIdentity } from "./mock-identity.ts";
import type { Settings } from "./options.ts";

type Methods = ProviderMethods<
  | "IdLE.Identity.Read"
  | "IdLE.Identity.List"
  | "IdLE.Identity.Create"
  | "IdLE.Identity.Attribute.Ensure"
  | "IdLE.Identity.Enable"
  | "IdLE.Identity.Disable"
  | "IdLE.Identity.Move"
  | "IdLE.Identity.Delete"
  | "IdLE.Identity.RevokeSessions",
  undefined
>;

export function createIdentityMethods(calls: Calls, directory: Directory, settings: Settings): Methods {
  const { alias, allowDelete } = settings;
  const targetOf = (identityKey: string): Change["target"] => ({ provider: alias, identityKey });

  /** Puts one field of an identity to a value, unless it has it already. */
  const setField = (method: string, args: { identityKey: string; signal: AbortSignal }, wanted: Partial<Identity>) =>
    calls.write({ method, args }, (record) => {
      const { identityKey } = args;
      const stored = requireIdentity(directory, identityKey);
      const changes: Change[] = [];
      for (const path of ["enabled", "container"] as const) {
        const after = wanted[path];
        const before = stored.identity[path] ?? null;
        if (after === undefined || after === before) continue;
        changes.push({ action: "update", target: targetOf(identityKey), path, before, after });
      }
      if (changes.length === 0) return { changed: false };
      directory.put(identityKey, withIdentity(stored, wanted));
      record(changes);
      return { changed: true };
    });

  return {
    getIdentity: (args) =>
      calls.read({ method: "getIdentity", args }, () => directory.current().get(args.identityKey)?.identity ?? null),

    async *listIdentities(args) {
      const found = await calls.read({ method: "listIdentities", args }, () =>
        [...directory.current().values()].map(({ identity }) => identity).filter((each) => fits(each, args.filter)),
      );
      for (const identity of found) {
        if (args.signal.aborted) throw new IdleError("Cancelled", "listIdentities was aborted.");
        yield identity;
      }
    },

    createIdentity: (args) =>
      calls.write({ method: "createIdentity", args }, (record): CreateIdentityResult => {
        const { identityKey, attributes, container, enabled = false, initialPassword } = args;
        checkInput(identityKey, attributes);
        const outputs = passwordOutputs(initialPassword);
        if (directory.current().has(identityKey)) return { identityKey, changed: false };
        const place = container === undefined ? {} : { container };
        directory.put(identityKey, storeIdentity({ identityKey, enabled, ...place, attributes }));
        const after = { enabled, ...place, attributes };
        record([{ action: "create", target: targetOf(identityKey), path: "identity", after }]);
        return { identityKey, changed: true, ...outputs };
      }),

    previewAttributes: (args) =>
      calls.read({ method: "previewAttributes", args }, (): EnsureAttributesResult => {
        const { identityKey, assume } = args;
        checkInput(identityKey, args.attributes);
        const stored = assume?.created === true ? {} : requireIdentity(directory, identityKey).identity.attributes;
        const assumed = assume === undefined ? stored : { ...stored, ...assume.attributes };
        const attributes = compareAttributes(args.attributes, assumed);
        return { changed: attributes.some(({ changed }) => changed), attributes };
      }),

    ensureAttributes: (args) =>
      calls.write({ method: "ensureAttributes", args }, (record): EnsureAttributesResult => {
        const { identityKey } = args;
        checkInput(identityKey, args.attributes);
        const stored = requireIdentity(directory, identityKey);
        const attributes = compareAttributes(args.attributes, stored.identity.attributes);
        const differing = attributes.filter(({ changed }) => changed);
        if (differing.length === 0) return { changed: false, attributes };
        const merged = new Map(Object.entries(stored.identity.attributes));
        for (const { name, after = null } of differing) merged.set(name, after);
        directory.put(identityKey, withIdentity(stored, { attributes: storeAttributes(merged) }));
        const target = targetOf(identityKey);
        record(
          differing.map(({ name: path, before = null, after = null }) => ({
            action: "update",
            target,
            path,
            before,
            after,
          })),
        );
        return { changed: true, attributes };
      }),

    enableIdentity: (args) => setField("enableIdentity", args, { enabled: true }),
    disableIdentity: (args) => setField("disableIdentity", args, { enabled: false }),
    moveIdentity: (args) => setField("moveIdentity", args, { container: args.targetContainer }),

    deleteIdentity: (args) =>
      calls.write({ method: "deleteIdentity", args }, (record) => {
        const { identityKey } = args;
        if (!allowDelete) {
          throw new IdleError(
            "Unsupported",
            "The mock provider deletes nobody unless it is made with allowDelete: true.",
          );
        }
        const stored = directory.current().get(identityKey);
        if (stored === undefined) return { changed: false };
        directory.put(identityKey, null);
        const { identityKey: _, ...before } = stored.identity;
        record([{ action: "delete", target: targetOf(identityKey), path: "identity", before }]);
        return { changed: true };
      }),

    revokeSessions: (args) =>
      calls.write({ method: "revokeSessions", args }, (record) => {
        requireIdentity(directory, args.identityKey);
        record([{ action: "invoke", target: targetOf(args.identityKey), path: "sessions" }]);
        return { changed: true };
      }),
  };
}

function fits(identity: Identity, filter: IdentityFilter = {}): boolean {
  if (filter.enabled !== undefined && filter.enabled !== identity.enabled) return false;
  const { attributes = {} } = filter;
  return Object.keys(attributes).every((name) =>
    isSameValue(currentValue(attributes, name), currentValue(identity.attributes, name)),
  );
}

/** The mock keeps no password: one that is handed in is only looked at for its type. */
function passwordOutputs(password: InitialPassword | undefined): Pick<CreateIdentityResult, "outputs"> {
  if (password === undefined || isSecret(password)) return {};
  if (password.generate === true)
    return { outputs: { initialPassword: new Secret(randomBytes(18).toString("base64url")) } };
  throw new IdleError("InvalidInput", "initialPassword must be a Secret or { generate: true }.");
}
