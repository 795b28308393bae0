/** Limits per plan and over time: what is counted, what is refused, and what is said about it. */
import type { PolicySubject } from "@idle/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { createMemoryLedger, createPolicy, type LedgerEntry, type PolicyLedger, readPolicy } from "../src/index.ts";
import {
  blindStep,
  createClock,
  dayMs,
  disable,
  erase,
  grant,
  hourMs,
  noon,
  refusals,
  revoke,
  step,
  subject,
  update,
  verdict,
} from "./support/subject.ts";

let ledger: PolicyLedger;
let clock: ReturnType<typeof createClock>;
beforeEach(() => {
  ledger = createMemoryLedger();
  clock = createClock();
});

const policyOf = (...limits: readonly unknown[]) =>
  createPolicy(readPolicy({ limits }), { state: ledger, now: clock.now });
const perDay = (action: string, max: number, more: object = {}) => ({ action, max, per: "24h", ...more });
const disables = (first: number, last: number, provider = "AD") =>
  Array.from({ length: last - first + 1 }, (_, index) => disable(`user-${first + index}`, provider));
const entries = () =>
  ledger.read((view) =>
    (["create", "update", "disable", "delete", "revoke", "move"] as const).flatMap((action) => [
      ...view.oldest({ action, system: null, after: Number.NEGATIVE_INFINITY }, 10_000),
    ]),
  );
const used = async (asked: PolicySubject, rule = "limits[0]", policy = policyOf(perDay("disable", 500))) =>
  verdict(await policy.review(asked), rule).message;

describe("a limit for a plan", () => {
  it("counts identities, and refuses what is beyond it", async () => {
    const policy = policyOf({ action: "delete", max: 2, per: "plan" });
    const two = subject([step([erase("a"), erase("b")]), step([erase("a"), disable("c")])]);
    expect(verdict(await policy.review(two), "limits[0]")).toEqual({
      rule: "limits[0]",
      outcome: "allowed",
      message: "delete: 2 of 2 in this plan.",
      remedy: null,
      steps: [],
    });
    const three = subject([step([erase("a"), erase("b")], { id: "s1" }), step([erase("c")], { id: "s2" })]);
    const { isAdmitted, verdicts } = await policy.admit(three);
    expect(isAdmitted).toBe(false);
    expect(verdict(verdicts, "limits[0]")).toEqual({
      rule: "limits[0]",
      outcome: "refused",
      message:
        'delete: 3 of 2 in this plan, 1 too many: delete "a" (s1 "Do s1"), delete "b" (s1 "Do s1"), delete "c" (s2 "Do s2").',
      remedy: "Take 1 or more out of the plan, or have limits[0] raised in the policy.",
      steps: ["s1", "s2"],
    });
  });

  it("of nothing allows nothing, and a plan that adds none is not concerned", async () => {
    const policy = policyOf(
      { action: "delete", max: 0, per: "plan" },
      { action: "delete", maxPercent: 0, per: "plan" },
    );
    expect(refusals(await policy.review(subject([step([erase("a")])], { population: 100 })))).toEqual([
      "limits[0]",
      "limits[1]",
    ]);
    const none = await policy.review(subject([step([disable("a"), grant("a", "CN=A")])]));
    expect(none.map(({ message }) => message)).toEqual([
      "delete: this plan adds none.",
      "delete: this plan adds none.",
    ]);
  });

  it("needs no ledger", async () => {
    const broken = async () => Promise.reject(new Error("no ledger"));
    const configuration = readPolicy({ limits: [{ action: "delete", max: 1, per: "plan" }] });
    const policy = createPolicy(configuration, { state: { read: broken, transact: broken }, now: clock.now });
    const admission = await policy.admit(subject([step([erase("a")])]));
    expect(admission.isAdmitted).toBe(true);
    await admission.settle(new Map());
  });
});

