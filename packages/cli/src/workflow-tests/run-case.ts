/** Plays one test: workflow, request and pretend systems in; all that can be compared with what is expected out. */
import { generateKeyPairSync } from "node:crypto";
import { type AnyCapability, isIdleError, type Plan, type Result, type StepType } from "@idle/contract";
import { createEngine, createVirtualHost, type Redactor, type SealRecipient } from "@idle/core";
import type { Configuration } from "../configuration/configuration.ts";
import { distinctCapabilities } from "../configuration/load-plugins.ts";
import type { AliasUse } from "./alias-use.ts";
import type { Directories, LeftOver, Observation } from "./observation.ts";
import type { TestCase } from "./prepare-file.ts";
import { createPretendWorld } from "./pretend-world.ts";
import type { Expectation } from "./test-document.ts";

export interface RunSettings {
  readonly steps: readonly (readonly StepType[])[];
  readonly capabilities: readonly AnyCapability[];
  readonly uses: readonly AliasUse[];
  /** The configuration's retry profiles and secret names; of its providers and sessions nothing is used. */
  readonly retry: Configuration["retry"];
  readonly redactNames: readonly string[];
  /** Redacts what did not come out of the engine, and learns what the engine learns. */
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
}

const nobody: Directories = new Map();

/** Throws Cancelled when `signal` aborts. */
export async function runCase(test: TestCase, settings: RunSettings): Promise<Observation> {
  const { redactor, signal, retry } = settings;
  const nothing = { plan: null, result: null, before: nobody, after: nobody, unusedFailures: [], secondRun: null };
  if (test.refusal !== null) return { ...nothing, refusal: redactor.error(test.refusal) };
  const { workflow, request } = test;
  if (workflow === null || request === null) throw new TypeError("A test without workflow or request has a refusal.");
  const host = createVirtualHost({ start: test.now, autoAdvance: true });
  const engine = createEngine({
    steps: settings.steps,
    capabilities: distinctCapabilities(settings.capabilities),
    host,
    redactNames: settings.redactNames,
    sealTo: throwAwayKey(),
    redactor,
  });
  const providers = await test.makeProviders();
  const world = createPretendWorld({ ...test, uses: settings.uses, providers }, host);
  const planOnce = () => engine.createPlan({ workflow, request, providers: world.bag, signal, ...retry });
  const refusalOf = (error: unknown) => {
    if (signal.aborted) throw error;
    if (!isIdleError(error)) throw error;
    return redactor.error(test.locate(error));
  };
  const before = await world.look();
  let plan: Plan;
  try {
    plan = await planOnce();
  } catch (error) {
    return { ...nothing, before, after: before, refusal: refusalOf(error) };
  }
  const { expect } = test.entry;
  if (expect !== undefined && !needsRun(expect)) {
    return { ...nothing, refusal: null, plan, before, after: before, unusedFailures: world.unusedFailures() };
  }
  let result: Result;
  try {
    result = await engine.invokePlan(plan, { providers: world.bag, signal, ...retry });
    signal.throwIfAborted();
  } catch (error) {
    return { ...nothing, refusal: refusalOf(error), plan, before, after: await world.look() };
  }
  const after = await world.look();
  const unusedFailures = world.unusedFailures();
  world.endFailures();
  const secondRun = expect === undefined || expect.secondRun !== undefined ? await planAgain() : null;
  return { refusal: null, plan, result, before, after, unusedFailures, secondRun };

  async function planAgain(): Promise<Observation["secondRun"]> {
    try {
      return { steps: leftIn(await planOnce()) };
    } catch (error) {
      return { error: refusalOf(error) };
    }
  }
}

/** Whether anything is expected that only a run can show. */
function needsRun({ plan: _, ...rest }: Expectation): boolean {
  return Object.keys(rest).length > 0;
}

function leftIn({ plan }: Plan): LeftOver[] {
  return plan.steps.flatMap(({ name, changes }) => (changes?.length === 0 ? [] : [{ step: name, changes }]));
}

/** Secrets that steps make are sealed to it, and nobody has its other half. */
function throwAwayKey(): SealRecipient {
  const { publicKey } = generateKeyPairSync("x25519");
  return { ...publicKey.export({ format: "jwk" }) };
}
