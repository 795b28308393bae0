/**
 * Before anything runs: the plan, hostile until shown otherwise, is checked against its schema, its id, the registered
 * step types, the bag and the retry profiles. Everything that could be known before the start is known here.
 */
import {
  IdleError,
  type Plan,
  type PlannedResolver,
  type PlannedStep,
  type ProviderBag,
  type StepType,
} from "@idle/contract";
import { deepFreeze } from "../data/value.ts";
import { checkCondition } from "../expression/index.ts";
import { missingCapabilities } from "../plan/check-capabilities.ts";
import { checkPlan } from "../plan/plan-file.ts";
import { preconditionResolvers } from "../plan/precondition-resolvers.ts";
import { findResolverEntry, listed } from "../plan/resolve-context.ts";
import { type BagEntry, type OpenBag, openBag } from "../providers/bag.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { type RetryOptions, type RetryProfile, readRetryProfiles } from "../retry/profile.ts";
import { expectSessions } from "../sessions/expect-sessions.ts";
import type { StepRegistry } from "../validate/step-registry.ts";
import { describeInputErrors } from "../validate/with-errors.ts";

export interface PreparedStep {
  readonly planned: PlannedStep;
  readonly type: StepType;
  /** Null for a step that needs no provider. */
  readonly entry: BagEntry | null;
  readonly retryProfile: Required<RetryProfile>;
  /** What to read again before the precondition is decided. */
  readonly resolvers: readonly { readonly planned: PlannedResolver; readonly entry: BagEntry }[];
}

export interface PreparedPlan {
  readonly plan: Plan;
  readonly bag: OpenBag;
  readonly steps: readonly PreparedStep[];
  readonly onFailureSteps: readonly PreparedStep[];
}

/** Throws PlanInvalid, PlanVersionUnsupported, PlanNotExecutable, StepTypeUnknown, ProviderMissing, CapabilityMissing, RetryProfileUnknown, … */
export async function preparePlan(
  input: unknown,
  {
    providers = {},
    registry,
    ...retryOptions
  }: RetryOptions & { readonly providers?: ProviderBag | undefined; readonly registry: StepRegistry },
): Promise<PreparedPlan> {
  // Steps and journals are handed parts of it, and what they do to theirs must not reach anybody else's.
  const plan = deepFreeze(checkPlan(input));
  if (!plan.plan.executable) {
    const why = plan.plan.warnings.join(" ");
    throw new IdleError("PlanNotExecutable", `The plan lacks values that executing it needs. ${why}`, {
      details: { warnings: plan.plan.warnings },
    });
  }
  plan.plan.contextResolvers.forEach(expectReader);
  const profiles = readRetryProfiles(retryOptions);
  const bag = openBag(providers);
  const ids = new Set<string>();

  const prepareStep = async (planned: PlannedStep): Promise<PreparedStep> => {
    if (ids.has(planned.id)) throw new IdleError("PlanInvalid", `The plan has two steps with the id ${planned.id}.`);
    ids.add(planned.id);
    const registered = registry.get(planned.stepType);
    if (registered === undefined) {
      throw new IdleError(
        "StepTypeUnknown",
        `Step "${planned.name}" is of type ${planned.stepType}, which is not registered. Registered: ${listed(registry.types())}.`,
      );
    }
    const type = registered.definition;
    const retryProfile = profiles.get(planned.retryProfile);
    if (planned.status === "NotApplicable") return { planned, type, entry: null, retryProfile, resolvers: [] };

    await registered.prepare();
    const inputs = planned.inputs ?? {};
    const [wrong] = describeInputErrors(registered.check(inputs) ?? [], inputs, type.with);
    if (wrong !== undefined) {
      throw new IdleError(
        "PlanInvalid",
        `The inputs of step "${planned.name}" do not fit ${type.type}: ${wrong.pointer} ${wrong.message}`.trim(),
      );
    }
    const entry = findEntry(planned, type, bag);
    expectOwnSessions(planned, entry);
    return { planned, type, entry, retryProfile, resolvers: findResolvers(planned) };
  };

  const expectOwnSessions = (
    { name, authSessionName, authSessionOptions, inputs }: PlannedStep,
    entry: BagEntry | null,
  ) => {
    try {
      const needs = {
        requirement: entry?.provider.session,
        name: authSessionName,
        options: authSessionOptions,
        inputs,
      };
      expectSessions(bag.broker, needs, plan.request);
    } catch (error) {
      const { code, message, details } = toIdleError(error, "");
      throw new IdleError(code, `Step "${name}": ${message}`, { cause: error, ...(details && { details }) });
    }
  };

  const findResolvers = (planned: PlannedStep): PreparedStep["resolvers"] => {
    if (planned.precondition === null) return [];
    const [problem] = checkCondition(planned.precondition, "precondition");
    if (problem !== undefined)
      throw new IdleError("PlanInvalid", `The precondition of step "${planned.name}" is wrong: ${problem.message}`);
    return preconditionResolvers(
      planned.precondition,
      plan.plan.contextResolvers,
      planned.provider,
      planned.authSessionName,
    ).map((resolver) => {
      const entry = findResolverEntry(resolver, bag);
      expectBroker(entry, `the precondition of step "${planned.name}"`, bag);
      return { planned: resolver, entry };
    });
  };

  const prepareAll = async (list: readonly PlannedStep[]): Promise<PreparedStep[]> => {
    const prepared: PreparedStep[] = [];
    for (const planned of list) prepared.push(await prepareStep(planned));
    return prepared;
  };
  return {
    plan,
    bag,
    steps: await prepareAll(plan.plan.steps),
    onFailureSteps: await prepareAll(plan.plan.onFailureSteps),
  };
}

function findEntry(planned: PlannedStep, type: StepType, bag: OpenBag): BagEntry | null {
  if (type.requiredCapabilities.length === 0) {
    const wanted = planned.provider;
    return wanted !== null && type.previewCapabilities.length > 0 && bag.aliases.includes(wanted)
      ? bag.find(wanted)
      : null;
  }
  if (planned.provider === null) {
    throw new IdleError(
      "ProviderMissing",
      `Step "${planned.name}" names no provider, and ${type.type} needs one. The bag has: ${listed(bag.aliases)}.`,
    );
  }
  const entry = bag.find(planned.provider);
  const missing = missingCapabilities(entry, type.requiredCapabilities);
  if (missing.length > 0) {
    throw new IdleError(
      "CapabilityMissing",
      `Step "${planned.name}" needs ${missing.join(" and ")}, which provider ${entry.alias} does not have. It has: ${listed(entry.capabilities)}.`,
    );
  }
  expectBroker(entry, `step "${planned.name}"`, bag);
  return entry;
}

function expectBroker({ alias, provider }: BagEntry, where: string, { broker }: OpenBag): void {
  if (provider.session?.required !== true || broker !== null) return;
  throw new IdleError(
    "SessionBrokerMissing",
    `Provider ${alias} of ${where} needs a session, and the provider bag has no AuthSessionBroker. Add one.`,
  );
}

/** A plan may come from anywhere: what it calls a read must be one. */
function expectReader({ capability }: PlannedResolver): void {
  if (resolverCapabilities.includes(capability)) return;
  throw new IdleError(
    "PlanInvalid",
    `The plan has a context resolver of ${capability}. Resolvers read, with ${resolverCapabilities.join(" or ")}.`,
  );
}

const resolverCapabilities = ["IdLE.Identity.Read", "IdLE.Entitlement.List"];