describe("a limit of one provider", () => {
  it("counts what is done under any alias of its system, and nothing else", async () => {
    const policy = policyOf(perDay("disable", 2, { provider: "AD" }));
    await policy.admit(subject([step(disables(1, 1)), step(disables(2, 2, "AD2")), step(disables(1, 9, "Entra"))]));
    const verdicts = await policy.review(subject([step(disables(3, 3, "AD2"))]));
    expect(refusals(verdicts)).toEqual(["limits[0]"]);
    expect(verdict(verdicts, "limits[0]").message).toContain('disable in "AD": 2 of 2 in 24h used, this plan adds 1');
    expect(refusals(await policy.review(subject([step(disables(3, 3, "Entra"))])))).toEqual([]);
  });

  it("without a provider counts all systems together", async () => {
    const policy = policyOf(perDay("disable", 2));
    expect((await policy.admit(subject([step([disable("a"), disable("a", "Entra")])]))).isAdmitted).toBe(true);
    expect((await policy.admit(subject([step([disable("b", "AD2")])]))).isAdmitted).toBe(false);
  });

  it("that is not there is an error", async () => {
    const policy = policyOf(perDay("disable", 2, { provider: "ADD" }));
    await expect(policy.review(subject([step([disable("a")])]))).rejects.toThrow("no provider ADD");
  });
});

describe("a percentage", () => {
  const policy = () => policyOf({ action: "revoke", maxPercent: 2, per: "24h", provider: "AD" });
  const revokes = (count: number) => Array.from({ length: count }, (_, index) => revoke("bjones", `CN=${index}`));

  it.each([
    [100, 2, true],
    [100, 3, false],
    [149, 2, true],
    [149, 3, false],
    [49, 1, false],
    [0, 1, false],
  ])("of 2 with a population of %i and %i removals: %s", async (population, count, isAllowed) => {
    const verdicts = await policy().review(subject([step(revokes(count))], { population }));
    expect(refusals(verdicts).length === 0).toBe(isAllowed);
  });

  it("loses nothing to fractions", async () => {
    const odd = policyOf({ action: "revoke", maxPercent: 4.1, per: "plan" });
    expect(refusals(await odd.review(subject([step(revokes(41))], { population: 1000 })))).toEqual([]);
    expect(refusals(await odd.review(subject([step(revokes(42))], { population: 1000 })))).toEqual(["limits[0]"]);
  });

  it("tells its numbers", async () => {
    const [{ message } = { message: "" }] = await policy().review(subject([step(revokes(3))], { population: 2000 }));
    expect(message).toBe('revoke in "AD": 0 of 40 (2 % of 2000) in 24h used, this plan adds 3.');
  });

  it.each([[null], [Number.NaN], [-1], [1.5]])("of a population of %s is refused", async (population) => {
    const verdicts = await policy().review(subject([step(revokes(1))], { population }));
    expect(refusals(verdicts)).toEqual(["limits[0]"]);
    expect(verdict(verdicts, "limits[0]").message).toContain("cannot be told");
    expect(verdict(verdicts, "limits[0]").remedy).toContain("maxPercent");
  });

  it("without a provider is of each system by itself, and each is asked once, if at all", async () => {
    const asked: string[] = [];
    const populationOf = async (provider: string) => {
      asked.push(provider);
      return provider === "Entra" ? 10 : 1000;
    };
    const all = policyOf(
      { action: "disable", maxPercent: 10, per: "plan" },
      { action: "disable", maxPercent: 5, per: "plan", provider: "AD2" },
    );
    const steps = [step([...disables(1, 5), ...disables(6, 6, "AD2"), ...disables(1, 2, "Entra")])];
    const verdicts = await all.review(subject(steps, { populationOf }));
    expect(verdicts.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      "limits[0] allowed",
      "limits[0] refused",
      "limits[1] allowed",
    ]);
    expect(asked).toEqual(["AD", "Entra"]);
    await all.review(subject([step([update("a", "x")])], { populationOf }));
    expect(asked).toHaveLength(2);
  });
});

