/** Specification 2.7: which session a call gets. */
import { type IdleError, type JsonObject, Secret } from "@idle/contract";
import { createAuthSessionBroker, type SessionMatch } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorOf } from "../support/product.ts";

const credential = (userName: string) => ({ userName, password: new Secret("hunter2-hunter2") });
const engine = { purpose: "Execute", correlationId: "c-1", actor: "test" };

function brokerOf(matches: readonly SessionMatch[], hasDefault = false) {
  return createAuthSessionBroker({
    sessions: matches.map((match, index) => ({ match, session: credential(String(index)) })),
    ...(hasDefault ? { default: credential("default") } : {}),
  });
}
async function chosen(matches: readonly SessionMatch[], name: string, options?: JsonObject, hasDefault = false) {
  const session = await brokerOf(matches, hasDefault).acquireAuthSession(name, options);
  return "userName" in session ? session.userName : null;
}
const refusal = (matches: readonly SessionMatch[], name: string, options?: JsonObject): Promise<IdleError> =>
  errorOf(chosen(matches, name, options));

describe("a pattern", () => {
  const tiers = [{ name: "AD" }, { name: "AD", role: "Tier0" }, { name: "AD", role: "Admin" }];

  it("with a name and options is for calls that say the same", async () => {
    expect(await chosen(tiers, "AD", { role: "Tier0", ...engine })).toBe("1");
    expect(await chosen(tiers, "AD", { role: "Admin", ...engine })).toBe("2");
  });

  it("of a name alone is for calls without options of the user's", async () => {
    expect(await chosen(tiers, "AD", engine)).toBe("0");
    expect(await chosen(tiers, "AD")).toBe("0");
    expect(await chosen(tiers, "AD", {})).toBe("0");
    const error = await refusal([{ name: "AD" }], "AD", { role: "Tier0", ...engine });
    expect(error.code).toBe("SessionNotFound");
    expect(error.message).toContain("A pattern of a name alone is only for calls without options.");
  });

  it("that names purpose wins, so that a host can plan with a reading account", async () => {
    const matches = [{ name: "AD" }, { name: "AD", purpose: "Plan" }];
    expect(await chosen(matches, "AD", { ...engine, purpose: "Plan" })).toBe("1");
    expect(await chosen(matches, "AD", engine)).toBe("0");
  });

  it("without a name fits every name, after those with one", async () => {
    const matches = [{ role: "Tier0" }, { name: "AD", role: "Tier0" }, { purpose: "Plan" }];
    expect(await chosen(matches, "AD", { role: "Tier0", purpose: "Plan" })).toBe("1");
    expect(await chosen(matches, "LDAP", { role: "Tier0" })).toBe("0");
    expect(await chosen(matches, "", { role: "Tier0" })).toBe("0");
    expect(await chosen(matches, "", { role: "Tier0", purpose: "Plan" })).toBe("2");
  });

  it("may name the actor", async () => {
    expect(await chosen([{ actor: "hr-feed" }], "X", { ...engine, actor: "hr-feed" })).toBe("0");
    expect((await refusal([{ actor: "hr-feed" }], "X", engine)).code).toBe("SessionNotFound");
  });

  it("is compared as JSON and in exact case", async () => {
    expect(await chosen([{ at: { b: [1, 2], a: null } }], "X", { at: { a: null, b: [1, 2] } })).toBe("0");
    for (const options of [{ at: { b: [2, 1], a: null } }, { at: null }, {}, { At: { b: [1, 2], a: null } }]) {
      expect((await refusal([{ at: { b: [1, 2], a: null } }], "X", options)).code).toBe("SessionNotFound");
    }
    expect((await refusal([{ n: 1 }], "X", { n: "1" })).code).toBe("SessionNotFound");
    expect((await refusal([{ toString: "x" }], "X", {})).code).toBe("SessionNotFound");
  });
});

describe("a call that more than one pattern fits", () => {
  it.each([
    [
      "two with names",
      [
        { name: "AD", a: 1 },
        { name: "AD", b: 2 },
      ],
      "AD",
      { a: 1, b: 2 },
    ],
    ["two without", [{ a: 1 }, { b: 2 }], "AD", { a: 1, b: 2 }],
    [
      "one inside of the other",
      [
        { name: "AD", a: 1 },
        { name: "AD", a: 1, b: 2 },
      ],
      "AD",
      { a: 1, b: 2 },
    ],
    [
      "two for the purpose",
      [{ purpose: "Plan" }, { purpose: "Plan", a: 1 }, { a: 1 }],
      "AD",
      { a: 1, purpose: "Plan" },
    ],
  ])("is refused with the patterns: %s", async (_, matches, name, options) => {
    const error = await refusal(matches, name, options);
    expect(error.code).toBe("SessionAmbiguous");
    for (const match of matches.slice(0, 2)) {
      expect(error.message).toContain(`{ ${Object.keys(match)[0]}: ${JSON.stringify(Object.values(match)[0])}`);
    }
    expect(error.details?.sessions).toHaveLength(2);
  });
});

