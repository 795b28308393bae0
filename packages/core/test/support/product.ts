/** The engine as a host puts it together, with the mock directory and a clock that stands still. */
import { createHash } from "node:crypto";
import {
  type AnyProvider,
  defineStep,
  type IdleError,
  type IdleEvent,
  isIdleError,
  type Plan,
  type ProviderBag,
  type StepType,
} from "@idle/contract";
import { createEngine, type Engine, type EngineOptions, type InvokePlanOptions, importResult } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost, type FakeHost } from "@idle/testkit";
import { expect } from "vitest";

export interface Product {
  readonly engine: Engine;
  readonly host: FakeHost;
  plan(workflow: string, options?: { request?: object; providers?: ProviderBag; offline?: boolean }): Promise<Plan>;
}

export const jane = {
  identityKey: "jane",
  enabled: true,
  container: "OU=HR",
  attributes: { Department: "HR", EmployeeId: "0042" },
  entitlements: [
    { kind: "Group", id: "All Staff" },
    { kind: "Group", id: "HR" },
  ],
};

export const joinerRequest = {
  lifecycleEvent: "Joiner",
  correlationId: "c-1",
  actor: "test",
  identityKeys: { login: "jane" },
  intent: { Department: "IT" },
};

export function createProduct(options: Partial<EngineOptions> & { steps?: readonly StepType[] } = {}): Product {
  const host = createFakeHost({ autoAdvance: true });
  const { steps = [], ...rest } = options;
  const engine = withReadableResults(createEngine({ steps: [commonSteps, steps], host, ...rest }));
  return {
    engine,
    host,
    async plan(
      text,
      {
        request = joinerRequest,
        providers = { Identity: createMockProvider({ identities: [jane] }) },
        offline = false,
      } = {},
    ) {
      const workflow = await engine.loadWorkflow({ text, file: "test.yaml" });
      return engine.createPlan({ workflow, request: request as never, ...(offline ? {} : { providers }) });
    },
  };
}

/** Whatever a test does: what the engine gives can be kept in a file, and read from it. */
function withReadableResults(engine: Engine): Engine {
  return {
    ...engine,
    async invokePlan(plan, options) {
      const result = await engine.invokePlan(plan, options);
      const text = JSON.stringify(result);
      expect(importResult(text)).toEqual(JSON.parse(text));
      return result;
    },
  };
}

/** A workflow for joiners with the given YAML below its head. */
export function joiner(body: string): string {
  return `name: Test\nlifecycleEvent: Joiner\n${body}`;
}

/** The IdleError a promise rejects with; fails the test for anything else. */
export async function errorOf(promise: Promise<unknown>): Promise<IdleError> {
  try {
    await promise;
  } catch (error) {
    if (isIdleError(error)) return error;
    throw error;
  }
  throw new Error("It did not reject.");
}

export function diagnosticsOf(
  error: IdleError,
): { code: string; message: string; line: number; column: number; step?: string; because?: string }[] {
  return (error.details?.diagnostics ?? []) as never;
}

export interface Scripted {
  readonly step: StepType;
  /** How often it was called. */
  calls(): number;
}

/** A step without a provider that does what the script says, call by call; the last entry repeats. */
export function scriptedStep(
  type: string,
  script: readonly (() => unknown)[],
  options: { idempotent?: boolean } = {},
): Scripted {
  let calls = 0;
  const step = defineStep({
    type,
    description: "Does what a test says.",
    with: { type: "object", additionalProperties: false, properties: { note: { type: "string" } } },
    ...options,
    async execute() {
      const act = script[Math.min(calls, script.length - 1)];
      calls += 1;
      return (await act?.()) as never;
    },
  });
  return { step, calls: () => calls };
}

/** A provider bag entry made by hand, for answers that a good provider would not give. */
export function handMade(methods: object, capabilities: readonly string[]): AnyProvider {
  return { name: "HandMade", getCapabilities: () => capabilities, ...methods };
}

/** Ends what waits for time alone: the clock of a host that stands still is moved on until the work settles. */
export async function driven<T>(host: FakeHost, work: Promise<T>, stepMs = 1000): Promise<T> {
  let isSettled = false;
  const end = () => {
    isSettled = true;
  };
  work.then(end, end);
  for (let steps = 0; !isSettled; steps += 1) {
    if (steps === 1000) throw new Error("It does not settle, however much time passes.");
    await host.advance(stepMs);
  }
  return work;
}

/** The plan as somebody would forge it: changed, with an id that fits again. */
export function forged(plan: Plan, edit: (copy: ForgedPlan) => void): Plan {
  const copy = structuredClone(plan) as unknown as ForgedPlan;
  edit(copy);
  const { id: _, ...rest } = copy.plan;
  const { schemaVersion, engine, request } = copy;
  const text = canonical({ schemaVersion, engine, request, plan: rest });
  copy.plan.id = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return copy as unknown as Plan;
}

// biome-ignore lint/suspicious/noExplicitAny: whoever forges a plan keeps to no type.
export type ForgedPlan = any;

/** RFC 8785, as far as plans need it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export interface ScriptedRunOptions {
  /** Below the workflow's head; default: the scripted steps, one after the other. */
  readonly body?: string;
  readonly options?: InvokePlanOptions;
  readonly idempotent?: boolean;
  readonly product?: Partial<EngineOptions>;
  readonly providers?: ProviderBag;
  readonly request?: object;
}

/** A run of the steps `Test.Step.A`, `B`, …, each with its script. */
export async function runScripted(
  scripts: Record<string, readonly (() => unknown)[]>,
  {
    body,
    options = {},
    idempotent = true,
    product: engineOptions = {},
    providers = {},
    request = joinerRequest,
  }: ScriptedRunOptions = {},
) {
  const scripted = Object.entries(scripts).map(
    ([name, script]) => [name, scriptedStep(`Test.Step.${name}`, script, { idempotent })] as const,
  );
  const product = createProduct({ ...engineOptions, steps: scripted.map(([, { step }]) => step) });
  const steps = scripted.map(([name]) => `  - { name: ${name}, type: Test.Step.${name} }\n`).join("");
  const plan = await product.plan(joiner(body ?? `steps:\n${steps}`), { providers, request });
  const running = product.engine.invokePlan(plan, { providers, ...options });
  const result = await (engineOptions.host === undefined ? running : driven(engineOptions.host as FakeHost, running));
  const calls = Object.fromEntries(scripted.map(([name, { calls }]) => [name, calls()]));
  return { product, plan, result, calls };
}

export const typesOf = (events: readonly IdleEvent[]): string[] => events.map(({ type }) => type);

export const throwing = (error: unknown) => () => {
  throw error;
};

export const changed = () => ({ changed: true });
export const unchanged = () => ({ changed: false });
