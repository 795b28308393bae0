/**
 * Two properties of every run, whatever a script of failures, hangs and aborts does to it: what the result says is true,
 * and the run comes to its end and leaves no timer behind.
 */
import { defineStep, IdleError, type Plan, type Result, Secret, type StepResult } from "@idle/contract";
import { createEngine, createMemoryJournal } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { driven, jane, joiner, joinerRequest, never } from "../../support/product.ts";

const withIdentity = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey"],
  properties: { identityKey: { type: "string" } },
} as const;

/** Compiling a schema takes longer than a run, and these are not about schemas. */
const validate = () => true;

/** Writes twice and must not do so again; its preview can look up what became of it. */
const once = defineStep({
  type: "Test.Step.Once",
  description: "Must not be repeated.",
  with: withIdentity,
  validate,
  requiredCapabilities: ["IdLE.Identity.Disable", "IdLE.Identity.Move", "IdLE.Identity.Read"],
  async preview({ with: { identityKey }, provider }) {
    const target = { provider: "Identity", identityKey };
    const identity = await provider.getIdentity({ identityKey });
    return [
      { path: "enabled", before: identity?.enabled ?? null, after: false },
      { path: "container", before: identity?.container ?? null, after: "OU=X" },
    ]
      .filter(({ before, after }) => before !== after)
      .map((change) => ({ action: "update" as const, target, ...change }));
  },
  async execute({ with: { identityKey }, provider }) {
    const disabled = await provider.disableIdentity({ identityKey });
    const moved = await provider.moveIdentity({ identityKey, targetContainer: "OU=X" });
    return { changed: disabled.changed || moved.changed };
  },
});

const { preview: _, ...blind } = once;
const onceBlind = { ...blind, type: "Test.Step.OnceBlind" };

const polls = defineStep({
  type: "Test.Step.Polls",
  description: "Waits, looks and then writes.",
  with: withIdentity,
  validate,
  requiredCapabilities: ["IdLE.Identity.Disable", "IdLE.Identity.Read"],
  idempotent: true,
  async execute({ with: { identityKey }, provider, sleep, emit }) {
    for (let looks = 0; looks < 3; looks += 1) {
      await sleep(700);
      await provider.getIdentity({ identityKey });
      emit("Polled", `look ${looks}`);
    }
    return { changed: (await provider.disableIdentity({ identityKey })).changed };
  },
});

const steps = [once, onceBlind, polls];

/** Each step works on an identity of its own, called like the step. */
const catalogue: Record<string, string> = {
  Disable: "type: IdLE.Step.DisableIdentity, with: { identityKey: Disable }",
  Attributes:
    "type: IdLE.Step.EnsureAttributes, with: { identityKey: Attributes, attributes: { Department: IT, Title: Boss, EmployeeId: null } }",
  Move: "type: IdLE.Step.MoveIdentity, with: { identityKey: Move, targetContainer: OU=X }",
  Create: "type: IdLE.Step.CreateIdentity, with: { identityKey: Create, attributes: { Department: IT } }",
  Groups:
    "type: IdLE.Step.EnsureEntitlements, with: { identityKey: Groups, state: Present, entitlements: [{ kind: Group, id: A }, { kind: Group, id: B }] }",
  Prune:
    "type: IdLE.Step.PruneEntitlementsEnsureKeep, with: { identityKey: Prune, kind: Group, keep: [{ id: Leavers }] }",
  Sessions: "type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: Sessions }",
  Delete: "type: IdLE.Step.DeleteIdentity, with: { identityKey: Delete }",
  Once: "type: Test.Step.Once, with: { identityKey: Once, provider: Identity }",
  OnceBlind: "type: Test.Step.OnceBlind, with: { identityKey: OnceBlind, provider: Identity }",
  Polls: "type: Test.Step.Polls, with: { identityKey: Polls, provider: Identity }",
  Done: "type: IdLE.Step.EnableIdentity, with: { identityKey: Done }",
  Guarded:
    "type: IdLE.Step.DisableIdentity, with: { identityKey: Guarded }, precondition: { equals: { path: Request.Context.Views.Identity.Profile.Enabled, value: true } }",
};
const names = Object.keys(catalogue);
const methods = [
  "getIdentity",
  "previewAttributes",
  "listEntitlements",
  "createIdentity",
  "ensureAttributes",
  "disableIdentity",
  "moveIdentity",
  "enableIdentity",
  "deleteIdentity",
  "revokeSessions",
  "grantEntitlement",
  "revokeEntitlement",
] as const;

