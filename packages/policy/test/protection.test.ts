/** Who and what must be left alone. */
import type { PolicySubject } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryLedger, createPolicy, readPolicy } from "../src/index.ts";
import { compileName } from "../src/protection/name-pattern.ts";
import {
  blindStep,
  disable,
  erase,
  grant,
  group,
  move,
  refusals,
  revoke,
  step,
  subject,
  update,
  verdict,
} from "./support/subject.ts";

const review = (protection: unknown, asked: PolicySubject) =>
  createPolicy(readPolicy({ protected: protection }), { state: createMemoryLedger(), now: () => 0 }).review(asked);

describe("a pattern of names", () => {
  it.each([
    ["svc-*", "SVC-Backup", true],
    ["svc-*", "my-svc-backup", false],
    ["adm-?", "adm-1", true],
    ["adm-?", "adm-12", false],
    ["b\u00e9a*", "BE\u0301ATRICE", true],
    ["stra\u00dfe", "STRASSE", true],
    ["adm-?", "adm-\u00df", true],
    ["\u03c3\u03b1\u03c2", "\u03a3\u0391\u03a3", true],
    ["svc-[ab]", "svc-a", false],
    ["svc-[ab]", "SVC-[AB]", true],
    ["a`*", "a`b", true],
  ])("%s, name %s: %s", (pattern, name, expected) => {
    expect(compileName(pattern).matches(name)).toBe(expected);
  });

  it("matches what it is made of, whatever the case and composition", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (head, tail) => {
        const pattern = compileName(`${head.replace(/[*?]/g, "")}*`);
        const name = head.replace(/[*?]/g, "") + tail;
        expect(pattern.matches(name.normalize("NFD"))).toBe(true);
        expect(pattern.matches(name.normalize("NFC").toUpperCase())).toBe(true);
      }),
    );
  });
});

describe("a protected identity", () => {
  const protection = { identities: ["svc-*", { provider: "AD", key: "adm-*" }] };

  it.each([
    ["disabled", disable("SVC-backup")],
    ["deleted", erase("SVC-backup")],
    ["moved", move("SVC-backup")],
    ["stripped", revoke("SVC-backup", "CN=A")],
  ])("is not %s", async (_, change) => {
    const verdicts = await review(protection, subject([step([change], { id: "step-02", name: "Harm" })]));
    expect(refusals(verdicts)).toEqual(["protected.identities[0]"]);
    const { message, remedy, steps } = verdict(verdicts, "protected.identities[0]");
    expect(message).toContain('"SVC-backup" (step-02 "Harm")');
    expect(remedy).toContain("Take these steps out of the plan");
    expect(steps).toEqual(["step-02"]);
  });

  it("is updated and granted, and enabled", async () => {
    const enable = { ...disable("svc-1"), before: false, after: true };
    const asked = subject([step([update("svc-1", "Department"), grant("svc-1", "CN=A"), enable])]);
    expect(refusals(await review(protection, asked))).toEqual([]);
  });

  it("is so whatever key it is called by, and is looked up once", async () => {
    const guid = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";
    const asked: string[] = [];
    const ownKeysOf = async (_provider: string, key: string) => {
      asked.push(key);
      return key === guid ? ["svc-backup"] : key === "hidden" ? null : [];
    };
    const verdicts = await review(protection, subject([step([disable(guid), move(guid)])], { ownKeysOf }));
    expect(refusals(verdicts)).toEqual(["protected.identities[0]"]);
    expect(asked).toEqual([guid]);
    expect(refusals(await review(protection, subject([step([disable("nobody")])], { ownKeysOf })))).toEqual([]);
    const untold = await review(protection, subject([step([disable("hidden")])], { ownKeysOf }));
    expect(verdict(untold, "protected.identities[0]")).toMatchObject({
      outcome: "refused",
      message: expect.stringContaining("it cannot be told"),
    });
  });

  it("of one provider is so under every alias of its system, and nowhere else", async () => {
    expect(refusals(await review(protection, subject([step([erase("adm-1", "AD2")])])))).toEqual([
      "protected.identities[1]",
    ]);
    expect(refusals(await review(protection, subject([step([erase("adm-1", "Entra")])])))).toEqual([]);
  });

  it("with an alias that is not there is an error, not no protection", async () => {
    const asked = subject([step([erase("adm-1")])]);
    await expect(review({ identities: [{ provider: "ADD", key: "adm-*" }] }, asked)).rejects.toThrow("no provider ADD");
  });

  it("is protected from steps that are not known, by what they can do", async () => {
    const can = ["IdLE.Identity.Disable"];
    expect(refusals(await review(protection, subject([blindStep(can, "svc-1")])))).toEqual(["protected.identities[0]"]);
    expect(refusals(await review(protection, subject([blindStep(can, "bjones")])))).toEqual([]);
    expect(refusals(await review(protection, subject([blindStep(["IdLE.Identity.Read"], "svc-1")])))).toEqual([]);
    const verdicts = await review(protection, subject([blindStep(can, null)]));
    expect(refusals(verdicts)).toEqual(["protected.identities[0]", "protected.identities[1]"]);
    expect(verdict(verdicts, "protected.identities[0]").message).toContain("cannot be told");
    const nowhere = subject([blindStep(can, "adm-1", { provider: null })]);
    expect(refusals(await review(protection, nowhere))).toEqual(["protected.identities[1]"]);
  });

  it("is so in failure steps, too", async () => {
    const asked = subject([step([]), step([disable("svc-1")], { id: "onfailure-01" })]);
    expect(verdict(await review(protection, asked), "protected.identities[0]").steps).toEqual(["onfailure-01"]);
  });
});

