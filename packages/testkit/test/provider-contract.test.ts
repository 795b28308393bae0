/**
 * That the suite notices: each of its checks fails on a provider that breaks its sentence. Longer than most files: one
 * table of breaches.
 */
import { type AnyProvider, type Identity, IdleError, Secret } from "@idle/contract";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider, type MockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createAdSyncSimulator, providerContract } from "../src/index.ts";
import { abortChecks } from "../src/provider-contract/abort-checks.ts";
import { attributeChecks } from "../src/provider-contract/attribute-checks.ts";
import { capabilityChecks } from "../src/provider-contract/capability-checks.ts";
import { type Check, createSubject } from "../src/provider-contract/check.ts";
import { directorySyncChecks } from "../src/provider-contract/directory-sync-checks.ts";
import { entitlementChecks } from "../src/provider-contract/entitlement-checks.ts";
import { completeFixture, seedOf } from "../src/provider-contract/fixture.ts";
import { identityChecks } from "../src/provider-contract/identity-checks.ts";
import { oddTextChecks } from "../src/provider-contract/odd-text-checks.ts";
import { secretChecks } from "../src/provider-contract/secret-checks.ts";

const checks: readonly Check[] = [
  ...capabilityChecks,
  ...identityChecks,
  ...attributeChecks,
  ...entitlementChecks,
  ...directorySyncChecks,
  ...oddTextChecks,
  ...abortChecks,
  ...secretChecks,
];
const fixture = completeFixture();
const fresh = () => createMockProvider({ identities: seedOf(fixture), allowDelete: true });
/** The methods of a provider for directory sync, beside those of the mock. */
const sync = createEntraConnectDirectorySyncProvider();
const { startSyncCycle, getSyncCycleState } = sync;
type Breach = (mock: MockProvider) => object;

function run(id: string, breach: Breach): Promise<void> {
  const check = checks.find((each) => each.id === id);
  const mock = fresh();
  const capabilities = [...mock.getCapabilities(), ...sync.getCapabilities()];
  const provider: AnyProvider = {
    ...mock,
    startSyncCycle,
    getSyncCycleState,
    getCapabilities: () => capabilities,
    ...breach(mock),
  } as AnyProvider;
  const { session } = createAdSyncSimulator({ now: () => 0 });
  const subject = { provider, capabilities, definitions: [], fixture, calls: {}, secrets: [], session };
  return check?.run(createSubject(subject)) ?? expect.fail(`no check ${id}`);
}

const changed = { changed: true };
const unchanged = { changed: false };
const found = { identityKey: "x", enabled: true, attributes: {} };
const always = (answer: unknown) => () => answer;
const refuse = () => {
  throw new IdleError("PermissionDenied", "No.");
};

/** The mock, with ids of its identities. */
const identifiedBy = (mock: MockProvider, idOf: (identity: Identity) => string) => ({
  async getIdentity(args: never) {
    const identity = await mock.getIdentity(args);
    return identity === null ? null : { ...identity, id: idOf(identity) };
  },
});

