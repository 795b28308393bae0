/** Reading: a value of any shape becomes a policy, or every problem in it with its place. */
import { IdleError } from "@idle/contract";
import type { PolicyConfiguration } from "../configuration.ts";
import { readFreezeRule } from "./read-freeze-rule.ts";
import { readLimit } from "./read-limit.ts";
import { readEntitlementPattern, readIdentityPattern } from "./read-pattern.ts";
import { readList, readObject } from "./read-shape.ts";
import { collectProblems, type Report } from "./report.ts";

/**
 * Reads what stands under `policy` of a configuration. Throws ConfigInvalid for anything else than a policy: the message
 * and `details.diagnostics` list every problem with its JSON Pointer, which begins at the policy itself.
 */
export function readPolicy(value: unknown): PolicyConfiguration {
  const { problems, report } = collectProblems();
  const fields = readObject(value, "", ["protected", "limits", "freeze"], report);
  const configuration: PolicyConfiguration = {
    protected: readProtected(fields?.protected, report),
    limits: readList(fields?.limits, "/limits", (entry, pointer) => readLimit(entry, pointer, report), report),
    freeze: readList(fields?.freeze, "/freeze", (entry, pointer) => readFreezeRule(entry, pointer, report), report),
  };
  if (problems.length === 0) return configuration;
  const list = problems.map(({ pointer, message }) => `${pointer === "" ? "the policy" : pointer}: ${message}`);
  throw new IdleError("ConfigInvalid", `The policy is not valid. ${list.join(" ")}`, {
    details: { diagnostics: problems },
  });
}

function readProtected(value: unknown, report: Report): PolicyConfiguration["protected"] {
  const pointer = "/protected";
  const fields =
    value === undefined ? null : readObject(value, pointer, ["identities", "memberOf", "entitlements"], report);
  const entitlements = (key: "memberOf" | "entitlements") =>
    readList(fields?.[key], `${pointer}/${key}`, (entry, at) => readEntitlementPattern(entry, at, report), report);
  return {
    identities: readList(
      fields?.identities,
      `${pointer}/identities`,
      (entry, at) => readIdentityPattern(entry, at, report),
      report,
    ),
    memberOf: entitlements("memberOf"),
    entitlements: entitlements("entitlements"),
  };
}
