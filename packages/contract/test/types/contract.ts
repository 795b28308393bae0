/** Type tests: what must not compile does not, what must compile does. Checked by the type check, never run. */
import {
  type CapabilityId,
  defineCapability,
  defineProvider,
  defineStep,
  type EntitlementAssignment,
  type Identity,
  type IdlePlugin,
  type JsonValue,
  type ProviderBag,
  type Read,
  type SyncCycleState,
  type Write,
} from "@idle/contract";

declare module "@idle/contract" {
  interface CapabilityMap {
    "Acme.Badge.Print": {
      getBadge: Read<{ readonly identityKey: string }, { readonly printed: boolean } | null>;
      printBadge: Write<{ readonly identityKey: string; readonly colour: string }, { readonly changed: boolean }>;
    };
  }
}

const jane: Identity = { identityKey: "jane", enabled: true, attributes: {} };

// A provider has the methods of what it advertises.
defineProvider({
  name: "reader",
  getCapabilities: () => ["IdLE.Identity.Read", "Acme.Badge.Print"],
  async getIdentity({ identityKey, signal }) {
    const key: string = identityKey;
    const stop: AbortSignal = signal;
    return stop.aborted ? null : { ...jane, identityKey: key };
  },
  getBadge: () => null,
  printBadge: async ({ colour }) => ({ changed: colour === "red" }),
});

// It may let go of its connections, now or in a while.
defineProvider({ name: "now", getCapabilities: () => [], close() {} });
defineProvider({ name: "in a while", getCapabilities: () => [], close: async () => {} });
// @ts-expect-error - close is no function
defineProvider({ name: "never", getCapabilities: () => [], close: true });

// @ts-expect-error - it advertises Entitlement.List without listEntitlements
defineProvider({
  name: "liar",
  getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Entitlement.List"],
  async getIdentity() {
    return jane;
  },
});

defineProvider({
  name: "half",
  getCapabilities: () => ["IdLE.Identity.Read"],
  // @ts-expect-error - the answer is no identity
  async getIdentity() {
    return { identityKey: 42 };
  },
});

// @ts-expect-error - no such capability
defineProvider({ name: "unknown", getCapabilities: () => ["IdLE.Identity.Fly"] });

// A provider gets the session it declares.
defineProvider({
  name: "sync",
  session: { type: "Command", required: true },
  getCapabilities: () => ["IdLE.DirectorySync.Trigger"],
  async startSyncCycle({ policyType, session, signal }) {
    await session.invokeCommand("Start-ADSyncSyncCycle", { PolicyType: policyType }, { signal });
    // @ts-expect-error - a Command session has no password
    session.password;
    return { started: true, message: "started" };
  },
});

// A step calls what it requires, with typed inputs.
defineStep({
  type: "Acme.Step.PrintBadge",
  description: "Prints a badge.",
  with: {
    type: "object",
    additionalProperties: false,
    required: ["identityKey"],
    properties: {
      identityKey: { type: "string" },
      colour: { enum: ["red", "blue"] },
      copies: { type: ["integer", "null"] },
      notes: { type: "array", items: { type: "object", properties: { text: { type: "string" } }, required: ["text"] } },
    },
  },
  requiredCapabilities: ["Acme.Badge.Print"],
  previewCapabilities: ["IdLE.Identity.Read"],
  async preview(ctx) {
    const key: string = ctx.with.identityKey;
    const colour: "red" | "blue" | undefined = ctx.with.colour;
    const copies: number | null | undefined = ctx.with.copies;
    const note: string | undefined = ctx.with.notes?.[0]?.text;
    ctx.warn(`${colour} ${copies} ${note}`);
    // @ts-expect-error - there is no such input
    ctx.with.size;
    const identity = await ctx.provider.getIdentity({ identityKey: key });
    const badge = await ctx.provider.getBadge({ identityKey: key });
    // @ts-expect-error - a preview cannot write
    await ctx.provider.printBadge({ identityKey: key, colour: "red" });
    // @ts-expect-error - a preview has no clock
    ctx.now();
    // @ts-expect-error - a preview has no session
    await ctx.acquireAuthSession("x");
    if (identity === null || badge?.printed === true) return [];
    return [{ action: "invoke", target: { provider: ctx.with.provider, identityKey: key }, path: "badge" }];
  },
  async execute(ctx) {
    await ctx.provider.printBadge({ identityKey: ctx.with.identityKey, colour: ctx.with.colour ?? "red" });
    // @ts-expect-error - session and signal are bound already; colour is missing
    await ctx.provider.printBadge({ identityKey: ctx.with.identityKey });
    // @ts-expect-error - it did not require IdLE.Identity.Read to execute
    await ctx.provider.getIdentity({ identityKey: ctx.with.identityKey });
    // @ts-expect-error - it did not require IdLE.Identity.Delete
    await ctx.provider.deleteIdentity({ identityKey: ctx.with.identityKey });
    return { changed: true };
  },
});