const breaches: readonly (readonly [string, Breach])[] = [
  ["provider/name", () => ({ name: "" })],
  ["provider/capabilities", () => ({ getCapabilities: always(["IdLE.Identity.Read"]) })],
  ["provider/well-formed", () => ({ getCapabilities: always(["idle.read"]) })],
  ["provider/well-formed", () => ({ getCapabilities: always(["Acme.Badge.Print"]) })],
  ["provider/methods", () => ({ moveIdentity: undefined })],
  ["provider/session", () => ({ session: { type: "Password", required: true } })],
  ["read/known", () => ({ getIdentity: always(null) })],
  ["read/known", () => ({ getIdentity: always({ ...found, enabled: "yes" }) })],
  ["read/unknown", () => ({ getIdentity: always(found) })],
  ["read/after-close", () => ({ close: refuse })],
  [
    "read/after-close",
    (mock) => {
      let isOpen = true;
      return {
        close() {
          isOpen = false;
        },
        getIdentity: (args: never) => (isOpen ? mock.getIdentity(args) : refuse()),
      };
    },
  ],
  ["read/id", (mock) => identifiedBy(mock, () => "the same for all")],
  ["read/id", (mock) => identifiedBy(mock, ({ container = "" }) => container)],
  ["list/all", () => ({ listIdentities: async function* () {} })],
  [
    "list/filter",
    (mock) => ({ listIdentities: (args: never) => mock.listIdentities({ ...(args as object), filter: {} } as never) }),
  ],
  [
    "create/new",
    (mock) => ({
      createIdentity: (args: never) => mock.createIdentity({ ...(args as object), enabled: true } as never),
    }),
  ],
  [
    "create/enabled",
    (mock) => ({
      createIdentity: (args: never) => mock.createIdentity({ ...(args as object), enabled: false } as never),
    }),
  ],
  ["create/generated-password", () => ({ createIdentity: always({ identityKey: "x", changed: true }) })],
  ["create/existing", () => ({ createIdentity: always({ identityKey: "x", changed: true }) })],
  [
    "create/existing",
    () => ({
      createIdentity: always({ identityKey: "x", changed: false, outputs: { initialPassword: new Secret("x") } }),
    }),
  ],
  ["enable/idempotent", () => ({ enableIdentity: always(changed) })],
  ["disable/idempotent", () => ({ disableIdentity: always(changed) })],
  ["disable/idempotent", () => ({ disableIdentity: always(unchanged) })],
  ["enable/after-disable", () => ({ disableIdentity: always(changed) })],
  ["move/idempotent", () => ({ moveIdentity: always(changed) })],
  ["delete/idempotent", () => ({ deleteIdentity: always(changed) })],
  ["sessions/revoke", (mock) => ({ revokeSessions: (args: never) => mock.disableIdentity(args) })],
  ["enable/unknown", () => ({ enableIdentity: always(unchanged) })],
  ["disable/unknown", () => ({ disableIdentity: refuse })],
  ["move/unknown", () => ({ moveIdentity: () => Promise.reject(new Error("not found")) })],
  ["sessions/unknown", () => ({ revokeSessions: always(changed) })],
  ["attributes/preview", () => ({ previewAttributes: always({ changed: false, attributes: [] }) })],
  [
    "attributes/preview-writes-nothing",
    (mock) => ({ previewAttributes: (args: never) => mock.ensureAttributes(args) }),
  ],
  [
    "attributes/unchanged",
    () => ({ ensureAttributes: always({ changed: true, attributes: [{ name: "Department", changed: true }] }) }),
  ],
  [
    "attributes/set",
    () => ({ ensureAttributes: always({ changed: true, attributes: [{ name: "Department", changed: true }] }) }),
  ],
  ["attributes/clear-null", () => ({ ensureAttributes: refuse })],
  [
    "attributes/clear-empty",
    () => ({
      ensureAttributes: always({ changed: true, attributes: [{ name: "Department", changed: true, after: "" }] }),
    }),
  ],
  ["attributes/typed", (mock) => ({ getIdentity: async (args: never) => texts(await mock.getIdentity(args)) })],
  [
    "attributes/assume",
    (mock) => ({
      previewAttributes: (args: never) => mock.previewAttributes({ ...(args as object), assume: undefined } as never),
    }),
  ],
  [
    "attributes/assume-created",
    (mock) => ({
      previewAttributes: (args: { assume: object }) =>
        mock.previewAttributes({ ...args, assume: { ...args.assume, created: false } } as never),
    }),
  ],
  ["attributes/ensure-unknown", () => ({ ensureAttributes: refuse })],
  ["attributes/preview-unknown", () => ({ previewAttributes: refuse })],
  ["entitlements/list", () => ({ listEntitlements: always([]) })],
  ["entitlements/list", () => ({ listEntitlements: always([fixture.entitlements[0], fixture.fixedEntitlement]) })],
  ["entitlements/grant", () => ({ grantEntitlement: always(changed) })],
  ["entitlements/revoke", () => ({ revokeEntitlement: always(changed) })],
  ["entitlements/fixed", () => ({ revokeEntitlement: always(unchanged) })],
  ["entitlements/list-unknown", () => ({ listEntitlements: always([]) })],
  ["entitlements/grant-unknown", () => ({ grantEntitlement: always(unchanged) })],
  ["entitlements/revoke-unknown", () => ({ revokeEntitlement: always(unchanged) })],
  ["sync/state", () => ({ getSyncCycleState: always({ inProgress: false, state: "Idle", details: null }) })],
  ["sync/state", () => ({ getSyncCycleState: always({ inProgress: true, state: "Idle", details: {} }) })],
  [
    "sync/state-starts-nothing",
    () => ({
      async getSyncCycleState(args: never) {
        const state = await getSyncCycleState(args);
        await startSyncCycle({ ...(args as object), policyType: "Delta" } as never);
        return state;
      },
    }),
  ],
  ["sync/start", () => ({ startSyncCycle: always({ started: false, message: "no" }) })],
  ["sync/start", () => ({ startSyncCycle: always({ started: true, message: "" }) })],
  ["sync/start-initial", () => ({ startSyncCycle: always({ started: false, message: "no" }) })],
  ["sync/policy-type", () => ({ startSyncCycle: always({ started: true, message: "yes" }) })],
  ["sync/policy-type", () => ({ startSyncCycle: refuse })],
  [
    "sync/policy-type",
    () => ({
      async startSyncCycle(args: never) {
        await startSyncCycle({ ...(args as object), policyType: "Delta" } as never);
        throw new IdleError("InvalidInput", "Too late.");
      },
    }),
  ],
  [
    "sync/abort",
    () => ({
      startSyncCycle: (args: never) =>
        startSyncCycle({ ...(args as object), signal: new AbortController().signal } as never),
    }),
  ],
  ["odd-value/blanks", (mock) => ({ getIdentity: async (args: never) => trimmed(await mock.getIdentity(args)) })],
  [
    "odd-key/umlauts",
    (mock) => ({
      getIdentity: (args: { identityKey: string }) =>
        mock.getIdentity({ ...args, identityKey: args.identityKey.normalize("NFD") } as never),
    }),
  ],
  [
    "odd-lookup/star",
    () => ({ getIdentity: (args: { identityKey: string }) => (args.identityKey.includes("*") ? found : null) }),
  ],
  [
    "abort/before",
    (mock) => ({
      disableIdentity: (args: object) =>
        mock.disableIdentity({ ...args, signal: new AbortController().signal } as never),
    }),
  ],
  [
    "abort/before",
    (mock) => ({
      getIdentity: (args: object) => mock.getIdentity({ ...args, signal: new AbortController().signal } as never),
    }),
  ],
  [
    "secrets/errors",
    () => ({
      createIdentity: (args: { initialPassword?: Secret }) => {
        throw new Error("refused", { cause: new Error(`the password ${args.initialPassword?.reveal()} is too short`) });
      },
    }),
  ],
];

