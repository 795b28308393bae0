import type { JsonObject } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { type CompiledTemplates, compileTemplates } from "../expression/index.ts";
import { checkLiterals } from "./check-literals.ts";
import { listEntries, type RawStep } from "./check-steps.ts";
import type { Report } from "./findings.ts";

/** Pass: what context resolvers read and for whom. Gives the templates of each one's identity key. */
export function checkResolvers(data: JsonObject, report: Report): ReadonlyMap<RawStep, CompiledTemplates> {
  const templates = new Map<RawStep, CompiledTemplates>();
  const seen = new Set<string>();
  for (const raw of listEntries(data, "contextResolvers")) {
    const inputs = raw.data.with;
    if (!isObject(inputs)) continue;
    const pointer = `${raw.pointer}/with`;
    checkLiterals(inputs, pointer, report);
    const { identityKey = "" } = inputs;
    const compiled = compileTemplates(Object.freeze({ identityKey }));
    for (const problem of compiled.problems) report({ ...problem, pointer: `${pointer}${problem.pointer}` });
    templates.set(raw, compiled);

    const key = sameTarget(raw.data.capability, inputs);
    if (seen.has(key)) {
      const message = "Another resolver has this capability, provider and session already. Remove one of the two.";
      report({ code: "DuplicateResolver", message, pointer: raw.pointer });
    }
    seen.add(key);
  }
  return templates;
}

/** Aliases and sessions become keys of the context, where case does not tell them apart. */
function sameTarget(capability: unknown, { provider, authSessionName }: JsonObject): string {
  return JSON.stringify([capability, provider ?? null, authSessionName ?? null]).toLowerCase();
}
