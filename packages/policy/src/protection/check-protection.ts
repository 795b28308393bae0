/** Protection: who and what must be left alone. In: effects, patterns. Out: a verdict for each pattern. */

import { type EntitlementAssignment, nameKey, type PolicyVerdict } from "@idle/contract";
import type { EntitlementPattern, IdentityPattern, PolicyConfiguration } from "../configuration.ts";
import type { Effect } from "../effects/effect.ts";
import { effectInWords, listed, quote, stepIdsOf } from "../words.ts";
import { compileName, isSameName } from "./name-pattern.ts";
import type { Question } from "./remembered.ts";

export interface ProtectionContext {
  systemOf(provider: string): string;
  /** Null when it cannot be told. */
  readonly heldBy: Question<readonly EntitlementAssignment[] | null>;
  /** Null when it cannot be told. */
  readonly ownKeysOf: Question<readonly string[] | null>;
}

const harmful = new Set<Effect["action"]>(["disable", "delete", "move", "revoke", "unknown"]);

/** `broken`: what a protected one would suffer. `unknown`: what cannot be told to be harmless, which is refused as well. */
interface Findings {
  readonly broken: readonly Effect[];
  readonly unknown: readonly Effect[];
}

type Judgement = "harmless" | "broken" | "unknown";

export async function checkProtection(
  { identities, memberOf, entitlements }: PolicyConfiguration["protected"],
  effects: readonly Effect[],
  context: ProtectionContext,
): Promise<PolicyVerdict[]> {
  const harms = effects.filter(({ action }) => harmful.has(action));
  const revokes = harms.filter(({ action }) => action === "revoke" || action === "unknown");
  const verdicts: PolicyVerdict[] = [];
  for (const [index, pattern] of identities.entries()) {
    const findings = await judgeEach(harms, identityJudge(pattern, context));
    verdicts.push(
      verdictOf(`protected.identities[${index}]`, `Identities like ${quote(pattern.key)} are protected`, findings),
    );
  }
  for (const [index, pattern] of memberOf.entries()) {
    const findings = await judgeEach(harms, memberJudge(pattern, context));
    verdicts.push(verdictOf(`protected.memberOf[${index}]`, `Members of ${quote(pattern.id)} are protected`, findings));
  }
  for (const [index, pattern] of entitlements.entries()) {
    const findings = await judgeEach(revokes, removalJudge(pattern, context));
    const what = `Entitlements like ${quote(pattern.id)} may not be removed from anybody`;
    verdicts.push(verdictOf(`protected.entitlements[${index}]`, what, findings));
  }
  return verdicts;
}

async function judgeEach(effects: readonly Effect[], judge: (effect: Effect) => Promise<Judgement>): Promise<Findings> {
  const broken: Effect[] = [];
  const unknown: Effect[] = [];
  for (const effect of effects) {
    const judgement = await judge(effect);
    if (judgement === "broken") broken.push(effect);
    if (judgement === "unknown") unknown.push(effect);
  }
  return { broken, unknown };
}

function identityJudge(pattern: IdentityPattern, context: ProtectionContext): (effect: Effect) => Promise<Judgement> {
  const name = compileName(pattern.key);
  const isMeant = systemTest(pattern, context);
  return async (effect) => {
    const { provider, identityKey, system } = effect;
    if (!isMeant(effect)) return "harmless";
    if (identityKey === null) return "unknown";
    // The system may call it by another key than the workflow does.
    const isNamed = name.matches(identityKey);
    const own = isNamed || provider === null ? [] : await context.ownKeysOf(provider, identityKey);
    if (own === null) return "unknown";
    if (!isNamed && !own.some((key) => name.matches(key))) return "harmless";
    return system === null && pattern.provider !== null ? "unknown" : "broken";
  };
}

function memberJudge(pattern: EntitlementPattern, context: ProtectionContext): (effect: Effect) => Promise<Judgement> {
  const isNamed = entitlementTest(pattern);
  const isMeant = systemTest(pattern, context);
  return async (effect) => {
    if (!isMeant(effect)) return "harmless";
    // What protects is taken away, whatever the system says about who holds it.
    if (isRemovalOf(isNamed, effect)) return "broken";
    return judgeHeld(await heldOf(effect, context), isNamed);
  };
}

function removalJudge(pattern: EntitlementPattern, context: ProtectionContext): (effect: Effect) => Promise<Judgement> {
  const isNamed = entitlementTest(pattern);
  const isMeant = systemTest(pattern, context);
  return async (effect) => {
    if (!isMeant(effect)) return "harmless";
    if (isRemovalOf(isNamed, effect)) return "broken";
    const held = await heldOf(effect, context);
    const { entitlement } = effect;
    if (entitlement === null || entitlement.id === null) return judgeHeld(held, isNamed);
    // A change has the id only; what it is called, the list of what is held may tell.
    const { kind, id } = entitlement;
    const meant = held?.filter((each) => isSameName(each.kind, kind) && isSameId(each.id, id));
    return meant?.some(isNamed) ? "broken" : "harmless";
  };
}

function isSameId(one: string, other: string): boolean {
  return isSameName(one, other) || nameKey(one) === nameKey(other);
}

/** An effect in a system that is not known may be in the one that is meant. */
function systemTest({ provider }: IdentityPattern | EntitlementPattern, { systemOf }: ProtectionContext) {
  if (provider === null) return () => true;
  const meant = systemOf(provider);
  return ({ system }: Effect) => system === null || system === meant;
}

/** Null when it cannot be told. */
async function heldOf({ provider, identityKey }: Effect, { heldBy }: ProtectionContext) {
  return provider === null || identityKey === null ? null : await heldBy(provider, identityKey);
}

function judgeHeld(held: readonly EntitlementAssignment[] | null, isNamed: EntitlementTest): Judgement {
  if (held === null) return "unknown";
  return held.some(isNamed) ? "broken" : "harmless";
}

type EntitlementTest = (entitlement: EntitlementAssignment) => boolean;

function isRemovalOf(isNamed: EntitlementTest, { entitlement: removed }: Effect): boolean {
  return removed !== null && removed.id !== null && isNamed({ kind: removed.kind, id: removed.id });
}

function entitlementTest(pattern: EntitlementPattern): EntitlementTest {
  const name = compileName(pattern.id);
  return ({ kind, id, displayName }) =>
    (pattern.kind === null || isSameName(pattern.kind, kind)) &&
    (name.matches(id) || (displayName !== undefined && name.matches(displayName)));
}

function verdictOf(rule: string, what: string, { broken, unknown }: Findings): PolicyVerdict {
  if (broken.length + unknown.length === 0) {
    return { rule, outcome: "allowed", message: `${what}: this plan touches none.`, remedy: null, steps: [] };
  }
  const parts = [
    ...(broken.length > 0 ? [`this plan would ${listed(broken.map(effectInWords))}`] : []),
    ...(unknown.length > 0
      ? [`it cannot be told that it does not concern them to ${listed(unknown.map(effectInWords))}`]
      : []),
  ];
  const remedies = [
    ...(broken.length > 0 ? ["Take these steps out of the plan, or take the protection back in the policy."] : []),
    ...(unknown.length > 0
      ? [
          "What cannot be told has to become known: make the system tell who is meant and what is held, and plan again, or have it done by hand.",
        ]
      : []),
  ];
  return {
    rule,
    outcome: "refused",
    message: `${what}: ${parts.join("; ")}.`,
    remedy: remedies.join(" "),
    steps: stepIdsOf([...broken, ...unknown]),
  };
}