defineStep({
  type: "Acme.Step.Nothing",
  description: "A step without a provider.",
  with: { type: "object", additionalProperties: false, properties: {} },
  execute(ctx) {
    // @ts-expect-error - it requires nothing, so it may call nothing
    ctx.provider.getIdentity({ identityKey: "x" });
    ctx.emit("Nothing", ctx.failure?.stepName ?? "nothing");
    return { changed: false };
  },
});

defineStep({
  type: "Acme.Step.Wrong",
  description: "A step that requires what nobody declared.",
  with: { type: "object", additionalProperties: false, properties: {} },
  // @ts-expect-error - no such capability
  requiredCapabilities: ["Acme.Badge.Burn"],
  execute: () => ({ changed: false }),
});

// A capability declares each method, and each the way its type says.
defineCapability({
  id: "Acme.Badge.Print",
  methods: { getBadge: "read", printBadge: "write" },
  overlay: { getBadge: async (real, args, earlier) => (earlier.length > 0 ? { printed: true } : real(args)) },
});
// @ts-expect-error - printBadge is missing
defineCapability({ id: "Acme.Badge.Print", methods: { getBadge: "read" } });
// @ts-expect-error - printBadge writes
defineCapability({ id: "Acme.Badge.Print", methods: { getBadge: "read", printBadge: "read" } });
defineCapability({
  id: "Acme.Badge.Print",
  methods: { getBadge: "read", printBadge: "write" },
  // @ts-expect-error - only reads are overlaid
  overlay: { printBadge: async () => ({ changed: true }) },
});

export const known: CapabilityId = "Acme.Badge.Print";

// A provider without a session goes into a bag, and its methods get none.
const plainProvider = defineProvider({
  name: "plain",
  getCapabilities: () => ["IdLE.Identity.Read"],
  getIdentity({ session }) {
    const none: undefined = session;
    return none ?? null;
  },
});
export const bag: ProviderBag = { Identity: plainProvider };
export const plugin: IdlePlugin = { contractVersion: 1, createProvider: () => plainProvider };

// A generated password cannot leave in clear.
defineProvider({
  name: "careless",
  getCapabilities: () => ["IdLE.Identity.Create"],
  // @ts-expect-error - the password must be a Secret
  createIdentity: async ({ identityKey }) => ({ identityKey, changed: true, outputs: { initialPassword: "clear" } }),
});

// What a system answers can be passed on as data.
declare const state: SyncCycleState;
declare const assignment: EntitlementAssignment;
export const data: readonly JsonValue[] = [jane, state, assignment];

// "a or b" beside properties keeps the inputs' types; a closed empty object has no inputs.
defineStep({
  type: "Acme.Step.Either",
  description: "Takes a or b.",
  with: {
    type: "object",
    additionalProperties: false,
    properties: { a: { type: "string" }, b: { type: "string" } },
    anyOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  execute(ctx) {
    const either: string | undefined = ctx.with.a ?? ctx.with.b;
    return { changed: either !== undefined };
  },
});
defineStep({
  type: "Acme.Step.Closed",
  description: "Takes nothing.",
  with: { type: "object", additionalProperties: false },
  execute(ctx) {
    // @ts-expect-error - it takes no inputs
    ctx.with.nonsense;
    return { changed: false };
  },
});
