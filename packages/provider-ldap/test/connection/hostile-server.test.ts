/** Servers that break off, dawdle, repeat themselves or talk nonsense. */
import { type CredentialSession, isIdleError, Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLdapProvider, type LdapProviderOptions } from "../../src/index.ts";
import { bindSession } from "../support/bind-session.ts";
import { type FakeAnswer, type FakeEntry, type Script, startFakeLdapServer } from "../support/fake-ldap-server.ts";

const base = "dc=example,dc=com";
const session: CredentialSession = { userName: "cn=me,dc=example,dc=com", password: new Secret("S3cret-of-mine") };
const person = (uid: string, more: FakeEntry["attributes"] = {}): FakeEntry => ({
  dn: `uid=${uid},${base}`,
  attributes: { uid: [uid], ...more },
});

async function against(script: Script, options: Partial<LdapProviderOptions> = {}) {
  const server = await startFakeLdapServer(script);
  onTestFinished(() => server.stop());
  const raw = createLdapProvider({ flavour: "ldap", url: server.url, baseDn: base, accountLock: null, ...options });
  onTestFinished(() => raw.close());
  const searches = () => server.requests.filter(({ op, base: asked }) => op === "search" && asked === base);
  return { server, raw, provider: bindSession(raw, session), searches };
}

/** Answers searches for people; all else is as usual. */
const people =
  (answer: (cookie: string | null, attributes: readonly string[]) => FakeAnswer | null): Script =>
  ({ op, base: asked, attributes, cookie }) =>
    op === "search" && asked.endsWith(base) && attributes[0] !== "1.1" ? answer(cookie, attributes) : undefined;

async function keysOf(identities: AsyncIterable<{ readonly identityKey: string }>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { identityKey } of identities) keys.push(identityKey);
  return keys;
}

describe("a paged list", () => {
  it("is read to its end, also over a page with nobody on it", async () => {
    const pages: Record<string, FakeAnswer> = {
      "": { entries: [person("a")], cookie: "1" },
      "1": { cookie: "2" },
      "2": { cookie: "3", references: ["ldap://elsewhere.example.com/dc=x"] },
      "3": { entries: [person("b"), person("c")], cookie: "" },
    };
    const { provider, searches } = await against(people((cookie) => pages[cookie ?? ""] ?? {}));
    expect(await keysOf(provider.listIdentities())).toEqual(["a", "b", "c"]);
    expect(searches().map(({ cookie }) => cookie)).toEqual([null, "", "1", "2", "3"]);
  });

  it("asks for no page that nobody wants", async () => {
    const { provider, searches } = await against(
      people((cookie) => ({ entries: [person(`a${cookie}`)], cookie: `${cookie}x` })),
    );
    for await (const { identityKey } of provider.listIdentities()) if (identityKey === "ax") break;
    expect(searches().filter(({ cookie }) => cookie !== null)).toHaveLength(2);
  });

  it("that breaks off in the middle is an error, and never the whole", async () => {
    const { provider } = await against(
      people((cookie) =>
        cookie === "" ? { entries: [person("a")], cookie: "1" } : { end: "cut", raw: Buffer.alloc(0) },
      ),
    );
    await expect(keysOf(provider.listIdentities())).rejects.toMatchObject({
      code: "ConnectionFailed",
      transient: true,
    });
  });
});

describe("an attribute that comes in parts", () => {
  const ranged = (answers: (from: number) => FakeEntry["attributes"]) =>
    people((_, attributes) => {
      const from = Number(/range=(\d+)-/.exec(attributes.join())?.[1] ?? 0);
      return { entries: [person("jane", answers(from))] };
    });

  it("is read whole", async () => {
    const { provider } = await against(
      ranged((from) => ({
        [`description;range=${from}-${from === 4 ? "*" : from + 1}`]: [
          `v${from}`,
          ...(from === 4 ? [] : [`v${from + 1}`]),
        ],
      })),
    );
    const identity = await provider.getIdentity({ identityKey: "jane" });
    expect(identity?.attributes.description ?? identity?.attributes.Description).toEqual([
      "v0",
      "v1",
      "v2",
      "v3",
      "v4",
    ]);
  });

  it.each<[string, (from: number) => FakeEntry["attributes"]]>([
    ["the same part over and over", () => ({ "description;range=0-1": ["a", "b"] })],
    ["parts without an end", (from) => ({ [`description;range=${from}-${from + 1}`]: [] })],
    [
      "the last part, which begins elsewhere",
      (from) => (from === 0 ? { "description;range=0-1": ["a", "b"] } : { "description;range=4-*": ["e"] }),
    ],
    [
      "all of it once more",
      (from) => (from === 0 ? { "description;range=0-1": ["a", "b"] } : { description: ["a", "b", "c"] }),
    ],
    ["parts that go back", (from) => ({ [`description;range=${from}-${Math.max(0, from - 2)}`]: ["a"] })],
  ])("is not taken for whole, nor asked for for ever: %s", async (_, answers) => {
    const { provider } = await against(ranged(answers));
    await expect(provider.getIdentity({ identityKey: "jane" })).rejects.toMatchObject({
      code: "RemoteExecutionFailed",
    });
  });
});

