import {
  type AuthSessionBroker,
  type Identity,
  IdleError,
  type JsonObject,
  type ProviderBag,
  Secret,
} from "@idle/contract";
import { createEngine, createRedactor } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { errorOf, handMade, jane } from "../support/product.ts";

const list = "IdLE.Identity.List" as const;
const read = "IdLE.Identity.Read" as const;
const host = () => createFakeHost({ autoAdvance: true });
const engine = createEngine({ steps: [], host: host() });

const person = (index: number): Identity => ({ identityKey: `p${index}`, enabled: true, attributes: {} });

/** A provider that lists what the function gives. */
const listing = (listIdentities: (args: { session?: unknown; signal: AbortSignal }) => unknown, more: object = {}) => ({
  Identity: { ...handMade({ listIdentities }, [list]), ...more },
});

async function keysOf(identities: AsyncIterable<Identity>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { identityKey } of identities) keys.push(identityKey);
  return keys;
}

async function listAll(providers: ProviderBag, signal?: AbortSignal): Promise<string[]> {
  const reader = await engine.openReader({
    providers,
    provider: "Identity",
    capabilities: [list],
    ...(signal && { signal }),
  });
  return keysOf(reader.listIdentities());
}

describe("a reader", () => {
  it("has the reads of its capabilities, and nothing else", async () => {
    const providers = { Identity: createMockProvider({ identities: [jane] }) };
    const reader = await engine.openReader({
      providers,
      provider: "identity",
      capabilities: [read, "IdLE.Identity.Disable", "IdLE.Entitlement.List"],
    });
    expect(Object.keys(reader)).toEqual(["getIdentity", "listEntitlements"]);
    const { entitlements, ...identity } = jane;
    expect(await reader.getIdentity({ identityKey: "jane" })).toEqual(identity);
    expect(await reader.getIdentity({ identityKey: "joe" })).toBeNull();
    expect(await reader.listEntitlements({ identityKey: "jane" })).toEqual(entitlements);
    expect((await errorOf(reader.listEntitlements({ identityKey: "joe" }))).code).toBe("NotFound");
  });

  it("lists by a filter", async () => {
    const identities = [jane, { ...jane, identityKey: "joe", enabled: false }];
    const providers = { Identity: createMockProvider({ identities }) };
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    expect(await keysOf(reader.listIdentities())).toEqual(["jane", "joe"]);
    expect(await keysOf(reader.listIdentities({ filter: { enabled: false } }))).toEqual(["joe"]);
  });

  it.each([
    ["ProviderMissing", "Idenity", read, /Did you mean "Identity"|Identity/],
    ["CapabilityMissing", "Identity", read, /Identity does not have IdLE\.Identity\.Read\. These have it: Other\.$/],
    ["CapabilityMissing", "Identity", "IdLE.Identity.Move" as typeof read, /No provider in the bag has it\.$/],
    ["CapabilityUndeclared", "Identity", "Acme.Badge.Read" as typeof read, /createEngine\(\{ capabilities \}\)/],
  ])("is refused: %s of %s for %s", async (code, provider, capability, words) => {
    const providers = { Identity: handMade({}, [list]), Other: handMade({}, [read]) };
    const error = await errorOf(engine.openReader({ providers, provider, capabilities: [capability] }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
  });
});

describe("answers", () => {
  it("are checked, item by item, and their author is named", async () => {
    const wrong = listing(async function* () {
      yield person(1);
      yield { identityKey: "p2" };
    });
    const seen: string[] = [];
    const reader = await engine.openReader({ providers: wrong, provider: "Identity", capabilities: [list] });
    const error = await errorOf(
      (async () => {
        for await (const { identityKey } of reader.listIdentities()) seen.push(identityKey);
      })(),
    );
    expect(seen).toEqual(["p1"]);
    expect(error.code).toBe("PluginAnswerInvalid");
    expect(error.message).toContain("Provider HandMade (alias Identity) answered listIdentities with");
  });

  it("have no value under a secret name, of the closed list and of the host", async () => {
    const attributes = { Password: "hunter2-hunter2", employeePin: "4711", Title: "CEO" };
    const providers = { Identity: createMockProvider({ identities: [{ ...jane, attributes }] }) };
    const own = createEngine({ steps: [], redactNames: ["employeePin"] });
    const reader = await own.openReader({ providers, provider: "Identity", capabilities: [read, list] });
    const shown = { Password: "[REDACTED]", employeePin: "[REDACTED]", Title: "CEO" };
    expect((await reader.getIdentity({ identityKey: "jane" }))?.attributes).toEqual(shown);
    for await (const identity of reader.listIdentities()) expect(identity.attributes).toEqual(shown);
  });

  it("and errors have nothing of the session's secrets, which the host's redactor learns", async () => {
    const broker: AuthSessionBroker = {
      acquireAuthSession: () => ({ getAccessToken: () => "planted-token" }),
    };
    const session = { type: "OAuth", required: true };
    const providers = {
      ...listing(
        async function* ({ session: given }) {
          const token = await (given as { getAccessToken(): Promise<string> }).getAccessToken();
          yield { ...person(1), attributes: { Title: `it is ${token}` } };
          throw new IdleError("ConnectionFailed", `refused ${token}`, { cause: new Error(token) });
        },
        { session },
      ),
      AuthSessionBroker: broker,
    };
    const redactor = createRedactor();
    const own = createEngine({ steps: [], redactor });
    const reader = await own.openReader({ providers, provider: "Identity", capabilities: [list] });
    const titles: unknown[] = [];
    const error = await errorOf(
      (async () => {
        for await (const { attributes } of reader.listIdentities()) titles.push(attributes.Title);
      })(),
    );
    expect(titles).toEqual(["it is [REDACTED]"]);
    expect(error).toMatchObject({ code: "ConnectionFailed", message: "refused [REDACTED]" });
    expect(String((error.cause as Error).message)).not.toContain("planted");
    expect(redactor.text("planted-token")).toBe("[REDACTED]");
  });
});

describe("what a provider reveals", () => {
  it("while a list is read is hidden from then on, on every page", async () => {
    const secrets = ["planted-first", "planted-second"].map((text) => new Secret(text));
    const providers = listing(async function* () {
      for (const secret of secrets) yield { ...person(1), attributes: { Title: secret.reveal() } };
    });
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    for await (const { attributes } of reader.listIdentities()) expect(attributes).toEqual({ Title: "[REDACTED]" });
  });

  it("while a list is read is hidden in later calls with that session, too", async () => {
    const found = "found-while-listing";
    const provider = {
      name: "Forgetful",
      session: { type: "OAuth", required: true },
      getCapabilities: () => [read, list],
      async *listIdentities() {
        await Promise.resolve();
        new Secret(found).reveal();
        yield person(1);
      },
      getIdentity: async () => {
        throw new Error(`refused ${found}`);
      },
    } as const;
    const session = { type: "OAuth", getAccessToken: () => "a-token" };
    const providers = { P: provider, AuthSessionBroker: { acquireAuthSession: () => session as never } };
    const open = () => engine.openReader({ providers, provider: "P", capabilities: [read, list] });
    expect(await keysOf((await open()).listIdentities())).toEqual(["p1"]);
    await expect((await open()).getIdentity({ identityKey: "a" })).rejects.toThrow("refused [REDACTED]");
  });

  it("under a secret name of a filter is hidden as well", async () => {
    const providers = listing(async function* () {
      yield { ...person(1), attributes: { Title: "hunter2-hunter2" } };
    });
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    const filter = { attributes: { Password: "hunter2-hunter2" } };
    for await (const each of reader.listIdentities({ filter }))
      expect(each.attributes).toEqual({ Title: "[REDACTED]" });
  });
});

describe("the session", () => {
  it("is asked for once, as planning asks", async () => {
    const asked: [string, JsonObject | undefined][] = [];
    const broker: AuthSessionBroker = {
      acquireAuthSession(name, options) {
        asked.push([name, options]);
        return { userName: "svc", password: new Secret("planted-password") };
      },
    };
    const getIdentity = () => person(1);
    const provider = { ...handMade({ getIdentity }, [read]), session: { type: "Credential", required: true } as const };
    const providers = { Identity: provider, AuthSessionBroker: broker };
    const options = { providers, provider: "Identity", capabilities: [read], actor: "ops" } as const;
    const reader = await engine.openReader({
      ...options,
      authSessionName: "Reading",
      authSessionOptions: { site: "Bonn" },
    });
    await reader.getIdentity({ identityKey: "p1" });
    await reader.getIdentity({ identityKey: "p1" });
    await engine.openReader(options);
    const told = { purpose: "Plan", correlationId: expect.any(String), actor: "ops" };
    expect(asked).toEqual([
      ["Reading", { site: "Bonn", ...told }],
      ["", told],
    ]);
  });

  it("is refused with the broker's own words, without a word of a secret", async () => {
    const provider = { ...handMade({}, [read]), session: { type: "Credential", required: true } as const };
    const open = (bag: object) =>
      engine.openReader({ providers: { Identity: provider, ...bag }, provider: "Identity", capabilities: [read] });
    expect((await errorOf(open({}))).code).toBe("SessionBrokerMissing");
    const broker = { acquireAuthSession: () => Promise.reject(new Error("no such account")) };
    expect(await errorOf(open({ AuthSessionBroker: broker }))).toMatchObject({
      code: "SessionFailed",
      message: expect.stringContaining("no such account"),
    });
  });
});

describe("trying again", () => {
  const busy = () => new IdleError("Busy", "later", { transient: true });

  it("is done for what is transient, also for a list that has not begun", async () => {
    const provider = createMockProvider({ identities: [jane] });
    provider.failNext({ method: "getIdentity", error: busy() });
    provider.failNext({ method: "listIdentities", error: busy() });
    const reader = await engine.openReader({
      providers: { Identity: provider },
      provider: "Identity",
      capabilities: [read, list],
    });
    expect(await reader.getIdentity({ identityKey: "jane" })).not.toBeNull();
    expect(await keysOf(reader.listIdentities())).toEqual(["jane"]);
    expect(provider.history.map(({ method }) => method)).toEqual([
      "getIdentity",
      "getIdentity",
      "listIdentities",
      "listIdentities",
    ]);
  });

  it("is not done in the middle of a list, where items would come twice", async () => {
    let calls = 0;
    const providers = listing(async function* () {
      calls += 1;
      yield person(1);
      throw busy();
    });
    expect((await errorOf(listAll(providers))).code).toBe("Busy");
    expect(calls).toBe(1);
  });

  it("ends with the attempts of the default retry profile", async () => {
    const provider = createMockProvider({ identities: [jane] });
    for (let count = 0; count < 2; count += 1) provider.failNext({ method: "getIdentity", error: busy() });
    const reader = await engine.openReader({
      providers: { Identity: provider },
      provider: "Identity",
      capabilities: [read],
      retryProfiles: { Default: { maxAttempts: 2 } },
    });
    expect((await errorOf(reader.getIdentity({ identityKey: "jane" }))).code).toBe("Busy");
  });
});

describe("a list", () => {
  it("is read no further than it is asked for, and is let go when it is left", async () => {
    let given = 0;
    let isLetGo = false;
    const providers = listing(async function* () {
      try {
        for (;;) {
          given += 1;
          yield person(given);
        }
      } finally {
        isLetGo = true;
      }
    });
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    for await (const { identityKey } of reader.listIdentities()) if (identityKey === "p3") break;
    expect({ given, isLetGo }).toEqual({ given: 3, isLetGo: true });
  });

  it("that is awaited is redacted as well", async () => {
    const attributes = { Password: "hunter2-hunter2" };
    const providers = { Identity: createMockProvider({ identities: [{ ...jane, attributes }] }) };
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    const identities = await reader.listIdentities();
    for await (const identity of identities) expect(identity.attributes).toEqual({ Password: "[REDACTED]" });
  });

  it.each([
    ["before its first item", 0],
    ["on its way", 2],
  ])("that never comes back is left %s when the host aborts", async (_, count) => {
    const stop = new AbortController();
    const providers = listing(async function* () {
      for (let index = 0; index < count; index += 1) yield person(index);
      setImmediate(() => stop.abort());
      await new Promise(() => {});
    });
    expect((await errorOf(listAll(providers, stop.signal))).code).toBe("Cancelled");
  });

  it("that is left after an abort is let go without waiting, whatever becomes of that", async () => {
    const stop = new AbortController();
    const providers = listing(() => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: person(1) }),
        return: () => Promise.reject(new Error("cannot let go")),
      }),
    }));
    const options = { providers, provider: "Identity", capabilities: [list], signal: stop.signal } as const;
    const reader = await engine.openReader(options);
    for await (const _ of reader.listIdentities()) {
      stop.abort();
      break;
    }
    // Node would tell of a rejection by now that nobody waits for.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await errorOf(keysOf(reader.listIdentities()))).toMatchObject({ code: "Cancelled" });
  });

  it("that cannot be let go is an error of the provider's", async () => {
    const providers = listing(() => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: person(1) }),
        return: () => Promise.reject(new Error("cannot let go")),
      }),
    }));
    const reader = await engine.openReader({ providers, provider: "Identity", capabilities: [list] });
    const left = async () => {
      for await (const _ of reader.listIdentities()) break;
    };
    expect(await errorOf(left())).toMatchObject({
      code: "UnexpectedError",
      message: expect.stringContaining("cannot let go"),
    });
  });

  it("of a method that gives none is refused by name", async () => {
    expect(await errorOf(listAll(listing(undefined as never)))).toMatchObject({
      code: "PluginAnswerInvalid",
      message: expect.stringContaining("has no method listIdentities"),
    });
  });
});
