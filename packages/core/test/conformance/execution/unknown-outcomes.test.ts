/** 2.4, "Outcome unknown": every combination of what a write throws, what the preview says then, and what may be tried again. */
import { type Change, defineStep, IdleError, Secret } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, handMade, jane, joiner } from "../../support/product.ts";

const change: Change = {
  action: "update",
  target: { provider: "Identity", identityKey: "jane" },
  path: "enabled",
  before: true,
  after: false,
};

const errors = {
  foreign: (transient: boolean) => Object.assign(new Error("socket hang up"), transient ? { transient } : {}),
  ConnectionFailed: (transient: boolean) => new IdleError("ConnectionFailed", "lost", { transient }),
  Timeout: (transient: boolean) => new IdleError("Timeout", "late", { transient }),
  Busy: (transient: boolean) => new IdleError("Busy", "busy", { transient }),
  Throttled: (transient: boolean) => new IdleError("Throttled", "slow down", { transient }),
  PermissionDenied: (transient: boolean) => new IdleError("PermissionDenied", "no", { transient }),
};
type ErrorKind = keyof typeof errors;

const previews = {
  none: undefined,
  done: () => [],
  open: () => [change],
  null: () => null,
  throws: () => {
    throw new IdleError("Busy", "cannot look", { transient: true });
  },
};
type PreviewKind = keyof typeof previews;

interface Case {
  readonly error: ErrorKind;
  readonly preview: PreviewKind;
  readonly idempotent: boolean;
  readonly transient: boolean;
  readonly attemptsLeft: boolean;
  readonly timeLeft: boolean;
}

async function run({ error, preview, idempotent, transient, attemptsLeft, timeLeft }: Case) {
  let isExecuting = false;
  let isDone = false;
  const look = previews[preview];
  const step = defineStep({
    type: "Test.Step.Write",
    description: "Writes once.",
    with: { type: "object", additionalProperties: false },
    // Compiling the schema would take longer than all the runs.
    validate: () => true,
    requiredCapabilities: ["IdLE.Identity.Disable"],
    idempotent,
    ...(look === undefined ? {} : { preview: () => (isDone ? [] : isExecuting ? look() : [change]) }),
    async execute(ctx) {
      isExecuting = true;
      const { changed } = await ctx.provider.disableIdentity({ identityKey: "jane" });
      isDone = true;
      return { changed };
    },
  });
  let writes = 0;
  const provider = handMade(
    {
      disableIdentity() {
        writes += 1;
        if (writes === 1) throw errors[error](transient);
        return { changed: true };
      },
    },
    ["IdLE.Identity.Disable"],
  );
  const product = createProduct({ steps: [step] });
  const providers = { Identity: provider };
  const limit = timeLeft ? "" : ", timeoutSeconds: 1";
  const plan = await product.plan(
    joiner(`steps:\n  - { name: Write, type: Test.Step.Write, with: { provider: Identity }${limit} }\n`),
    { providers },
  );
  const result = await product.engine.invokePlan(plan, {
    providers,
    defaultRetryProfile: { maxAttempts: attemptsLeft ? 2 : 1, initialDelayMs: 2000, jitterRatio: 0 },
  });
  return { step: result.steps[0], status: result.status, writes };
}

/** The specification's paragraph. */
function expected({ error, preview, idempotent, transient, attemptsLeft, timeLeft }: Case) {
  const isUnknown = error === "foreign" || error === "ConnectionFailed" || error === "Timeout";
  if (isUnknown && preview === "done") return { status: "Completed", changed: true, attempts: 1, writes: 1 };
  if (transient && (!isUnknown || idempotent) && attemptsLeft) {
    // What cannot be looked at right before it is not done.
    const isBlind = preview === "throws";
    if (timeLeft && isBlind)
      return { status: "Failed", changed: false, attempts: 1, writes: 1, code: "Busy", isUnknown };
    if (timeLeft) return { status: "Completed", changed: true, attempts: 2, writes: 2 };
    return { status: "Failed", changed: false, attempts: 1, writes: 1, code: "Timeout", isUnknown };
  }
  const code = error === "foreign" ? "UnexpectedError" : error;
  return { status: "Failed", changed: false, attempts: 1, writes: 1, code, isUnknown };
}

const both = [true, false];
const cases: Case[] = (Object.keys(errors) as ErrorKind[]).flatMap((error) =>
  (Object.keys(previews) as PreviewKind[]).flatMap((preview) =>
    both.flatMap((idempotent) =>
      both.flatMap((transient) =>
        both.flatMap((attemptsLeft) =>
          both.map((timeLeft) => ({ error, preview, idempotent, transient, attemptsLeft, timeLeft })),
        ),
      ),
    ),
  ),
);

describe("an error during a write that is foreign, ConnectionFailed or Timeout may have taken effect; Busy and Throttled had no effect", () => {
  it.each(Object.keys(errors) as ErrorKind[])("%s, in every combination", async (error) => {
    for (const one of cases.filter((each) => each.error === error)) {
      const { step, status, writes } = await run(one);
      const { isUnknown, code, ...rest } = { isUnknown: undefined, code: undefined, ...expected(one) };
      expect({ one, status: step?.status, changed: step?.changed, attempts: step?.attempts, writes }).toEqual({
        one,
        ...rest,
      });
      expect(status).toBe(rest.status);
      expect(step?.error?.code).toBe(code);
      if (isUnknown !== undefined) expect(step?.error?.details?.outcomeUnknown).toBe(isUnknown ? true : undefined);
    }
  });
});

