/** One call of a step type's `execute`, with everything it may use bound to this step of this run. */
import { type ExecuteContext, engineEventTypes, IdleError, type StepType } from "@idle/contract";
import { stepInputs } from "../plan/preview-step.ts";
import { createCaller } from "../providers/caller.ts";
import { explainMissingMethod } from "../providers/missing-method.ts";
import { type CheckedOutcome, checkOutcome } from "./check-outcome.ts";
import type { PreparedStep } from "./prepare.ts";
import type { ReadSnapshot } from "./read-snapshot.ts";
import type { Run, StepList } from "./run.ts";
import type { StepTime } from "./step-time.ts";
import { targetGuard } from "./target-guard.ts";
import type { WriteWatch } from "./write-watch.ts";

export interface AttemptParts {
  readonly step: PreparedStep;
  readonly run: Run;
  readonly list: StepList;
  readonly time: StepTime;
  readonly watch: WriteWatch;
  /** What the step is answered when it reads what was just read to check it. */
  readonly snapshot: ReadSnapshot;
  /** False once the engine has stopped waiting: what the step still emits then is not heard. */
  isOpen(): boolean;
}

/** Gives the checked outcome. Throws what the step throws, PluginAnswerInvalid or SealRecipientMissing. */
export async function attemptStep(parts: AttemptParts): Promise<CheckedOutcome> {
  const { step, run, list, time } = parts;
  const { planned, type } = step;
  const { provider, system } = await bindProvider(parts);
  const context: ExecuteContext = {
    with: stepInputs(
      planned.inputs ?? {},
      step.entry?.alias ?? null,
      planned.authSessionName,
      planned.authSessionOptions,
    ),
    provider: provider as ExecuteContext["provider"],
    request: run.request,
    earlierChanges: list.earlierChanges,
    emit(eventType, message, data) {
      if (!parts.isOpen()) return;
      if (typeof eventType !== "string" || eventType === "" || engineEventTypes.some((own) => own === eventType)) {
        throw new IdleError(
          "PluginAnswerInvalid",
          `Step type ${type.type} emitted an event of type ${JSON.stringify(eventType)}, which is the engine's own or none. Tell its author.`,
        );
      }
      run.events.emit(eventType, String(message), data ?? null, planned);
    },
    signal: time.signal,
    now: () => Number(run.host.now()),
    sleep: (milliseconds, signal) => time.sleep(milliseconds, signal),
    limitTime: (milliseconds) => time.limit(milliseconds),
    system,
    shared: run.shared,
    machineState: run.machineState,
    idempotencyKey: `${run.runId}/${planned.id}`,
    acquireAuthSession: (name, options) => run.sessions.acquire(name, options ?? null),
    canSeal: run.recipient !== null,
    ...(list.failure === null ? {} : { failure: list.failure }),
  };
  return checkOutcome(await executed(type, context, run), type.type, run);
}

async function executed(type: StepType, context: ExecuteContext, { capabilities }: Run): Promise<unknown> {
  try {
    return await type.execute(context);
  } catch (error) {
    throw explainMissingMethod(error, { type, phase: "execute", capabilities: capabilities.declared });
  }
}

async function bindProvider({
  step,
  run,
  time,
  watch,
  snapshot,
}: AttemptParts): Promise<{ readonly provider: object; readonly system: string | object }> {
  const { entry, planned, type } = step;
  const none = Object.freeze({});
  if (entry === null) return { provider: none, system: none };
  const caller = await createCaller({
    entry,
    sessions: run.sessions,
    sessionName: planned.authSessionName,
    sessionOptions: planned.authSessionOptions,
    signal: time.signal,
  });
  const targets = targetGuard(step, run);
  const bound = run.capabilities.executeMethods(type).map((method) => [
    method.name,
    (args: object = {}) => {
      if (method.kind === "read") {
        // Once the step has written, only the system knows.
        const seen = watch.wasTried() ? null : snapshot.take(method.name, args);
        if (seen === null) return heard(targets.learn(method.name, args, caller.call(method, args)));
        return targets.learn(method.name, args, Promise.resolve(seen.answer));
      }
      return heard(
        caller.call(method, args, (write) => {
          targets.expect(args);
          // A step that goes on after its time must not begin another write.
          if (time.isOver()) throw time.reason();
          return watch.watch(write);
        }),
      );
    },
  ]);
  return { provider: Object.freeze(Object.fromEntries(bound)), system: caller.system() };
}

/** A step that does not wait for a call must not bring the process down when that call fails. */
function heard(answer: Promise<unknown>): Promise<unknown> {
  if (answer instanceof Promise) answer.catch(() => undefined);
  return answer;
}
