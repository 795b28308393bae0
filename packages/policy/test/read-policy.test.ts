/** What a configuration may say, and how it is told what is wrong. */
import { readFileSync } from "node:fs";
import { isIdleError } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPolicy } from "../src/index.ts";

const problemsOf = (value: unknown): string[] => {
  try {
    readPolicy(value);
    return [];
  } catch (error) {
    if (!isIdleError(error, "ConfigInvalid")) throw error;
    const { diagnostics } = error.details as { diagnostics: { code: string; pointer: string; message: string }[] };
    for (const { message } of diagnostics) expect(error.message).toContain(message);
    return diagnostics.map(({ code, pointer }) => `${pointer} ${code}`);
  }
};

describe("a policy", () => {
  it("is read as it is written", () => {
    const policy = readPolicy({
      protected: {
        identities: ["svc-*", { provider: "AD", key: "adm-*" }],
        memberOf: ["CN=Tier0,*", { provider: "AD", kind: "Group", id: "CN=Domain Admins,*" }],
        entitlements: [{ id: "x" }],
      },
      limits: [
        { action: "delete", max: 5, per: "plan" },
        { action: "revoke", maxPercent: 2.5, per: "24h", provider: "AD" },
        { action: "disable", max: 0, per: "15m" },
      ],
      freeze: [
        { name: "Year end", timeZone: "Europe/Berlin", from: "2026-12-24T18:00", to: "2027-01-02T06:00:30" },
        { name: "Weekends", timeZone: "Europe/Berlin", days: ["Sun", "Sat", "Sat"] },
        { name: "Nights", timeZone: "America/New_York", days: ["Mon"], from: "22:00", to: "06:00" },
      ],
    });
    expect(policy).toEqual({
      protected: {
        identities: [
          { provider: null, key: "svc-*" },
          { provider: "AD", key: "adm-*" },
        ],
        memberOf: [
          { provider: null, kind: null, id: "CN=Tier0,*" },
          { provider: "AD", kind: "Group", id: "CN=Domain Admins,*" },
        ],
        entitlements: [{ provider: null, kind: null, id: "x" }],
      },
      limits: [
        { action: "delete", most: { count: 5 }, per: "plan", provider: null },
        { action: "revoke", most: { percent: 2.5 }, per: { text: "24h", ms: 86_400_000 }, provider: "AD" },
        { action: "disable", most: { count: 0 }, per: { text: "15m", ms: 900_000 }, provider: null },
      ],
      freeze: [
        {
          name: "Year end",
          timeZone: "Europe/Berlin",
          kind: "once",
          from: Date.UTC(2026, 11, 24, 18),
          to: Date.UTC(2027, 0, 2, 6, 0, 30),
        },
        { name: "Weekends", timeZone: "Europe/Berlin", kind: "weekly", days: ["Sun", "Sat"], from: 0, to: 1440 },
        { name: "Nights", timeZone: "America/New_York", kind: "weekly", days: ["Mon"], from: 1320, to: 360 },
      ],
    });
    expect(readPolicy({})).toEqual({
      protected: { identities: [], memberOf: [], entitlements: [] },
      limits: [],
      freeze: [],
    });
  });

  it("tells every problem at once, with its place", () => {
    expect(
      problemsOf({
        limit: [],
        "a/b~c": 1,
        protected: { identities: ["", 7, { key: "x", id: "y" }, {}], memberOf: "CN=A", groups: [] },
        limits: [
          { action: "erase", max: 5, per: "plan" },
          { action: "delete", per: "plan" },
          { action: "delete", max: 1, maxPercent: 1, per: "plan" },
          { action: "delete", max: -1, per: "14m" },
          { action: "delete", max: 1.5, per: "31d" },
          { action: "delete", maxPercent: 101, per: 24, provider: "" },
          null,
        ],
        freeze: [
          { name: "x", timeZone: "Europe/Berln", from: "2026-02-30T10:00", to: "2026-03-01" },
          { name: "x", timeZone: "UTC", from: "2026-03-01T10:00", to: "2026-03-01T10:00" },
          { timeZone: "UTC", days: ["Sat", "sun"] },
          { name: "x", timeZone: "UTC", days: [], from: "10:00" },
          { name: "x", timeZone: "UTC", days: ["Sat"], from: "10:00", to: "10:00" },
          { name: "x", timeZone: "UTC", days: ["Sat"], from: "24:00", to: "24:01" },
          { name: "x", timeZone: 1, days: ["Sat"], until: 1 },
          { name: "x", timeZone: "UTC" },
        ],
      }),
    ).toEqual([
      "/limit UnknownKey",
      "/a~1b~0c UnknownKey",
      "/protected/groups UnknownKey",
      "/protected/identities/0 ValueNotAllowed",
      "/protected/identities/1 ValueNotAllowed",
      "/protected/identities/2/id UnknownKey",
      "/protected/identities/3/key MissingKey",
      "/protected/memberOf ShapeInvalid",
      "/limits/0/action ValueNotAllowed",
      "/limits/1 ShapeInvalid",
      "/limits/2 ShapeInvalid",
      "/limits/3/max ValueNotAllowed",
      "/limits/3/per ValueNotAllowed",
      "/limits/4/max ValueNotAllowed",
      "/limits/4/per ValueNotAllowed",
      "/limits/5/maxPercent ValueNotAllowed",
      "/limits/5/per ValueNotAllowed",
      "/limits/5/provider ValueNotAllowed",
      "/limits/6 ShapeInvalid",
      "/freeze/0/timeZone ValueNotAllowed",
      "/freeze/0/from ValueNotAllowed",
      "/freeze/0/to ValueNotAllowed",
      "/freeze/1/to ValueNotAllowed",
      "/freeze/2/name MissingKey",
      "/freeze/2/days/1 ValueNotAllowed",
      "/freeze/3/days ShapeInvalid",
      "/freeze/3/to ValueNotAllowed",
      "/freeze/4/to ValueNotAllowed",
      "/freeze/5/to ValueNotAllowed",
      "/freeze/5/from ValueNotAllowed",
      "/freeze/6/until UnknownKey",
      "/freeze/6/timeZone ValueNotAllowed",
      "/freeze/7/from ValueNotAllowed",
      "/freeze/7/to ValueNotAllowed",
    ]);
  });

  it.each([[undefined], [null], ["x"], [[]], [7]])("that is %j is none", (value) => {
    expect(problemsOf(value)).toEqual([" ShapeInvalid"]);
  });

  it.each([
    ["15m", true],
    ["14m", false],
    ["24h", true],
    ["30d", true],
    ["720h", true],
    ["721h", false],
    ["0h", false],
    ["1.5h", false],
    ["24 h", false],
    ["1w", false],
    ["999999999999h", false],
  ])("with a window of %s: %s", (per, isRead) => {
    expect(problemsOf({ limits: [{ action: "delete", max: 1, per }] }).length === 0).toBe(isRead);
  });

  it("of any shape is read, or told about: nothing is thrown but ConfigInvalid", () => {
    const keys = fc.constantFrom("protected", "limits", "freeze", "identities", "days", "from", "__proto__", "per");
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.array(tie("value")),
        fc.dictionary(keys, tie("value")),
      ),
    })).value;
    fc.assert(fc.property(anything, (value) => void problemsOf(value)));
  });

  it("takes nothing that is inherited for something written", () => {
    expect(problemsOf({ limits: [Object.create({ action: "delete", max: 1, per: "plan" })] })).toEqual([
      "/limits/0/action ValueNotAllowed",
      "/limits/0 ShapeInvalid",
      "/limits/0/per ValueNotAllowed",
    ]);
  });
});

it("the package needs the contract, and nothing else", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(Object.keys(manifest.dependencies)).toEqual(["@idle/contract"]);
});