interface Failure {
  readonly method: (typeof methods)[number];
  readonly kind: "foreign" | "ConnectionFailed" | "Timeout" | "Busy" | "Throttled" | "PermissionDenied";
  readonly transient: boolean;
  readonly after: boolean;
  readonly times: number;
}

/** A script counts what happens in a run, and steps in at some points. */
interface Script {
  readonly main: readonly string[];
  readonly failing: readonly string[];
  readonly failures: readonly Failure[];
  readonly timeoutSeconds: number | null;
  readonly abortAt: number | null;
  readonly hangAt: number | null;
  readonly withBroker: boolean;
  /** Whether all that begins with the run only, and not with the look before it. */
  readonly isLate: boolean;
}

/** What says that it had no effect had none. */
const mayHaveTakenEffect = (kind: Failure["kind"]) =>
  kind === "foreign" || kind === "ConnectionFailed" || kind === "Timeout";

function errorOf({ kind, transient }: Failure): Error {
  if (kind === "foreign") return Object.assign(new Error("socket hang up"), { transient });
  return new IdleError(kind, `scripted ${kind}`, { transient });
}

const failure: fc.Arbitrary<Failure> = fc
  .record({
    method: fc.constantFrom(...methods),
    kind: fc.constantFrom(
      "foreign" as const,
      "ConnectionFailed" as const,
      "Timeout" as const,
      "Busy" as const,
      "Throttled" as const,
      "PermissionDenied" as const,
    ),
    transient: fc.boolean(),
    after: fc.boolean(),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map((one) => ({ ...one, after: one.after && mayHaveTakenEffect(one.kind) }));

const calm = fc.record({
  main: fc.shuffledSubarray(names, { minLength: 1 }),
  failing: fc.constant([]),
  failures: fc.array(failure, { maxLength: 8 }),
  timeoutSeconds: fc.constantFrom(null, null, 1, 60),
  abortAt: fc.constant(null),
  hangAt: fc.constant(null),
  withBroker: fc.boolean(),
  isLate: fc.boolean(),
});
const stormy: fc.Arbitrary<Script> = fc.record({
  main: fc.shuffledSubarray(names.slice(0, 8), { minLength: 1 }),
  failing: fc.shuffledSubarray(names.slice(8)),
  failures: fc.array(failure, { maxLength: 5 }),
  timeoutSeconds: fc.constantFrom(null, null, 1, 3, 60),
  abortAt: fc.option(fc.integer({ min: 1, max: 80 })),
  hangAt: fc.option(fc.integer({ min: 1, max: 60 })),
  withBroker: fc.boolean(),
  isLate: fc.boolean(),
});

interface Call {
  readonly method: string;
  readonly identityKey: string;
  outcome: "running" | "done" | "unknown" | "refused";
}

async function play(script: Script) {
  const host = createFakeHost();
  const directory = createMockProvider({
    allowDelete: true,
    identities: names
      .filter((name) => name !== "Create")
      .map((identityKey) => ({ ...jane, identityKey, container: "OU=HR" })),
  });
  const journal = createMemoryJournal();
  const controller = new AbortController();
  const calls: Call[] = [];
  let isRunning = false;
  let moments = 0;
  const moment = async (mayHang: boolean): Promise<void> => {
    if (!isRunning) return;
    moments += 1;
    if (moments === script.abortAt) controller.abort(new Error("stop"));
    if (mayHang && script.hangAt !== null && moments >= script.hangAt && moments < script.hangAt + 3) await never();
  };
  const wrap = (method: (typeof methods)[number]) => async (args: { identityKey: string; signal: AbortSignal }) => {
    const call: Call = { method, identityKey: args.identityKey, outcome: "running" };
    if (isRunning) calls.push(call);
    await moment(true);
    try {
      const answer = await (directory[method] as (args: object) => Promise<unknown>)(args);
      await moment(true);
      call.outcome = "done";
      return answer;
    } catch (error) {
      const isRefused = error instanceof IdleError && !["ConnectionFailed", "Timeout"].includes(error.code);
      call.outcome = isRefused ? "refused" : "unknown";
      throw error;
    }
  };
  const providers = {
    Identity: {
      ...directory,
      ...(script.withBroker ? { session: { type: "Credential" as const, required: true } } : {}),
      ...Object.fromEntries(methods.map((method) => [method, wrap(method)])),
    },
    AuthSessionBroker: {
      async acquireAuthSession() {
        await moment(true);
        return { userName: "svc", password: new Secret("hunter22"), isExpired: () => moments % 7 === 0 };
      },
    },
  };
  const engine = createEngine({
    steps: [commonSteps, steps],
    host,
    journal: {
      ...journal,
      recordIntent: async (record) => {
        await moment(false);
        await journal.recordIntent(record);
      },
    },
  });
  const list = (chosen: readonly string[]) =>
    chosen.map((name) => {
      const limit = script.timeoutSeconds === null ? "" : `, timeoutSeconds: ${script.timeoutSeconds}`;
      return `  - { name: ${name}, ${catalogue[name]}${limit} }\n`;
    });
  const resolvers =
    "contextResolvers:\n  - { capability: IdLE.Identity.Read, with: { identityKey: Guarded, provider: Identity } }\n";
  const failing = script.failing.length === 0 ? "" : `onFailureSteps:\n${list(script.failing).join("")}`;
  const text = joiner(`${resolvers}steps:\n${list(script.main).join("")}${failing}`);
  const plan = await engine.createPlan({
    workflow: await engine.loadWorkflow({ text }),
    request: joinerRequest,
    providers,
  });
  const begin = () => {
    for (const one of script.failures) directory.failNext({ ...one, error: errorOf(one) });
    isRunning = true;
  };
  if (!script.isLate) begin();
  const running = engine.invokePlan(plan, {
    providers,
    signal: controller.signal,
    eventSink: {
      writeEvent({ type }) {
        if (script.isLate && type === "RunStarted") begin();
        return moment(false);
      },
    },
  });
  const impatient = host.setTimer(200_000, () => controller.abort(new Error("enough")));
  const [outcome] = await driven(host, Promise.allSettled([running]), 1000);
  impatient();
  isRunning = false;
  const about = { plan, directory, calls, host, isAborted: controller.signal.aborted };
  return outcome.status === "fulfilled" ? { ...about, result: outcome.value } : { ...about, refusal: outcome.reason };
}

/** A run that did not begin has written nothing, and found nothing that had changed. */
function checkRefusal({ directory, calls }: Awaited<ReturnType<typeof play>>, refusal: unknown): void {
  expect(refusal).toBeInstanceOf(IdleError);
  expect(refusal).not.toMatchObject({ code: "PlanDrifted" });
  expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
  expect(calls.filter(({ method }) => !/^(get|list|preview)/.test(method))).toEqual([]);
}

type Played = Awaited<ReturnType<typeof play>> & { readonly result: Result };

async function checkTruth({ plan, result, directory, calls }: Played): Promise<void> {
  const planned = [...plan.plan.steps, ...plan.plan.onFailureSteps];
  for (const step of [...result.steps, ...result.onFailure.steps]) {
    const changing = directory.history.filter(
      ({ kind, args, changes }) => kind === "write" && args.identityKey === step.name && changes.length > 0,
    );
    if (!step.changed && step.error?.details?.outcomeUnknown !== true)
      expect({ step, changing }).toEqual({ step, changing: [] });
    if (step.status === "Completed") await expectState(step, planned, directory);
    if (step.attempts === 0) expect(calls.filter(isWriteOf(step.name))).toEqual([]);
    if (step.name.startsWith("Once")) expectNoRepetition(calls.filter(isWriteOf(step.name)));
  }
  const reached = new Set([...result.steps, ...result.onFailure.steps].map(({ name }) => name));
  for (const { name } of planned) if (!reached.has(name)) expect(calls.filter(isWriteOf(name))).toEqual([]);
}

const isWriteOf =
  (identityKey: string) =>
  (call: Call): boolean =>
    call.identityKey === identityKey && !/^(get|list|preview)/.test(call.method);

async function expectState(step: StepResult, planned: Plan["plan"]["steps"], directory: Played["directory"]) {
  const { expectedState } = planned.find(({ id }) => id === step.id) ?? { expectedState: null };
  const calls = { session: undefined, signal: new AbortController().signal };
  const identity = await calmly(() => directory.getIdentity({ identityKey: step.name, ...calls }));
  for (const [path, wanted] of Object.entries(expectedState ?? {})) {
    if (path.startsWith("entitlements.")) {
      const list = await calmly(() => directory.listEntitlements({ identityKey: step.name, ...calls }));
      const held = list.map(({ id }) => id);
      const { present, absent } = wanted as { present: string[]; absent: string[] };
      expect(held).toEqual(expect.arrayContaining(present));
      // What the system refuses to let go is told, and no failure.
      const skipped = (step.outputs?.skipped ?? []) as { id: string }[];
      expect(held.filter((id) => absent.includes(id))).toEqual(skipped.map(({ id }) => id));
    } else if (path === "identity") {
      expect(identity).toEqual(wanted === null ? null : { identityKey: step.name, ...(wanted as object) });
    } else if (path === "enabled" || path === "container") expect(identity?.[path]).toEqual(wanted);
    else expect(identity?.attributes[path] ?? null).toEqual(wanted);
  }
}

/** Reads on through what is left of the script's failures. */
async function calmly<T>(read: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch {
      // The script has only so many.
    }
  }
}

/** A write that is done, or may be, is not called again. */
function expectNoRepetition(calls: readonly Call[]): void {
  for (const method of new Set(calls.map((call) => call.method))) {
    const [, ...later] = calls.filter((call) => call.method === method && call.outcome !== "refused");
    expect(later).toEqual([]);
  }
}

/** What a result always is, whatever happened. */
function checkShape({ plan, result }: Played): void {
  const { main, notReached } = {
    main: plan.plan.steps.map(({ name }) => name),
    notReached: result.notReached,
  };
  const told = result.steps.map(({ name }) => name);
  expect([...told, ...notReached].slice(0, main.length)).toEqual(main);
  if (result.onFailure.status !== "NotRun") {
    const failing = [...result.onFailure.steps.map(({ name }) => name), ...notReached.slice(main.length - told.length)];
    expect(failing).toEqual(plan.plan.onFailureSteps.map(({ name }) => name));
  }
  expect(result.events.map(({ sequence }) => sequence)).toEqual(result.events.map((_, index) => index + 1));
  expect(result.events[0]?.type).toBe("RunStarted");
  expect(result.events.at(-1)?.type).toBe("RunCompleted");
  expect(["Completed", "Failed", "Cancelled", "Blocked"]).toContain(result.status);
  expectStatusOf(result);
}

function expectStatusOf({ status, steps: told, notReached, onFailure }: Result): void {
  const last = told.at(-1)?.status;
  if (status === "Completed") {
    expect(notReached).toEqual([]);
    expect(told.every((step) => ["Completed", "PreconditionSkipped", "NotApplicable"].includes(step.status))).toBe(
      true,
    );
  }
  if (status === "Failed") expect(last).toBe("Failed");
  if (status === "Blocked") expect(last).toBe("Blocked");
  if (last === "Failed") expect(status).toBe("Failed");
  if (status !== "Failed") expect(onFailure.status).toBe("NotRun");
  for (const step of told.slice(0, -1)) expect(["Failed", "Cancelled", "Blocked"]).not.toContain(step.status);
}

const runs = Number(process.env.IDLE_RUNS ?? 100);

describe("whatever a script of provider failures does", () => {
  it("the result is truthful", async () => {
    await fc.assert(
      fc.asyncProperty(calm, async (script) => {
        const played = await play(script);
        expect(played.host.pending()).toBe(0);
        if (!("result" in played)) {
          checkRefusal(played, played.refusal);
          return;
        }
        checkShape(played);
        await checkTruth(played);
      }),
      { numRuns: runs },
    );
  });
});

describe("whatever hangs, and wherever the host aborts", () => {
  it("invokePlan settles, leaves no timer behind, and tells the truth", async () => {
    await fc.assert(
      fc.asyncProperty(stormy, async (script) => {
        const played = await play(script);
        expect(played.host.pending()).toBe(0);
        if (!("result" in played)) {
          checkRefusal(played, played.refusal);
          return;
        }
        checkShape(played);
        await checkTruth(played);
        if (!played.isAborted) expect(played.result.status).not.toBe("Cancelled");
      }),
      { numRuns: runs },
    );
  });
});
