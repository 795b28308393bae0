import type { PolicyVerdict } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createSources } from "../../src/input/sources.ts";
import { planView } from "../../src/view/plan-view.ts";
import { problemView } from "../../src/view/problem-view.ts";
import { createStyle } from "../../src/view/style.ts";
import { plan, step } from "../fixtures/records.ts";

const kept: PolicyVerdict = {
  rule: "limits[0]",
  outcome: "allowed",
  message: "disable: 12 of 500 in 24h used, this plan adds 1.",
  remedy: null,
  steps: [],
};
const broken: PolicyVerdict = {
  rule: "protected.memberOf[0]",
  outcome: "refused",
  message:
    'Members of "CN=Domain Admins,*" are protected: this plan would disable "bjones" (step-01 "Disable account").',
  remedy: "Take these steps out of the plan, or take the protection back in the policy.",
  steps: ["step-01"],
};
const style = (width: number | null) => createStyle({ colour: false, width });
const planOf = (...policy: PolicyVerdict[]) => {
  const made = plan([step("Disable account")]);
  return { ...made, metadata: { ...made.metadata, policy } };
};
const tail = (text: string) => text.slice(text.indexOf("The policy,"));

describe("what the policy says to a plan", () => {
  it("begins with what it refuses, on a terminal of 60 columns too, and ends the view", () => {
    expect(tail(planView(planOf(kept, broken), style(60)))).toBe(`The policy, as this was planned:
  refused  protected.memberOf[0]  Members of "CN=Domain
           Admins,*" are protected: this plan would disable
           "bjones" (step-01 "Disable account").
           Take these steps out of the plan, or take the
           protection back in the policy.
  kept     limits[0]  disable: 12 of 500 in 24h used, this
           plan adds 1.

Nothing to change: what this workflow wants is already so.
Plan: 0 to add, 0 to change, 0 to remove, 0 to invoke.
The policy refuses this plan: 1 rule.
`);
  });

  it("is not there where there is no policy, or none of its rules", () => {
    expect(planView(plan([step("A")]), style(null))).not.toContain("policy");
    expect(planView(planOf(), style(null))).not.toContain("policy");
    expect(planView(planOf(kept), style(null))).not.toContain("refuses");
  });
});

describe("a refusal", () => {
  const view = (details: object) =>
    problemView({ code: "PolicyRefused", message: "No.", details: details as never }, style(null), createSources());

  it("has each rule in a line, and what would satisfy it in the next", () => {
    expect(view({ verdicts: [broken, { ...kept, outcome: "refused", remedy: "Wait." }] })).toBe(
      `error PolicyRefused: The policy refuses this plan. Nothing was changed.
  refused  protected.memberOf[0]  ${broken.message}
           ${broken.remedy}
  refused  limits[0]  ${kept.message}
           Wait.
`,
    );
  });

  it.each([{}, { verdicts: [] }, { verdicts: "x" }, { verdicts: [null, 1, {}] }])(
    "that carries no verdicts is told as it is: %j",
    (details) => {
      expect(view(details)).toBe("error PolicyRefused: No.\n");
    },
  );
});
