/** Plans and clocks to ask a policy with. */
import type { AdmissionSubject, Change, EntitlementAssignment, PolicyStep, PolicyVerdict } from "@idle/contract";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const noon = Date.UTC(2026, 10, 25, 12);

export function createClock(start = noon) {
  let time = start;
  return {
    now: () => time,
    set: (to: number) => {
      time = to;
    },
    move: (by: number) => {
      time += by;
    },
  };
}

export const disable = (identityKey: string, provider = "AD"): Change => ({
  action: "update",
  target: { provider, identityKey },
  path: "enabled",
  before: true,
  after: false,
});
export const update = (identityKey: string, path: string, provider = "AD"): Change => ({
  action: "update",
  target: { provider, identityKey },
  path,
  before: "old value",
  after: "new value",
});
export const erase = (identityKey: string, provider = "AD"): Change => ({
  action: "delete",
  target: { provider, identityKey },
  path: "identity",
  before: { enabled: true, attributes: { Department: "a value" } },
});
export const move = (identityKey: string, provider = "AD"): Change => ({
  action: "update",
  target: { provider, identityKey },
  path: "container",
  before: "OU=A",
  after: "OU=B",
});
export const revoke = (identityKey: string, id: string, provider = "AD"): Change => ({
  action: "remove",
  target: { provider, identityKey },
  path: "entitlements.Group",
  before: id,
});
export const grant = (identityKey: string, id: string, provider = "AD"): Change => ({
  action: "add",
  target: { provider, identityKey },
  path: "entitlements.Group",
  after: id,
});

let stepNumber = 0;
/** A step with these changes. */
export function step(changes: readonly Change[], more: Partial<PolicyStep> = {}): PolicyStep {
  stepNumber += 1;
  const id = more.id ?? `step-${stepNumber}`;
  return {
    id,
    name: `Do ${id}`,
    stepType: "Test.Step.Any",
    provider: "AD",
    capabilities: [],
    changes,
    identityKey: null,
    ...more,
  };
}

/** A step that tells nothing but what it can do. */
export function blindStep(capabilities: readonly string[], identityKey: string | null, more: Partial<PolicyStep> = {}) {
  return step([], { capabilities, identityKey, changes: null, ...more });
}

let planNumber = 0;
export function subject(
  steps: readonly PolicyStep[],
  more: Partial<AdmissionSubject> & {
    readonly held?: Readonly<Record<string, readonly EntitlementAssignment[] | null>>;
    readonly population?: number | null;
  } = {},
): AdmissionSubject {
  planNumber += 1;
  const { held = {}, population = null, ...rest } = more;
  return {
    planId: `plan-${planNumber}`,
    runId: `run-${planNumber}`,
    isPart: false,
    workflow: "Leaver",
    actor: "somebody",
    correlationId: "c-1",
    steps,
    entitlementsOf: async (_provider, identityKey) =>
      Object.hasOwn(held, identityKey) ? (held[identityKey] ?? null) : [],
    ownKeysOf: async (_provider, identityKey) => [identityKey],
    populationOf: async () => population,
    systemOf: (provider) =>
      ({ AD: "ad.example.com", AD2: "ad.example.com", Entra: "tenant-1" })[provider] ?? failing(provider),
    signal: new AbortController().signal,
    ...rest,
  };
}

function failing(provider: string): never {
  throw new Error(`There is no provider ${provider}.`);
}

export const group = (id: string, displayName?: string): EntitlementAssignment => ({
  kind: "Group",
  id,
  ...(displayName !== undefined && { displayName }),
});

export function refusals(verdicts: readonly PolicyVerdict[]): string[] {
  return verdicts.filter(({ outcome }) => outcome === "refused").map(({ rule }) => rule);
}

export function verdict(verdicts: readonly PolicyVerdict[], rule: string): PolicyVerdict {
  const found = verdicts.find((each) => each.rule === rule);
  if (found === undefined) throw new Error(`There is no verdict of ${rule}.`);
  return found;
}