describe("a step that is not known", () => {
  it("counts one for its identity, and could be any number of removals", async () => {
    const policy = policyOf(perDay("disable", 1), perDay("revoke", 100));
    const can = ["IdLE.Identity.Disable", "IdLE.Entitlement.Revoke"];
    const verdicts = await policy.review(subject([blindStep(can, "bjones", { id: "s" })]));
    expect(verdict(verdicts, "limits[0]").message).toBe("disable: 0 of 1 in 24h used, this plan adds 1.");
    expect(verdict(verdicts, "limits[1]")).toMatchObject({
      outcome: "refused",
      message: 'revoke: how many this plan adds cannot be told before it runs: revoke "bjones" (s "Do s").',
      remedy: expect.stringContaining("Let these steps become known"),
      steps: ["s"],
    });
    const known = subject([blindStep(can, "bjones"), step([disable("bjones")])]);
    expect(refusals(await policyOf(perDay("disable", 1)).review(known))).toEqual([]);
  });

  it("could be any number, and in any system, when it is not known whose or where", async () => {
    const policy = policyOf(perDay("disable", 100, { provider: "AD" }));
    const can = ["IdLE.Identity.Disable"];
    expect(refusals(await policy.review(subject([blindStep(can, null)])))).toEqual(["limits[0]"]);
    expect(refusals(await policy.review(subject([blindStep(can, "a", { provider: null })])))).toEqual(["limits[0]"]);
    expect(refusals(await policy.review(subject([blindStep(can, null, { provider: "Entra" })])))).toEqual([]);
  });
});

describe("a rolling window", () => {
  it("counts what was admitted, until the window has passed", async () => {
    const policy = policyOf(perDay("disable", 500));
    const first = await policy.admit(subject([step(disables(1, 3))]));
    expect(first.isAdmitted).toBe(true);
    expect(await used(subject([step(disables(4, 4))]))).toBe("disable: 3 of 500 in 24h used, this plan adds 1.");
    clock.move(dayMs - 1);
    expect(await used(subject([step(disables(4, 4))]))).toContain("3 of 500");
    clock.move(1);
    expect(await used(subject([step(disables(4, 4))]))).toContain("0 of 500");
  });

  it("refuses all of a plan or nothing, and says when enough is free", async () => {
    const policy = policyOf(perDay("disable", 5), perDay("delete", 5));
    await policy.admit(subject([step(disables(1, 2))]));
    clock.move(hourMs);
    await policy.admit(subject([step(disables(3, 5))]));
    clock.move(hourMs);
    const refused = await policy.admit(subject([step(disables(6, 8)), step([erase("x")])]));
    expect(refused.isAdmitted).toBe(false);
    expect(verdict(refused.verdicts, "limits[0]").message).toContain(
      "5 of 5 in 24h used, this plan adds 3, 3 too many",
    );
    // The third oldest is an hour younger than the first.
    expect(verdict(refused.verdicts, "limits[0]").remedy).toContain(
      `Enough will be free at ${new Date(noon + hourMs + dayMs).toISOString()}`,
    );
    await refused.settle(new Map([["step-1", disables(6, 8)]]));
    expect(await entries()).toHaveLength(5);
    const two = await policy.review(subject([step(disables(6, 7))]));
    expect(verdict(two, "limits[0]").remedy).toContain(new Date(noon + dayMs).toISOString());
    const never = await policy.review(subject([step(disables(10, 15))]));
    expect(verdict(never, "limits[0]").remedy).toBe(
      "Take 6 or more out of the plan, or have limits[0] raised in the policy.",
    );
    clock.set(noon + hourMs + dayMs);
    expect((await policy.admit(subject([step(disables(6, 8))]))).isAdmitted).toBe(true);
  });

  it("is neither used nor touched by a review", async () => {
    const policy = policyOf(perDay("disable", 1));
    for (let round = 0; round < 3; round += 1) {
      expect(refusals(await policy.review(subject([step(disables(1, 1))])))).toEqual([]);
    }
    expect(await entries()).toEqual([]);
  });

  it("that is set later counts what was done before", async () => {
    await policyOf(perDay("delete", 500)).admit(subject([step(disables(1, 3))]));
    expect(await used(subject([step(disables(4, 4))]))).toContain("3 of 500");
  });

  it("holds digests in place of keys", async () => {
    await policyOf(perDay("disable", 500)).admit(subject([step([disable("bjones"), revoke("bjones", "CN=A")])]));
    expect(JSON.stringify(await entries())).not.toMatch(/bjones|CN=A/);
    expect(await entries()).toHaveLength(2);
  });

  it("throws away what many days of counting lie behind, and only then", async () => {
    const policy = policyOf(perDay("disable", 500));
    const oneMore = async (number: number) => policy.admit(subject([step(disables(number, number))]));
    for (let day = 0; day < 150; day += 1) {
      await oneMore(day);
      clock.move(dayMs);
    }
    const oldest = Math.min(...(await entries()).map(({ time }) => time)) - noon;
    // Once there is twice of what is kept.
    expect(oldest).toBeGreaterThan(20 * dayMs);
    expect(oldest).toBeLessThan((150 - 62) * dayMs);
  });
});

