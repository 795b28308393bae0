import type { PolicyVerdict } from "@idle/contract";
import type { FreezeRule } from "../configuration.ts";
import { quote } from "../words.ts";
import { frozenUntil } from "./frozen-until.ts";
import { createZone } from "./zone.ts";

/** Answers with a verdict for each freeze at an instant. A freeze refuses everything, whatever the steps do. */
export function compileFreeze(
  rules: readonly FreezeRule[],
): (stepIds: readonly string[], now: number) => PolicyVerdict[] {
  const compiled = rules.map((rule, index) => ({ rule, place: `freeze[${index}]`, zone: createZone(rule.timeZone) }));
  return (stepIds, now) =>
    compiled.map(({ rule, place, zone }) => {
      const name = `The freeze ${quote(rule.name)}`;
      const until = frozenUntil(rule, zone, now);
      if (until === null) {
        return { rule: place, outcome: "allowed", message: `${name} is not in force.`, remedy: null, steps: [] };
      }
      const lift = `have ${place} changed in the policy`;
      const isEndless = until === Number.POSITIVE_INFINITY;
      return {
        rule: place,
        outcome: "refused",
        message: isEndless
          ? `${name} is in force, and has no end.`
          : `${name} is in force until ${zone.format(until)}.`,
        remedy: isEndless
          ? `To apply anything, ${lift}.`
          : `Apply the plan at ${zone.format(until)} or later, or ${lift}.`,
        steps: [...stepIds],
      };
    });
}