describe("a call that no pattern fits", () => {
  it("gets the default", async () => {
    expect(await chosen([{ name: "AD" }], "", {}, true)).toBe("default");
    expect(await chosen([{ name: "AD" }], "LDAP", { role: "x" }, true)).toBe("default");
  });

  it("is told what it asked for and what there is", async () => {
    const { message, details } = await refusal([{ name: "AD", role: "Tier0" }, { site: 7 }], "Entra", {
      role: "Admin",
      ...engine,
    });
    expect(message).toBe(
      'No session fits "Entra" with { role: "Admin" } for the purpose "Execute", and there is no default. There are: { name: "AD", role: "Tier0" }, { site: 7 }.',
    );
    expect(details).toEqual({
      name: "Entra",
      options: '{ role: "Admin" }',
      sessions: ['{ name: "AD", role: "Tier0" }', "{ site: 7 }"],
    });
  });

  it.each([
    ["ad", {}, 'Did you mean { name: "AD" }? Upper and lower case count.'],
    ["LDAPP", {}, 'Did you mean "LDAP"?'],
    ["LDAP", { role: "tier0" }, 'Did you mean { name: "LDAP", role: "Tier0" }? Upper and lower case count.'],
  ])("is told what was probably meant: %s %j", async (name, options, hint) => {
    const matches = [{ name: "AD" }, { name: "LDAP", role: "Tier0" }];
    expect((await refusal(matches, name, options)).message).toContain(hint);
  });

  it("is shown no value under a secret's name, and nothing a terminal would act on", async () => {
    const error = await refusal([{ token: "planted-one" }], "\u001b[2J", { apiKey: "planted-two", "a\u202eb": "x" });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/planted/);
    expect(error.message).toContain('No session fits "\\u001b[2J"');
    expect(error.message).not.toContain("\u202e");
  });

  it("is told when there is none at all", async () => {
    expect((await refusal([], "", undefined)).message).toContain("There is none at all.");
  });

  it("is not answered with a list without end", async () => {
    const matches = Array.from({ length: 1500 }, (_, index) => ({ name: `S${index}` }));
    const { message } = await refusal(matches, "X");
    expect(message).toContain("and 1480 more");
    expect(await chosen(matches, "S1499")).toBe("1499");
  });
});

describe("routing", () => {
  /** The sentences of the specification, one after the other, as slow as they read. */
  function expected(matches: readonly SessionMatch[], name: string, options: JsonObject): string {
    const engineKeys = ["purpose", "correlationId", "actor"];
    const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
    const all = matches.map((match, index) => ({ match, index }));
    const matching = all.filter(({ match }) => {
      const { name: wanted, ...others } = match;
      if (wanted !== undefined && wanted !== name) return false;
      const isNameAlone = wanted !== undefined && Object.keys(others).length === 0;
      if (isNameAlone) return Object.keys(options).filter((key) => !engineKeys.includes(key)).length === 0;
      return Object.keys(others).every((key) => key in options && equal(others[key], options[key]));
    });
    const withName = matching.filter(({ match }) => match.name !== undefined);
    const first = withName.length > 0 ? withName : matching.filter(({ match }) => match.name === undefined);
    const purpose = first.filter(({ match }) => "purpose" in match);
    const left = purpose.length > 0 ? purpose : first;
    return left.length > 1 ? "SessionAmbiguous" : String(left[0]?.index ?? "SessionNotFound");
  }

  const value = fc.constantFrom<string | number | null>("x", "X", 1, null);
  const options = fc.record(
    { role: value, site: value, purpose: fc.constantFrom("Plan", "Execute"), actor: fc.constantFrom("a", null) },
    { requiredKeys: [] },
  );
  const match = fc
    .record(
      { name: fc.constantFrom("AD", "LDAP"), role: value, site: value, purpose: fc.constant("Plan") },
      { requiredKeys: [] },
    )
    .filter((each) => Object.keys(each).length > 0);
  const matches = fc.uniqueArray(match, {
    maxLength: 6,
    selector: (each) => JSON.stringify(Object.entries(each).sort()),
  });

  it("does what the specification says, for any patterns and any call", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(matches, fc.constantFrom("", "AD", "LDAP", "ad"), options, async (list, name, asked) => {
        const actual = await chosen(list, name, asked).catch((error: IdleError) => error.code);
        seen.add(/^\d/.test(String(actual)) ? "found" : String(actual));
        expect(actual).toBe(expected(list, name, asked));
      }),
      // One that is ambiguous, which chance alone does not always bring.
      { numRuns: 2000, examples: [[[{ role: "a" }, { site: "a" }], "", { role: "a", site: "a" }]] },
    );
    expect([...seen].sort()).toEqual(["SessionAmbiguous", "SessionNotFound", "found"]);
  });
});