describe("what is settled", () => {
  const steps = () => [
    step([disable("a"), disable("b")], { id: "one" }),
    step([disable("b"), disable("c")], { id: "two" }),
    step([disable("d")], { id: "three" }),
  ];
  const count = async () => (await entries()).length;

  it("is what was done; the rest is free", async () => {
    const admission = await policyOf(perDay("disable", 4)).admit(subject(steps()));
    expect(await count()).toBe(4);
    clock.move(hourMs);
    await admission.settle(
      new Map([
        ["one", [disable("a")]],
        ["two", []],
      ]),
    );
    expect((await entries()).map(({ time, isSettled }) => [time, isSettled])).toEqual([[noon + hourMs, true]]);
  });

  it("is reserved still where it is not known", async () => {
    const admission = await policyOf(perDay("disable", 4)).admit(subject(steps()));
    await admission.settle(
      new Map([
        ["one", [disable("a"), disable("b")]],
        ["two", null],
      ]),
    );
    expect((await entries()).map(({ isSettled }) => isSettled).sort()).toEqual([false, true, true]);
  });

  it("counts what was done beyond the plan, over the limit even", async () => {
    const admission = await policyOf(perDay("disable", 4)).admit(subject(steps()));
    await admission.settle(new Map([["one", [...disables(1, 7), erase("z"), revoke("z", "CN=Z")]]]));
    expect(await used(subject([step([disable("q")])]))).toContain("7 of 500");
    expect(await count()).toBe(9);
  });

  it("is settled once, and again only when it failed", async () => {
    let isBroken = true;
    const inner = ledger;
    const failing: PolicyLedger = {
      read: (work) => inner.read(work),
      transact: (work) => (isBroken ? Promise.reject(new Error("busy")) : inner.transact(work)),
    };
    isBroken = false;
    const policy = createPolicy(readPolicy({ limits: [perDay("disable", 4)] }), { state: failing, now: clock.now });
    const admission = await policy.admit(subject(steps()));
    isBroken = true;
    await expect(admission.settle(new Map())).rejects.toThrow("busy");
    expect(await count()).toBe(4);
    isBroken = false;
    const done = new Map([["one", [disable("a"), disable("b")]]]);
    await Promise.all([admission.settle(done), admission.settle(done)]);
    await admission.settle(new Map());
    expect(await count()).toBe(2);
  });

  it("is nothing of a run that died: that stays counted", async () => {
    const policy = policyOf(perDay("disable", 4));
    await policy.admit(subject(steps()));
    clock.move(dayMs - 1);
    expect((await policy.admit(subject([step([disable("x")])]))).isAdmitted).toBe(false);
  });
});