describe("a connection", () => {
  it("that breaks in a read is opened once more, and no more than that", async () => {
    let searched = 0;
    const { provider, server } = await against(
      people(() => {
        searched += 1;
        return searched === 1 ? { end: "cut", raw: Buffer.alloc(0) } : { entries: [person("jane")] };
      }),
    );
    expect(await provider.getIdentity({ identityKey: "jane" })).toMatchObject({ identityKey: "jane" });
    expect(server.connections()).toBe(2);
    const dead = await against(people(() => ({ end: "cut", raw: Buffer.alloc(0) })));
    await expect(dead.provider.getIdentity({ identityKey: "jane" })).rejects.toMatchObject({
      code: "ConnectionFailed",
    });
    expect(dead.searches().filter(({ attributes }) => attributes[0] !== "1.1")).toHaveLength(2);
  });

  it("that breaks in a write is not used to write again", async () => {
    const { provider, server } = await against((request) => {
      if (request.op === "modify") return { end: "cut", raw: Buffer.alloc(0) };
      return people(() => ({ entries: [person("jane", { description: ["a"] })] }))(request, undefined as never);
    });
    const attributes = { Description: "b" };
    const written = provider.ensureAttributes({ identityKey: "jane", attributes });
    await expect(written).rejects.toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(server.requests.filter(({ op }) => op === "modify")).toHaveLength(1);
  });

  it("that is told to be over is opened anew for the next call", async () => {
    // Notice of disconnection (RFC 4511, 4.4.1): message 0, code 52.
    const notice = Buffer.from(
      "302402010078 1f0a0134040004008a16312e332e362e312e342e312e313436362e3230303336".replaceAll(" ", ""),
      "hex",
    );
    let isFirst = true;
    const { provider, server } = await against((request, socket) => {
      const answer = people(() => ({ entries: [person("jane")] }))(request, socket);
      if (answer !== undefined && answer !== null && isFirst) {
        isFirst = false;
        setImmediate(() => socket.end(notice));
      }
      return answer;
    });
    await provider.getIdentity({ identityKey: "jane" });
    await expect.poll(() => provider.getIdentity({ identityKey: "jane" })).toMatchObject({ identityKey: "jane" });
    await expect.poll(() => server.connections()).toBeGreaterThanOrEqual(1);
  });

  it.each<[string, FakeAnswer | null, string]>([
    ["nothing", null, "Timeout"],
    ["what is no LDAP", { raw: Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), end: "cut" }, "ConnectionFailed"],
    ["half an answer", { raw: Buffer.from([0x30, 0x50, 0x02]), end: "cut" }, "ConnectionFailed"],
    ["a refusal", { code: 50, message: "no" }, "PermissionDenied"],
    ["a referral", { code: 10, message: "ldap://elsewhere" }, "Unsupported"],
  ])("is told in the contract's words where the server answers with %s", async (_, answer, code) => {
    const { provider } = await against(
      people(() => answer),
      { timeoutSeconds: 0.3 },
    );
    const error = await Promise.resolve(provider.getIdentity({ identityKey: "jane" })).catch(
      (thrown: unknown) => thrown,
    );
    expect(isIdleError(error)).toBe(true);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("S3cret-of-mine");
  });

  it("whose account is refused is not tried for it again, call after call", async () => {
    const { provider, server } = await against(({ op }) =>
      op === "bind" ? { code: 49, message: "data 52e" } : undefined,
    );
    for (let call = 0; call < 5; call += 1) {
      await expect(provider.getIdentity({ identityKey: "jane" })).rejects.toMatchObject({ code: "PermissionDenied" });
    }
    expect(server.requests.filter(({ op }) => op === "bind")).toHaveLength(1);
  });

  it("is one for calls that come at once, and is opened anew after it was closed", async () => {
    const { provider, raw, server } = await against(people(() => ({ entries: [person("jane")] })));
    const get = () => provider.getIdentity({ identityKey: "jane" });
    await Promise.all(Array.from({ length: 20 }, get));
    expect(server.connections()).toBe(1);
    await raw.close();
    expect(await get()).toMatchObject({ identityKey: "jane" });
    expect(server.connections()).toBe(2);
  });

  it("is not waited for by a call that is aborted, and serves the next one", async () => {
    const controller = new AbortController();
    let hangs = true;
    const { raw, server } = await against(
      people(() => {
        if (!hangs) return { entries: [person("jane")] };
        controller.abort(new Error("The host has enough."));
        return null;
      }),
    );
    await expect(bindSession(raw, session, controller.signal).getIdentity({ identityKey: "jane" })).rejects.toThrow(
      "The host has enough.",
    );
    hangs = false;
    expect(await bindSession(raw, session).getIdentity({ identityKey: "jane" })).toMatchObject({ identityKey: "jane" });
    expect(server.connections()).toBe(1);
  });
});

describe("an answer about somebody else", () => {
  it("is nobody, where the server's idea of the same is wider than ours", async () => {
    const { provider } = await against(people(() => ({ entries: [person("müller")] })));
    expect(await provider.getIdentity({ identityKey: "muller" })).toBeNull();
  });

  it("is refused where it is two, with both names", async () => {
    const two = [person("jane"), { ...person("jane"), dn: `uid=jane,ou=other,${base}` }];
    const { provider } = await against(people(() => ({ entries: two })));
    await expect(provider.disableIdentity?.({ identityKey: "jane" }) ?? Promise.reject()).rejects.toBeDefined();
    const read = provider.getIdentity({ identityKey: "jane" });
    await expect(read).rejects.toMatchObject({
      code: "InvalidInput",
      message: expect.stringMatching(/uid=jane,dc=example.* and .*ou=other/),
    });
  });
});
