/** Everything a test can expect, as it is: for a test that expects nothing yet. */
import type { JsonObject } from "@idle/contract";
import type { Observation } from "../observation.ts";
import { recordDirectories } from "./record-directory.ts";
import { recordError } from "./record-error.ts";
import { recordPlan } from "./record-plan.ts";
import { recordResult } from "./record-result.ts";

/** A second run with nothing left to change is recorded, too, because it is what workflows are written for. */
export function recordExpectation({ refusal, plan, result, before, after, secondRun }: Observation): JsonObject {
  const directories = recordDirectories(before, after);
  const own = [...directories].find(([alias]) => alias.toLowerCase() === "identity");
  const others = [...directories].filter(([alias]) => alias !== own?.[0]);
  const isSettled = secondRun !== null && "steps" in secondRun && secondRun.steps.length === 0;
  return {
    ...(refusal !== null && { error: recordError(refusal) }),
    ...(plan !== null && { plan: recordPlan(plan) }),
    ...(result !== null && { result: recordResult(result) }),
    ...(own !== undefined && { directory: own[1] }),
    ...(others.length > 0 && { directories: Object.fromEntries(others) }),
    ...(result?.status === "Completed" && isSettled && { secondRun: "noChanges" }),
  };
}
