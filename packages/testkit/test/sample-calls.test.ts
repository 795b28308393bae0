/** That the suite has something to say of capabilities it never heard of: each check fails on what breaks its sentence. */
import { type AnyCapability, type AnyProvider, defineCapability, IdleError } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { providerContract, type SampleCalls } from "../src/index.ts";
import { abortChecks } from "../src/provider-contract/abort-checks.ts";
import { callChecks } from "../src/provider-contract/call-checks.ts";
import { createSubject } from "../src/provider-contract/check.ts";
import { completeFixture } from "../src/provider-contract/fixture.ts";
import { ownMethods } from "../src/provider-contract/sample-calls.ts";
import { secretChecks } from "../src/provider-contract/secret-checks.ts";

type Key = { readonly identityKey: string };
type Colour = Key & { readonly colour: string };

// Declared without types: these tests break what the compiler would refuse.
const define = defineCapability as (definition: object) => AnyCapability;
const definitions = [
  define({ id: "Test.Badge.Read", methods: { getTestBadge: "read", listTestBadges: "read" } }),
  define({ id: "Test.Badge.Issue", methods: { issueTestBadge: "write" } }),
];
const capabilities = definitions.map(({ id }) => id);
const calls: SampleCalls = {
  getTestBadge: { args: { identityKey: "jane" }, failing: { identityKey: "nobody" } },
  listTestBadges: { args: {} },
  issueTestBadge: { args: { identityKey: "jane", colour: "blue" }, failing: { identityKey: "nobody", colour: "red" } },
};

function createBadges() {
  const badges = new Map<string, string | null>([["jane", null]]);
  const known = (identityKey: string) => {
    const badge = badges.get(identityKey);
    if (badge === undefined) throw new IdleError("NotFound", "There is nobody of that key.");
    return badge;
  };
  return {
    name: "Badges",
    badges,
    getCapabilities: () => capabilities,
    async getTestBadge({ identityKey, signal }: Key & { signal: AbortSignal }): Promise<unknown> {
      signal.throwIfAborted();
      return known(identityKey);
    },
    async *listTestBadges({ signal }: { signal: AbortSignal }): AsyncIterable<unknown> {
      signal.throwIfAborted();
      yield* badges.keys();
    },
    async issueTestBadge({ identityKey, colour, signal }: Colour & { signal: AbortSignal }): Promise<unknown> {
      signal.throwIfAborted();
      if (known(identityKey) === colour) return { changed: false };
      badges.set(identityKey, colour);
      return { changed: true };
    },
  };
}
type Badges = ReturnType<typeof createBadges>;

const checks = [...callChecks(ownMethods(capabilities, definitions), calls), ...abortChecks, ...secretChecks];

async function run(id: string, breach: (badges: Badges) => object): Promise<void> {
  const check = checks.find((each) => each.id === id) ?? expect.fail(`no check ${id}`);
  const badges = createBadges();
  const provider: AnyProvider = { ...badges, ...breach(badges) };
  const parts = { provider, capabilities, definitions, fixture: completeFixture(), calls, secrets: ["s3cret!"] };
  await check.run(createSubject({ ...parts, session: undefined }));
}

const breaches: readonly (readonly [string, string, (badges: Badges) => object])[] = [
  ["calls/reads/getTestBadge", "a read that answers with nothing", () => ({ getTestBadge: async () => undefined })],
  [
    "calls/reads/getTestBadge",
    "a read that writes",
    ({ badges }) => ({ getTestBadge: async () => badges.set(`seen ${badges.size}`, "red") && null }),
  ],
  [
    "calls/reads/listTestBadges",
    "a list that grows by being read",
    ({ badges }) => ({
      async *listTestBadges() {
        yield badges.set(`jane${badges.size}`, null).size;
      },
    }),
  ],
  [
    "calls/writes/issueTestBadge",
    "a write that always says changed",
    ({ badges }) => ({
      issueTestBadge: async ({ identityKey, colour }: Colour) => badges.set(identityKey, colour) && { changed: true },
    }),
  ],
  [
    "calls/writes/issueTestBadge",
    "a write that does nothing",
    () => ({ issueTestBadge: async () => ({ changed: false }) }),
  ],
  [
    "calls/writes/issueTestBadge",
    "a write that only says it did something",
    () => {
      let isFirst = true;
      const answer = () => {
        const changed = isFirst;
        isFirst = false;
        return { changed };
      };
      return { issueTestBadge: async () => answer() };
    },
  ],
  [
    "calls/writes/issueTestBadge",
    "a write that answers with nothing",
    ({ badges }) => ({
      async issueTestBadge({ identityKey, colour }: Colour) {
        badges.set(identityKey, colour);
      },
    }),
  ],
  [
    "calls/fails/getTestBadge",
    "an error of another class",
    () => ({ getTestBadge: () => Promise.reject(new Error("no")) }),
  ],
  ["calls/fails/issueTestBadge", "a text thrown", () => ({ issueTestBadge: () => Promise.reject("no") })],
  [
    "calls/fails/issueTestBadge",
    "a failure that there is not",
    () => ({ issueTestBadge: async () => ({ changed: false }) }),
  ],
  [
    "abort/before",
    "a write that does not look at the signal",
    ({ issueTestBadge }) => ({
      issueTestBadge: (args: Colour) => issueTestBadge({ ...args, signal: new AbortController().signal }),
    }),
  ],
  [
    "secrets/errors",
    "a secret in an error",
    () => ({
      issueTestBadge: () => Promise.reject(new IdleError("NotFound", "nobody", { cause: new Error("Basic s3cret!") })),
    }),
  ],
];

describe("sample calls of capabilities that are not built in", () => {
  it.each(breaches)("by %s notice %s", async (id, _, breach) => {
    await expect(run(id, breach)).rejects.toThrow();
    await run(id, () => ({}));
  });

  it("are wanted of each method, in words to copy", async () => {
    const [check] = callChecks(ownMethods(capabilities, definitions), { listTestBadges: { args: {} } });
    const provider = createBadges();
    const subject = createSubject({
      ...{ provider, capabilities, definitions, fixture: completeFixture(), calls: {} },
      ...{ secrets: [], session: undefined },
    });
    await expect(check?.run(subject)).rejects.toThrow("calls: { getTestBadge: { args: { … } }, issueTestBadge: {");
  });

  it("are not wanted of a provider without such capabilities", () => {
    expect(callChecks(ownMethods(["IdLE.Identity.Read"], definitions), {})).toEqual([]);
  });

  it("are refused for a method that there is not", () => {
    const register = () =>
      providerContract({
        ...{ name: "Badges", capabilities, definitions, createProvider: createBadges },
        calls: { getBadge: { args: {} } },
      });
    expect(register).toThrow(
      'calls has "getBadge", which is no method of an advertised capability among the definitions; there are: getTestBadge',
    );
  });
});