describe("over several attempts", () => {
  const transient = new IdleError("ConnectionFailed", "lost", { transient: true });
  const disable =
    "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }\n";
  const runDisable = async (
    prepare: (directory: ReturnType<typeof createMockProvider>) => void,
    options: object = {},
  ) => {
    const directory = createMockProvider({ identities: [jane] });
    const product = createProduct();
    const providers = { Identity: directory };
    const plan = await product.plan(joiner(disable), { providers });
    let isPrepared = false;
    const disturbed = {
      ...directory,
      disableIdentity(args: Parameters<typeof directory.disableIdentity>[0]) {
        if (!isPrepared) prepare(directory);
        isPrepared = true;
        return directory.disableIdentity(args);
      },
    };
    const result = await product.engine.invokePlan(plan, { providers: { Identity: disturbed }, ...options });
    const changing = directory.history.filter(({ changes }) => changes.length > 0).length;
    return { step: result.steps[0], result, changing };
  };

  it("a write that took effect unseen counts as a change, though the next attempt finds nothing to do", async () => {
    const { step, changing } = await runDisable((directory) => {
      directory.failNext({ method: "disableIdentity", error: transient, after: true });
      directory.failNext({ method: "getIdentity", error: new IdleError("Busy", "cannot look") });
    });
    expect(changing).toBe(1);
    expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 2 });
  });

  it("a failure says that an earlier attempt may have taken effect", async () => {
    const { step, changing } = await runDisable((directory) => {
      directory.failNext({ method: "disableIdentity", error: transient, after: true });
      directory.failNext({ method: "getIdentity", error: new IdleError("Busy", "cannot look") });
      directory.failNext({ method: "disableIdentity", error: new IdleError("PermissionDenied", "no") });
    });
    expect(changing).toBe(1);
    expect(step).toMatchObject({
      status: "Failed",
      attempts: 2,
      error: { code: "PermissionDenied", details: { outcomeUnknown: true } },
    });
  });

  it("an abort during the wait says so, too", async () => {
    const controller = new AbortController();
    const { step, result } = await runDisable(
      (directory) => {
        directory.failNext({ method: "disableIdentity", error: transient, after: true });
        directory.failNext({ method: "getIdentity", error: new IdleError("Busy", "cannot look") });
      },
      {
        signal: controller.signal,
        eventSink: { writeEvent: ({ type }: { type: string }) => type === "StepRetrying" && controller.abort() },
      },
    );
    expect(result.status).toBe("Cancelled");
    expect(step).toMatchObject({
      status: "Cancelled",
      attempts: 1,
      error: { code: "Cancelled", details: { outcomeUnknown: true } },
    });
  });
});

describe("what fails before the write begins leaves no doubt about it", () => {
  const idle = () => [];
  const write = (preview: () => Change[]) =>
    defineStep({
      type: "Test.Step.Write",
      description: "Writes once.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Disable"],
      preview,
      execute: async (ctx) => ({ changed: (await ctx.provider.disableIdentity({ identityKey: "jane" })).changed }),
    });
  const body = "steps:\n  - { name: Write, type: Test.Step.Write, with: { provider: Identity } }\n";

  it("a provider without the method has written nothing", async () => {
    const product = createProduct({ steps: [write(idle)] });
    // Planning finds that out as well, so it is another one that runs.
    const whole = { Identity: handMade({ disableIdentity: () => ({ changed: true }) }, ["IdLE.Identity.Disable"]) };
    const lacking = { Identity: handMade({}, ["IdLE.Identity.Disable"]) };
    const plan = await product.plan(joiner(body), { providers: whole });
    const { steps } = await product.engine.invokePlan(plan, { providers: lacking });
    expect(steps[0]).toMatchObject({ status: "Failed", changed: false, error: { code: "PluginAnswerInvalid" } });
    expect(steps[0]?.error?.details?.outcomeUnknown).toBeUndefined();
  });

  it("a broker that fails to renew the session is no failed write", async () => {
    const product = createProduct({ steps: [write(idle)] });
    let asked = 0;
    let writes = 0;
    const providers = {
      Identity: handMade(
        {
          session: { type: "Credential", required: true },
          disableIdentity() {
            writes += 1;
            return { changed: true };
          },
        },
        ["IdLE.Identity.Disable"],
      ),
      AuthSessionBroker: {
        acquireAuthSession() {
          asked += 1;
          // 1 while planning, 2 for the run, 3 because that one has expired, 4 for another attempt.
          if (asked === 3) throw new IdleError("ConnectionFailed", "vault is down", { transient: true });
          return { userName: "svc", password: new Secret("hunter22"), isExpired: () => asked === 2 };
        },
      },
    };
    const plan = await product.plan(joiner(body), { providers });
    const { steps } = await product.engine.invokePlan(plan, { providers });
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
    expect(writes).toBe(1);
  });
});

describe("an answer that makes no sense leaves the outcome unknown", () => {
  it.each([undefined, null, 42, "done", [], {}, { changed: "yes" }])("%j", async (answer) => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    const providers = {
      Identity: {
        ...directory,
        async disableIdentity(args: Parameters<typeof directory.disableIdentity>[0]) {
          await directory.disableIdentity(args);
          return answer as never;
        },
      },
    };
    const plan = await product.plan(
      joiner(
        "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }\n",
      ),
      { providers },
    );
    const { steps } = await product.engine.invokePlan(plan, { providers });
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
  });
});
