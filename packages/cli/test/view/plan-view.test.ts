import type { JsonObject } from "@idle/contract";
import { escapeText } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planView } from "../../src/view/plan-view.ts";
import { createStyle } from "../../src/view/style.ts";
import { joinerPlan, plan, step, update } from "../fixtures/records.ts";

const style = (width: number | null, colour = false) => createStyle({ colour, width });
const lines = (text: string) => text.trimEnd().split("\n");

describe("the view of a plan", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = planView(joinerPlan, style(width));
    await expect(text).toMatchFileSnapshot(`../golden/plan.${width}.txt`);
    for (const line of lines(text)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("neither wraps nor cuts in a pipe", async () => {
    await expect(planView(joinerPlan, style(null))).toMatchFileSnapshot("../golden/plan.pipe.txt");
  });

  it("is coloured where colours are wanted, and says the same", async () => {
    const text = planView(joinerPlan, style(80, true));
    await expect(text).toMatchFileSnapshot("../golden/plan.80.colour.txt");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(planView(joinerPlan, style(80)));
  });

  it("ends with the totals, to which cleanup after a failure does not count", () => {
    expect(lines(planView(joinerPlan, style(80))).slice(-2)).toEqual([
      "1 step is not known before it runs.",
      "Plan: 3 to add, 7 to change, 1 to remove, 1 to invoke. 2 warnings.",
    ]);
    const warned = planView(plan([step("A", { warnings: ["careful"] })]), style(80));
    expect(lines(warned).at(-1)).toBe("Plan: 0 to add, 0 to change, 0 to remove, 0 to invoke. 1 warning.");
  });

  it.each([
    [[step("Announce")], "Nothing to change: what this workflow wants is already so."],
    [[step("A", { status: "NotApplicable", inputs: null })], "Nothing to change: no step applies to this request."],
  ])("says so when there is nothing to change", (steps, sentence) => {
    expect(lines(planView(plan(steps), style(80))).slice(-2)).toEqual([
      sentence,
      "Plan: 0 to add, 0 to change, 0 to remove, 0 to invoke.",
    ]);
  });

  it("says that a plan cannot be executed", () => {
    const text = planView(plan([], { executable: false, warnings: ["/plan/steps/0 was redacted"] }), style(80));
    expect(text).toContain("warning /plan/steps/0 was redacted\nThis plan cannot be executed:");
  });

  it("shows a deleted identity with what goes with it", () => {
    const change = {
      action: "delete",
      target: { provider: "Identity", identityKey: "jdoe" },
      path: "identity",
      before: { enabled: true, attributes: { GivenName: "Jane" } },
    } as const;
    expect(planView(plan([step("Delete", { changes: [change] })]), style(null))).toContain(
      '    - identity\n        enabled:   true\n        GivenName: "Jane"\n',
    );
  });

  it.each([
    [{ secret: "First\u202ePassword" }, '    initialPassword: from session "First\\u202ePassword"\n'],
    [{ generate: true }, "    initialPassword: generated, sealed\n"],
  ])("says where a new account's password comes from", (initialPassword, line) => {
    const target = { provider: "Identity", identityKey: "jdoe" };
    const inputs = { identityKey: "jdoe", initialPassword };
    const create = { action: "create", target, path: "identity", after: { enabled: true } } as const;
    const view = (changes: (typeof create)[] | null) => planView(plan([step("A", { inputs, changes })]), style(null));
    expect(view([create])).toContain(line);
    for (const changes of [[], null]) expect(view(changes)).not.toContain("initialPassword");
  });

  it("shows the options of a session beside its name, whole in a pipe and cut on a terminal", () => {
    const view = (width: number | null, authSessionName: string | null, authSessionOptions: JsonObject) =>
      planView(plan([step("A", { authSessionName, authSessionOptions })]), style(width));
    expect(view(null, "AD", { role: "Tier\u202e0", password: "[REDACTED]" })).toContain(
      'as session "AD" { role: "Tier\\u202e0", password: "[REDACTED]" }\n',
    );
    expect(view(null, null, { role: "Tier0" })).toContain(' as session { role: "Tier0" }\n');
    expect(view(null, "AD", {})).toContain(' as session "AD"\n');
    expect(view(null, "AD", { role: "x".repeat(500) })).toContain("x".repeat(500));
    expect(view(80, "AD", { role: "x".repeat(500) })).toMatch(/more\s+characters/);
  });

  it("shows what it cannot parse of a condition as it stands", () => {
    const condition = { type: "when", expression: "{ not JSON \u202e" } as const;
    const text = planView(plan([step("A", { status: "NotApplicable", inputs: null, condition })]), style(null));
    expect(text).toContain("not applicable, because this is false: { not JSON \\u202e\n");
  });
});

describe("hostile values in a plan", () => {
  it("cannot pass for anything else", () => {
    const name = 'Title: "a" → "b"\n~ Department';
    const text = planView(
      plan([step("S", { changes: [update(name, 'HR" → "IT', "\u001b[2K\u202egpj")] })]),
      style(null),
    );
    expect(text).toContain(
      '    ~ "Title: \\"a\\" → \\"b\\"\\n~ Department": "HR\\" → \\"IT" → "\\u001b[2K\\u202egpj"\n',
    );
  });

  it("never reach a terminal as control or bidirectional characters", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, text, text, fc.constantFrom(40, 80, null), (name, path, value, warning, width) => {
        const changes = [update(path, value, [value, { [path]: value }])];
        const hostile = plan(
          [step(name, { changes, warnings: [warning], authSessionName: value, authSessionOptions: { [path]: value } })],
          {
            warnings: [warning],
          },
        );
        for (const line of lines(planView(hostile, style(width)))) expect(escapeText(line)).toBe(line);
      }),
    );
  });
});

describe("long values", () => {
  const long = "x".repeat(2000);

  it("are cut on a terminal, after their beginning, with how much is missing", () => {
    const text = planView(plan([step("S", { changes: [update("Description", null, long)] })]), style(80));
    expect(text.replaceAll(/\s/g, "")).toContain(`notset→"${"x".repeat(639)}…(1,362morecharacters)`);
  });

  it("are never cut in a pipe", () => {
    const text = planView(plan([step("S", { changes: [update("Description", null, long)] })]), style(null));
    expect(text).toContain(`    ~ Description: not set → "${long}"\n`);
  });

  it("show where they differ when that is after the cut", () => {
    const changes = [update("Description", `${long}a`, `${long}b`)];
    const text = planView(plan([step("S", { changes })]), style(80)).replaceAll(/\s/g, "");
    expect(text).toContain('xxxa"…)→');
    expect(text).toContain('xxxb"…)');
  });
});