describe("the same plan once more", () => {
  it("counts only for what it still changes, and what the dead run may have done stays", async () => {
    const policy = policyOf(perDay("disable", 5));
    const planId = "sha256:plan";
    await policy.admit(subject([step(disables(1, 5))], { planId, runId: "first" }));
    clock.move(hourMs);
    // Three were done before the process died, so two are left; others get nothing.
    const left = subject([step(disables(4, 5))], { planId, runId: "second" });
    expect(verdict(await policy.review(left), "limits[0]").message).toContain("3 of 5 in 24h used, this plan adds 2");
    expect((await policy.admit(subject([step(disables(6, 6))]))).isAdmitted).toBe(false);
    const second = await policy.admit(left);
    expect(second.isAdmitted).toBe(true);
    expect(await entries()).toHaveLength(5);
    await second.settle(new Map([[left.steps[0]?.id ?? "", disables(4, 5)]]));
    expect(await entries()).toHaveLength(5);
    expect((await policy.admit(subject([step(disables(6, 6))]))).isAdmitted).toBe(false);
  });

  it("counts anew for what was settled", async () => {
    const policy = policyOf(perDay("disable", 5));
    const plan = subject([step(disables(1, 3), { id: "s" })]);
    await (await policy.admit(plan)).settle(new Map([["s", disables(1, 3)]]));
    expect((await policy.admit({ ...plan, runId: "other" })).isAdmitted).toBe(false);
  });

  it("takes nothing from other plans, nor does its first run take what the second did", async () => {
    const policy = policyOf(perDay("disable", 5));
    const plan = subject([step(disables(1, 2), { id: "s" })]);
    await policy.admit(subject([step(disables(1, 2))]));
    const first = await policy.admit(plan);
    const second = await policy.admit({ ...plan, runId: "second" });
    expect(await entries()).toHaveLength(4);
    await first.settle(new Map());
    expect(await entries()).toHaveLength(4);
    await second.settle(new Map());
    expect(await entries()).toHaveLength(2);
  });
});

describe("a clock", () => {
  it("that was set back frees nothing, and dates nothing early", async () => {
    const policy = policyOf(perDay("disable", 2));
    await policy.admit(subject([step(disables(1, 1))]));
    clock.move(-10 * dayMs);
    expect((await policy.admit(subject([step(disables(2, 2))]))).isAdmitted).toBe(true);
    expect((await entries()).map(({ time }) => time)).toEqual([noon, noon]);
    const refused = await policy.review(subject([step(disables(3, 3))]));
    expect(verdict(refused, "limits[0]").remedy).toContain("dated in the future");
    clock.move(9 * dayMs);
    expect((await policy.admit(subject([step(disables(3, 3))]))).isAdmitted).toBe(false);
    clock.set(noon + dayMs);
    expect((await policy.admit(subject([step(disables(3, 3))]))).isAdmitted).toBe(true);
  });

  it("that leapt ahead for many runs, and back again, lost nothing", async () => {
    const policy = policyOf(perDay("disable", 50));
    for (let day = 0; day < 40; day += 1) {
      await policy.admit(subject([step(disables(day, day))]));
      clock.move(dayMs);
    }
    const back = noon + 40 * dayMs;
    for (const leap of [40, 400, 4000]) {
      clock.set(back + leap * dayMs);
      for (let run = 0; run < 3; run += 1)
        await policy.admit(subject([step(disables(1000 + leap + run, 1000 + leap + run))]));
    }
    clock.set(back);
    const times = (await entries()).map(({ time }) => time);
    for (let day = 9; day < 40; day += 1) expect(times).toContain(noon + day * dayMs);
  });

  it("that leapt ahead and back again lost nothing", async () => {
    const policy = policyOf(perDay("disable", 2));
    await policy.admit(subject([step(disables(1, 1))]));
    clock.move(400 * dayMs);
    await policy.admit(subject([step(disables(2, 2))]));
    clock.set(noon + hourMs);
    const refused = await policy.admit(subject([step(disables(3, 3))]));
    expect(refused.isAdmitted).toBe(false);
    expect(verdict(refused.verdicts, "limits[0]").message).toContain("2 of 2 in 24h used");
    // The wrong date counts for as long as it says, and is not thrown away.
    clock.set(noon + 100 * dayMs);
    expect(await used(subject([step(disables(3, 3))]))).toContain("1 of 500");
  });

  it("of others that is a little ahead is no cause for words", async () => {
    const policy = policyOf(perDay("disable", 1));
    await policy.admit(subject([step(disables(1, 1))]));
    clock.move(-60_000);
    const refused = await policy.review(subject([step(disables(2, 2))]));
    expect(verdict(refused, "limits[0]").remedy).not.toContain("dated in the future");
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY]])("that says %s is an error", async (time) => {
    clock.set(time);
    await expect(policyOf(perDay("disable", 1)).admit(subject([step(disables(1, 1))]))).rejects.toMatchObject({
      code: "InvalidInput",
    });
  });
});