describe("a member of a protecting group", () => {
  const protection = { memberOf: ["CN=Tier0,*", { provider: "AD", kind: "Group", id: "CN=Domain Admins,*" }] };
  const tierZero = [group("cn=tier0,ou=groups"), group("CN=Other")];

  it("is not harmed, and others are", async () => {
    const asked = subject([step([disable("boss"), disable("bjones")], { id: "s" })], { held: { boss: tierZero } });
    const verdicts = await review(protection, asked);
    expect(refusals(verdicts)).toEqual(["protected.memberOf[0]"]);
    expect(verdict(verdicts, "protected.memberOf[0]").message).toContain('disable "boss" (s "Do s")');
    expect(verdict(verdicts, "protected.memberOf[0]").message).not.toContain("bjones");
  });

  it("is not freed of the group first", async () => {
    const steps = [step([revoke("boss", "CN=TIER0,OU=Groups")], { id: "a" }), step([erase("boss")], { id: "b" })];
    const verdicts = await review(protection, subject(steps, { held: { boss: tierZero } }));
    expect(verdict(verdicts, "protected.memberOf[0]").steps).toEqual(["a", "b"]);
    // Even where the system does not list what is removed.
    const [first] = steps;
    const blind = subject(first === undefined ? [] : [first], { held: { boss: [] } });
    expect(refusals(await review(protection, blind))).toEqual(["protected.memberOf[0]"]);
  });

  it("is anybody whose groups cannot be told", async () => {
    const verdicts = await review(protection, subject([step([move("bjones")])], { held: { bjones: null } }));
    expect(refusals(verdicts)).toEqual(["protected.memberOf[0]", "protected.memberOf[1]"]);
    expect(verdict(verdicts, "protected.memberOf[1]").message).toContain("cannot be told");
  });

  it("is known by kind, by system, and by what the group is called", async () => {
    const role = { held: { x: [{ kind: "Role", id: "CN=Domain Admins,DC=x" }] } };
    expect(refusals(await review(protection, subject([step([erase("x")])], role)))).toEqual([]);
    const admins = { held: { x: [group("0f-1", "CN=Domain Admins,DC=x")] } };
    expect(refusals(await review(protection, subject([step([erase("x", "AD2")])], admins)))).toEqual([
      "protected.memberOf[1]",
    ]);
    expect(refusals(await review(protection, subject([step([erase("x", "Entra")])], admins)))).toEqual([]);
  });

  it("is asked for once, and only where somebody could be harmed", async () => {
    const asked: string[] = [];
    const entitlementsOf = async (provider: string, key: string) => {
      asked.push(`${provider}/${key}`);
      return [];
    };
    const steps = [step([update("a", "Department"), grant("a", "CN=A"), disable("b"), move("b"), revoke("b", "CN=X")])];
    await review({ ...protection, entitlements: ["CN=Legal*"] }, subject(steps, { entitlementsOf }));
    expect(asked).toEqual(["AD/b"]);
  });

  it("whose question fails makes the whole question fail", async () => {
    const entitlementsOf = async () => {
      throw new Error("the directory is down");
    };
    await expect(review(protection, subject([step([erase("x")])], { entitlementsOf }))).rejects.toThrow("is down");
  });
});

describe("a protected entitlement", () => {
  const protection = { entitlements: ["CN=Legal-Hold*", { provider: "Entra", kind: "group", id: "g-1" }] };

  it("is removed from nobody", async () => {
    const verdicts = await review(protection, subject([step([revoke("bjones", "cn=legal-hold-7")])]));
    expect(refusals(verdicts)).toEqual(["protected.entitlements[0]"]);
    expect(verdict(verdicts, "protected.entitlements[0]").message).toContain('revoke "cn=legal-hold-7" from "bjones"');
    expect(refusals(await review(protection, subject([step([revoke("bjones", "G-1", "Entra")])])))).toEqual([
      "protected.entitlements[1]",
    ]);
    expect(refusals(await review(protection, subject([step([revoke("bjones", "g-1"), revoke("x", "CN=A")])])))).toEqual(
      [],
    );
  });

  it("is known by its display name where the system tells it", async () => {
    const held = { bjones: [group("0f-1", "CN=Legal-Hold 7"), group("0f-2", "Staff")] };
    const remove = (id: string) => review(protection, subject([step([revoke("bjones", id)])], { held }));
    expect(refusals(await remove("0F-1"))).toEqual(["protected.entitlements[0]"]);
    expect(refusals(await remove("0f-2"))).toEqual([]);
  });

  it("is safe from steps that are not known only where it is known not to be held", async () => {
    const prune = (held: Parameters<typeof subject>[1], key: string | null = "bjones") =>
      review(protection, subject([blindStep(["IdLE.Entitlement.Prune"], key)], held));
    expect(refusals(await prune({ held: { bjones: [group("CN=Legal-Hold")] } }))).toEqual([
      "protected.entitlements[0]",
    ]);
    expect(refusals(await prune({ held: { bjones: [group("CN=A")] } }))).toEqual([]);
    expect(refusals(await prune({ held: { bjones: null } }))).toEqual(["protected.entitlements[0]"]);
    expect(refusals(await prune({}, null))).toEqual(["protected.entitlements[0]"]);
  });
});
