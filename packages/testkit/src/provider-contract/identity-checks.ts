/** `IdLE.Identity.*` but for the attributes. Every write is idempotent; an unknown identity behaves as fixed. */
import { isSecret, Secret } from "@idle/contract";
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { errorOf, expectIdleError, expectNotFound } from "./expect-error.ts";

const password = () => new Secret("Contract-Pass1word!");

export const identityChecks: readonly Check[] = [
  {
    id: "read/known",
    says: "getIdentity gives the identity with its state",
    needs: ["IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, attribute } }) {
      const identity = await methods.getIdentity({ identityKey });
      expect(identity).toMatchObject({ enabled: true, attributes: { [attribute.name]: attribute.values[0] } });
    },
  },
  {
    id: "read/unknown",
    says: "getIdentity gives null for an unknown identity",
    needs: ["IdLE.Identity.Read"],
    async run({ methods, fixture }) {
      expect(await methods.getIdentity({ identityKey: fixture.unknownKey })).toBeNull();
    },
  },
  {
    id: "read/after-close",
    says: "what is closed, once or twice, opens anew when it is used again",
    needs: ["IdLE.Identity.Read"],
    async run({ provider, methods, fixture: { identityKey } }) {
      await provider.close?.();
      await provider.close?.();
      expect(await methods.getIdentity({ identityKey })).toMatchObject({ enabled: true });
    },
  },
  {
    id: "list/all",
    says: "listIdentities gives every identity once",
    needs: ["IdLE.Identity.List"],
    async run({ methods, fixture }) {
      const keys: string[] = [];
      for await (const { identityKey } of methods.listIdentities()) keys.push(identityKey);
      expect(keys.filter((key) => key === fixture.identityKey)).toHaveLength(1);
      expect(new Set(keys).size).toBe(keys.length);
    },
  },
  {
    id: "list/filter",
    says: "listIdentities filters by state and by attribute values",
    needs: ["IdLE.Identity.List"],
    async run({ methods, fixture: { identityKey, attribute } }) {
      const list = async (filter: object) => {
        const keys: string[] = [];
        for await (const identity of methods.listIdentities({ filter })) keys.push(identity.identityKey);
        return keys;
      };
      expect(await list({ enabled: true })).toContain(identityKey);
      expect(await list({ enabled: false })).not.toContain(identityKey);
      expect(await list({ attributes: { [attribute.name]: attribute.values[0] } })).toContain(identityKey);
      expect(await list({ attributes: { [attribute.name]: attribute.values[1] } })).not.toContain(identityKey);
    },
  },
  {
    id: "create/new",
    says: "createIdentity creates what can then be read, disabled unless told otherwise",
    needs: ["IdLE.Identity.Create", "IdLE.Identity.Read"],
    async run({ methods, fixture }) {
      const { newKey: identityKey, newAttributes, attribute, containers } = fixture;
      const attributes = { ...newAttributes, [attribute.name]: attribute.values[0] };
      const where = containers === null ? {} : { container: containers[0] };
      const created = await methods.createIdentity({ identityKey, attributes, ...where });
      expect(created.changed).toBe(true);
      const identity = await methods.getIdentity({ identityKey });
      expect(identity).toMatchObject({ enabled: false, ...where });
      expect(identity?.attributes).toMatchObject({ [attribute.name]: attribute.values[0] });
    },
  },
  {
    id: "create/enabled",
    says: "createIdentity creates it enabled when told so, with an initial password where there are such",
    needs: ["IdLE.Identity.Create", "IdLE.Identity.Read"],
    async run({ methods, fixture: { newKey: identityKey, newAttributes: attributes, initialPasswords } }) {
      const secret = initialPasswords ? { initialPassword: password() } : {};
      await methods.createIdentity({ identityKey, attributes, enabled: true, ...secret });
      expect(await methods.getIdentity({ identityKey })).toMatchObject({ enabled: true });
    },
  },
  {
    id: "create/generated-password",
    says: "createIdentity gives a password it generated as a Secret; where there are none, it refuses to",
    needs: ["IdLE.Identity.Create"],
    async run({ methods, state, fixture: { newKey: identityKey, newAttributes: attributes, initialPasswords } }) {
      const create = () => methods.createIdentity({ identityKey, attributes, initialPassword: { generate: true } });
      if (!initialPasswords) {
        const before = await state(identityKey);
        expectIdleError(await errorOf(create), "Unsupported");
        expect(await state(identityKey), "refused before it is created").toEqual(before);
        return;
      }
      const { outputs } = await create();
      const generated = outputs?.initialPassword;
      expect(isSecret(generated) && generated.reveal().length > 0, "a Secret that is not empty").toBe(true);
    },
  },
  {
    id: "create/existing",
    says: "createIdentity leaves one that exists as it is",
    needs: ["IdLE.Identity.Create"],
    async run({ methods, state, fixture }) {
      const { identityKey, attribute, newAttributes } = fixture;
      const before = await state();
      const attributes = { ...newAttributes, [attribute.name]: attribute.values[1] };
      const again = await methods.createIdentity({ identityKey, attributes, initialPassword: { generate: true } });
      expect(again.changed).toBe(false);
      expect(again.outputs?.initialPassword, "no password for somebody who has one").toBeUndefined();
      expect(await state()).toEqual(before);
    },
  },
  {
    id: "enable/idempotent",
    says: "enableIdentity leaves an enabled identity alone",
    needs: ["IdLE.Identity.Enable"],
    async run({ methods, fixture: { identityKey } }) {
      expect(await methods.enableIdentity({ identityKey })).toMatchObject({ changed: false });
    },
  },
  {
    id: "disable/idempotent",
    says: "disableIdentity disables once",
    needs: ["IdLE.Identity.Disable"],
    async run({ methods, fixture: { identityKey } }) {
      expect(await methods.disableIdentity({ identityKey })).toMatchObject({ changed: true });
      expect(await methods.disableIdentity({ identityKey })).toMatchObject({ changed: false });
    },
  },
  {
    id: "enable/after-disable",
    says: "what is disabled and enabled can be read back",
    needs: ["IdLE.Identity.Read", "IdLE.Identity.Enable", "IdLE.Identity.Disable"],
    async run({ methods, state, fixture: { identityKey } }) {
      const before = await state();
      await methods.disableIdentity({ identityKey });
      expect(await methods.getIdentity({ identityKey })).toMatchObject({ enabled: false });
      expect(await methods.enableIdentity({ identityKey })).toMatchObject({ changed: true });
      expect(await state()).toEqual(before);
    },
  },
  {
    id: "move/idempotent",
    says: "moveIdentity moves once",
    needs: ["IdLE.Identity.Move", "IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, containers } }) {
      if (containers === null) return expect.fail("containers of the fixture are needed for IdLE.Identity.Move");
      const [here, there] = containers;
      expect(await methods.moveIdentity({ identityKey, targetContainer: here })).toMatchObject({ changed: false });
      expect(await methods.moveIdentity({ identityKey, targetContainer: there })).toMatchObject({ changed: true });
      expect(await methods.moveIdentity({ identityKey, targetContainer: there })).toMatchObject({ changed: false });
      expect(await methods.getIdentity({ identityKey })).toMatchObject({ container: there });
    },
  },
  {
    id: "delete/idempotent",
    says: "deleteIdentity deletes once; what is not there is no change",
    needs: ["IdLE.Identity.Delete", "IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, unknownKey } }) {
      expect(await methods.deleteIdentity({ identityKey: unknownKey })).toMatchObject({ changed: false });
      expect(await methods.deleteIdentity({ identityKey })).toMatchObject({ changed: true });
      expect(await methods.deleteIdentity({ identityKey })).toMatchObject({ changed: false });
      expect(await methods.getIdentity({ identityKey })).toBeNull();
    },
  },
  {
    id: "read/id",
    says: "an id stays with its object, and another object never gets it",
    needs: ["IdLE.Identity.Read", "IdLE.Identity.Create", "IdLE.Identity.Delete"],
    async run({ methods, fixture: { newKey: identityKey, newAttributes: attributes, containers } }) {
      const create = () => methods.createIdentity({ identityKey, attributes });
      const idNow = async () => (await methods.getIdentity({ identityKey }))?.id;
      await create();
      const first = await idNow();
      if (first === undefined) return;
      if (containers !== null) await methods.moveIdentity?.({ identityKey, targetContainer: containers[1] });
      expect(await idNow(), "it is the object's wherever it stands").toBe(first);
      await methods.deleteIdentity({ identityKey });
      await create();
      expect(await idNow(), "an object of the same key is another one").not.toBe(first);
    },
  },
  {
    id: "sessions/revoke",
    says: "revokeSessions can be repeated and leaves the identity as it is",
    needs: ["IdLE.Identity.RevokeSessions"],
    async run({ methods, state, fixture: { identityKey } }) {
      const before = await state();
      await methods.revokeSessions({ identityKey });
      await methods.revokeSessions({ identityKey });
      expect(await state()).toEqual(before);
    },
  },
  {
    id: "enable/unknown",
    says: "enableIdentity fails with NotFound for an unknown identity",
    needs: ["IdLE.Identity.Enable"],
    run: ({ methods, fixture }) => expectNotFound(() => methods.enableIdentity({ identityKey: fixture.unknownKey })),
  },
  {
    id: "disable/unknown",
    says: "disableIdentity fails with NotFound for an unknown identity",
    needs: ["IdLE.Identity.Disable"],
    run: ({ methods, fixture }) => expectNotFound(() => methods.disableIdentity({ identityKey: fixture.unknownKey })),
  },
  {
    id: "move/unknown",
    says: "moveIdentity fails with NotFound for an unknown identity",
    needs: ["IdLE.Identity.Move"],
    run: ({ methods, fixture: { unknownKey: identityKey, containers } }) =>
      expectNotFound(() => methods.moveIdentity({ identityKey, targetContainer: containers?.[0] ?? "x" })),
  },
  {
    id: "sessions/unknown",
    says: "revokeSessions fails with NotFound for an unknown identity",
    needs: ["IdLE.Identity.RevokeSessions"],
    run: ({ methods, fixture }) => expectNotFound(() => methods.revokeSessions({ identityKey: fixture.unknownKey })),
  },
];