function texts(identity: { readonly attributes: object } | null) {
  if (identity === null) return null;
  const entries = Object.entries(identity.attributes).map(([name, value]) => [name, String(value)]);
  return { ...identity, attributes: Object.fromEntries(entries) };
}

function trimmed(identity: { readonly attributes: object } | null) {
  if (identity === null) return null;
  const entries = Object.entries(identity.attributes).map(([name, value]) => [name, String(value).trim()]);
  return { ...identity, attributes: Object.fromEntries(entries) };
}

describe("a provider that breaks the contract", () => {
  it.each(breaches)("is noticed by %s", async (id, breach) => {
    await expect(run(id, breach)).rejects.toThrow();
    await run(id, () => ({}));
  });

  it("is noticed by every check but the one that only has to end", () => {
    const family = (id: string) => (id.startsWith("odd-") ? id.split("/")[0] : id);
    const covered = new Set(breaches.map(([id]) => family(id)));
    const missing = checks.map(({ id }) => family(id)).filter((id) => !covered.has(id));
    expect(missing).toEqual(["abort/during"]);
  });
});

describe("what the author is told", () => {
  const breachOf = (wanted: string) => breaches.find(([id]) => id === wanted)?.[1] ?? expect.fail(wanted);

  it("names the method that heeds no aborted signal, and what to write", async () => {
    await expect(run("abort/before", breachOf("abort/before"))).rejects.toThrow(
      /^disableIdentity succeeds under a signal that has aborted; begin it with signal\.throwIfAborted\(\)/,
    );
  });

  it("names the method and the error that shows a secret, without the secret", async () => {
    const message = await run("secrets/errors", breachOf("secrets/errors")).then(
      () => expect.fail("it passed"),
      (error: Error) => error.message,
    );
    expect(message).toMatch(/^createIdentity fails with an error that shows a secret, .*: Error: refused/);
    expect(message).not.toContain("Contract-S3cret");
  });
});

describe("a system without passwords", () => {
  it("refuses one that is asked for", async () => {
    const check = checks.find(({ id }) => id === "create/generated-password");
    const own = completeFixture({ initialPasswords: false });
    const subjectOf = (provider: AnyProvider) =>
      createSubject({
        ...{
          provider,
          capabilities: provider.getCapabilities(),
          definitions: [],
          fixture: own,
          calls: {},
          secrets: [],
        },
        session: undefined,
      });
    await expect(check?.run(subjectOf(fresh()))).rejects.toThrow("the call succeeded, and should have failed");
    const refusing = {
      ...fresh(),
      createIdentity: () => Promise.reject(new IdleError("Unsupported", "There are no passwords.")),
    };
    await check?.run(subjectOf(refusing));
  });
});

describe("a skip", () => {
  const skipping = (skip: Record<string, string>) =>
    providerContract({ name: "x", capabilities: ["IdLE.Identity.Read"], createProvider: fresh, skip });

  it("needs a reason in words", () => {
    expect(() => skipping({ "read/known": "" })).toThrow(/reason in words/);
    expect(() => skipping({ "read/known": "later" })).toThrow(/reason in words/);
  });

  it("is of a check that applies", () => {
    expect(() => skipping({ "read/knwon": "it cannot be" })).toThrow(/no check "read\/knwon"/);
    expect(() => skipping({ "delete/opt-in": "it cannot be" })).toThrow(/no check/);
  });
});