describe("a ledger that cannot be read", () => {
  it("is an error of both questions, never nothing used", async () => {
    const broken = async () => Promise.reject(new Error("damaged"));
    const state: PolicyLedger = { read: broken, transact: broken };
    const policy = createPolicy(readPolicy({ limits: [perDay("disable", 500)] }), { state, now: clock.now });
    const asked = subject([step(disables(1, 1))]);
    await expect(policy.review(asked)).rejects.toThrow("damaged");
    await expect(policy.admit(asked)).rejects.toThrow("damaged");
  });
});

describe("a refusal", () => {
  it("lists every rule that is broken, and reserves nothing for those that are kept", async () => {
    const configuration = readPolicy({
      protected: { identities: ["svc-*"], entitlements: ["CN=Legal*"] },
      limits: [perDay("disable", 0), perDay("revoke", 9), { action: "delete", max: 0, per: "plan" }],
      freeze: [{ name: "Year end", timeZone: "UTC", from: "2026-11-01T00:00", to: "2026-12-01T00:00" }],
    });
    const policy = createPolicy(configuration, { state: ledger, now: clock.now });
    const asked = subject([step([disable("svc-1"), revoke("a", "CN=Legal-1"), erase("b")])]);
    const { verdicts } = await policy.admit(asked);
    expect(refusals(verdicts)).toEqual([
      "protected.identities[0]",
      "protected.entitlements[0]",
      "limits[0]",
      "limits[2]",
      "freeze[0]",
    ]);
    for (const { outcome, remedy, steps } of verdicts) {
      expect([remedy !== null, steps.length > 0]).toEqual([outcome === "refused", outcome === "refused"]);
    }
    expect(await entries()).toEqual([] satisfies LedgerEntry[]);
  });

  it("holds keys, ids and numbers, and no value; control characters in a key are escaped, and long lists are cut", async () => {
    const policy = policyOf({ action: "update", max: 0, per: "plan" }, { action: "delete", max: 0, per: "plan" });
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}\u001b[2J\u202e`);
    const asked = subject([step(keys.flatMap((key) => [update(key, "Department"), erase(key)]))]);
    const verdicts = await policy.review(asked);
    const text = verdicts.map(({ message, remedy }) => `${message} ${remedy}`).join("");
    expect(text).not.toMatch(/value|\p{Cc}/u);
    expect(text).toContain("and 20 more");
    expect(text).toContain("k9");
    expect(text).not.toContain("k10");
  });
});

describe("an abort", () => {
  it("stops both questions, and nothing is reserved", async () => {
    const controller = new AbortController();
    const policy = policyOf(perDay("disable", 5), { action: "disable", maxPercent: 50, per: "plan", provider: "AD" });
    const populationOf = async () => {
      controller.abort();
      return 100;
    };
    const asked = subject([step(disables(1, 1))], { signal: controller.signal, populationOf });
    await expect(policy.admit(asked)).rejects.toMatchObject({ code: "Cancelled" });
    await expect(policy.review(asked)).rejects.toMatchObject({ code: "Cancelled" });
    expect(await entries()).toEqual([]);
  });
});
