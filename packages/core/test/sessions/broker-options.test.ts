/** What `createAuthSessionBroker` refuses. */
import { IdleError, Secret } from "@idle/contract";
import { createAuthSessionBroker } from "@idle/core";
import { describe, expect, it } from "vitest";

const credential = { userName: "svc", password: new Secret("hunter2-hunter2") };
const token = { getAccessToken: () => "t" };
const create = (options: unknown) => createAuthSessionBroker(options as never);
const one = (entry: object) => ({ sessions: [{ match: { name: "AD" }, session: credential }, entry] });

function thrownBy(act: () => unknown): IdleError {
  try {
    act();
  } catch (error) {
    if (error instanceof IdleError) return error;
    throw error;
  }
  throw new Error("It did not throw.");
}

describe("a broker cannot be made of", () => {
  it.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /must be an object/],
    ["no list", { sessions: {} }, /sessions is no list/],
    ["no list at all", { default: credential }, /sessions is no list/],
    ["an unknown key", { sessions: [], defualt: credential }, /unknown key "defualt". Did you mean "default"/],
    ["secrets that resolve nothing", { sessions: [], secrets: {} }, /secrets has no method resolve/],
    ["a default that is none", { sessions: [], default: 7 }, /default\.session must be/],
    ["a default with a slip", { sessions: [], default: { sesion: credential } }, /default: unknown key "sesion"/],
  ])("%s", (_, options, words) => {
    expect(thrownBy(() => create(options))).toMatchObject({
      code: "InvalidInput",
      message: expect.stringMatching(words),
    });
  });

  it.each<[string, object, RegExp]>([
    ["that is null", null as never, /sessions\[1\] must be an object/],
    ["without match", { session: credential }, /sessions\[1\]\.match must be an object/],
    ["with an empty match", { match: {}, session: credential }, /it is empty/],
    ["with a match of undefined", { match: { name: undefined }, session: credential }, /it is empty/],
    ["with a match that is a list", { match: ["AD"], session: credential }, /match must be/],
    ["with a match that is no data", { match: { a: () => 1 }, session: credential }, /no JSON data/],
    ["with a number that is none", { match: { a: Number.NaN }, session: credential }, /no JSON data/],
    ["with an empty name", { match: { name: "" }, session: credential }, /not empty/],
    ["with a name that is no text", { match: { name: 7 }, session: credential }, /must be a text/],
    ["with the reserved name", { match: { name: "dEfault" }, session: credential }, /reserved/],
    ["with an unknown key", { match: { name: "X" }, sesion: 1 }, /unknown key "sesion". Did you mean "session"/],
    ["of an unknown type", { match: { name: "X" }, type: "oauth", session: token }, /one of .*Did you mean "OAuth"/],
    ["without a session", { match: { name: "X" } }, /sessions\[1\]\.session must be/],
    ["with a promise", { match: { name: "X" }, session: Promise.resolve(credential) }, /is a promise/],
    ["with no session", { match: { name: "X" }, session: {} }, /is no session/],
    ["with two sessions in one", { match: { name: "X" }, session: { ...credential, ...token } }, /is no session/],
    ["that is there already", { match: { name: "AD" }, session: credential }, /sessions\[1\] and sessions\[0\]/],
  ])("an entry %s", (_, entry, words) => {
    const error = thrownBy(() => create(one(entry)));
    expect(error).toMatchObject({ code: "InvalidInput", message: expect.stringMatching(words), details: { index: 1 } });
  });

  it("equal patterns, whatever the order of their keys", () => {
    const sessions = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ].map((match) => ({ match, session: credential }));
    expect(thrownBy(() => create({ sessions })).message).toContain("the same match");
  });

  it.each<[string, object, RegExp]>([
    ["of another type than the entry's", { type: "Command", session: credential }, /Command.*Credential/],
    ["that states another type", { type: "OAuth", session: { ...token, type: "Credential" } }, /OAuth.*Credential/],
    ["with a password in clear", { type: "Credential", session: { userName: "u", password: "p" } }, /Credential/],
    ["that lacks what it states", { session: { type: "OAuth" } }, /getAccessToken/],
  ])("a session %s", (_, entry, words) => {
    const error = thrownBy(() => create(one({ match: { name: "X" }, ...entry })));
    expect(error).toMatchObject({ code: "SessionTypeMismatch", message: expect.stringMatching(words) });
    expect(error.message).toContain('The entry for { name: "X" }');
    expect(thrownBy(() => create({ sessions: [], default: entry }))).toMatchObject({ code: "SessionTypeMismatch" });
  });
});

describe("a default", () => {
  it.each<[string, unknown]>([
    ["a session", credential],
    ["a session of a stated type", { ...token, type: "OAuth" }],
    ["a factory", () => credential],
    ["an entry with a session", { session: credential }],
    ["an entry with type and factory", { type: "OAuth", session: () => token }],
  ])("may be %s", async (_, fallback) => {
    await expect(create({ sessions: [], default: fallback }).acquireAuthSession("X")).resolves.toBeTypeOf("object");
  });
});
