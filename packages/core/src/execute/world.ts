/**
 * Whether the world is still the one that was reviewed. Before the first write every step is previewed again: the same
 * changes, or fewer, and the run goes on; anything else, and nothing is written unless the host accepts it.
 */
import {
  type Change,
  IdleError,
  type JsonValue,
  type PlannedObject,
  type PlannedStep,
  type StepDrift,
} from "@idle/contract";
import { objectsRead } from "../plan/objects-read.ts";
import { redactChange } from "../plan/planned-step.ts";
import { createPrediction, noPrediction, type Prediction } from "../plan/prediction.ts";
import { createReadRecord, type Read } from "../plan/read-record.ts";
import { abortable } from "../providers/abortable.ts";
import { retry } from "../retry/retry.ts";
import { type AppliedSteps, findApplied } from "./applied-plans.ts";
import { type Comparison, compareChanges } from "./compare-changes.ts";
import { withObjects } from "./compare-objects.ts";
import { canLook, isUnseen, look } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";
import { startStepTime } from "./step-time.ts";
import { unseenDone } from "./what-is-done.ts";

/** By step id. */
type Findings = Map<string, readonly Change[] | null>;

export interface World {
  /** What the step may change: what was reviewed, or accepted since. Null when that could not be known. */
  allowedTo(step: PlannedStep): readonly Change[] | null;
  /** Whose keys they are that the step is about: as reviewed, or accepted since. */
  objectsOf(step: PlannedStep): readonly PlannedObject[];
  /** Whether steps before this one change the target, so that its state could only be predicted. */
  isTouchedBefore(step: PlannedStep, target: Change["target"]): boolean;
  /**
   * What the step was seen to have to do before the run, and what right before it was executed: as it was read, and never
   * from the plan, which may say anything. Null when it is not known.
   */
  readonly before: Findings;
  readonly now: Findings;
  /** Whether there is nothing to execute: an act that an earlier run of the plan did, in a plan with nothing else to do. */
  isDone(step: PlannedStep): boolean;
  /** What is on record of earlier runs of the plan. */
  readonly applied: AppliedSteps;
  /** The latest of each step, in their order. */
  readonly drift: ReadonlyMap<string, StepDrift>;
  note(step: PlannedStep, comparison: Comparison): void;
}

/** Errors by which a system says that something is not there, or is: its state, and no trouble in reading it. */
const statements: ReadonlySet<string> = new Set(["NotFound", "AlreadyExists", "InvalidInput"]);

/** Throws PlanDrifted with every difference, and what a read fails with. */
export async function checkWorld(
  steps: readonly PreparedStep[],
  onFailureSteps: readonly PreparedStep[],
  run: OpenRun,
): Promise<World> {
  const accepted = new Map<string, readonly Change[] | null>();
  const objects = new Map<string, readonly PlannedObject[]>();
  const drift = new Map<string, StepDrift>();
  const before: Findings = new Map();
  const places = new Map(steps.map(({ planned }, place) => [planned.id, place]));
  const placeOf = (id: string) => places.get(id) ?? 0;
  const done = new Set<string>();
  const applied: AppliedSteps = run.repeatActs ? new Map() : await findApplied(run);
  const touchedAt = new Map<string, number>();
  const world: World = {
    applied,
    allowedTo: (step) => (accepted.has(step.id) ? (accepted.get(step.id) ?? null) : step.changes),
    objectsOf: (step) => objects.get(step.id) ?? step.objects ?? [],
    isTouchedBefore: ({ id }, target) => (touchedAt.get(targetKey(target)) ?? steps.length) < placeOf(id),
    before,
    now: new Map(),
    isDone: ({ id }) => done.has(id),
    drift,
    note({ id, name }, { kind, differences }) {
      if (kind === "Same") drift.delete(id);
      else drift.set(id, { id, name, kind, differences });
    },
  };

  const checkOne = async (step: PreparedStep, prediction: Prediction): Promise<void> => {
    const { planned, entry } = step;
    if (planned.status === "NotApplicable") return;
    const alias = entry?.alias ?? null;
    // What is done anew each time cannot have been done already, and a hundred runs at once must not all ask for it. What
    // was not known can be compared with nothing; but a policy wants to know whatever can be known by now, and so does who
    // applies a plan again.
    const isWanted = planned.changes !== null || run.policy !== null || !run.repeatActs;
    if (isUnseen(step) || !isWanted) {
      const isAsked = canLook(step) && isWanted && (planned.changes === null || mayBeAnything(step, run));
      const found = isAsked ? await lookAlone(step, run, prediction) : null;
      before.set(planned.id, mayBeAnything(step, run) ? found : null);
      prediction.add(alias, planned.changes ?? found);
      return;
    }
    const { changes, reads, comparison } = await compareStep(step, run, prediction, planned.changes);
    prediction.add(alias, changes);
    before.set(planned.id, changes);
    world.note(planned, comparison);
    if (comparison.kind !== "Other") return;
    accepted.set(planned.id, changes?.map((each) => redactChange(each, run.redactor)) ?? null);
    objects.set(planned.id, objectsRead(reads, run.redactor));
  };

  const prediction = createPrediction();
  for (const step of steps) await checkOne(step, prediction);
  for (const [place, { planned }] of steps.entries()) {
    for (const { target } of [...(planned.changes ?? []), ...(before.get(planned.id) ?? [])]) {
      const key = targetKey(target);
      if (!touchedAt.has(key)) touchedAt.set(key, place);
    }
  }
  for (const step of onFailureSteps) await checkOne(step, noPrediction("unknown"));
  const others = [...drift.values()].filter(({ kind }) => kind === "Other");
  // What cannot be told any more, no policy can be asked about.
  const isTold = ({ id }: StepDrift) => run.policy === null || before.get(id) !== null;
  if (others.length > 0 && !(run.acceptDrift && others.every(isTold))) throw drifted(others);
  for (const [step, why] of unseenDone(steps, world)) {
    world.note(step, { kind: "Fewer", differences: [why] });
    before.set(step.id, []);
    done.add(step.id);
  }
  return world;
}

/** Whether a policy can judge an act only by what its preview says: nobody else knows what third parties' capabilities do. */
function mayBeAnything(step: PreparedStep, { policy }: OpenRun): boolean {
  const { isAct, requiredCapabilities } = step.type;
  return policy !== null && isAct === true && canLook(step) && !requiredCapabilities.every(isBuiltIn);
}

function isBuiltIn(capability: string): boolean {
  return capability.startsWith("IdLE.");
}

async function lookAlone(step: PreparedStep, run: OpenRun, prediction: Prediction): Promise<readonly Change[] | null> {
  return (await compareStep(step, run, prediction, null)).changes;
}

async function compareStep(
  step: PreparedStep,
  run: OpenRun,
  prediction: Prediction,
  reviewed: readonly Change[] | null,
): Promise<{
  readonly changes: readonly Change[] | null;
  readonly reads: readonly Read[];
  readonly comparison: Comparison;
}> {
  const { host } = run;
  const record = createReadRecord();
  const time = startStepTime({ host, timeoutSeconds: step.planned.timeoutSeconds, abort: run.signal, abortDelayMs: 0 });
  const { signal } = time;
  const patience = {
    host,
    profile: step.retryProfile,
    seed: `${run.plan.request.correlationId}|again|${step.planned.id}`,
    signal,
  };
  try {
    const changes = await look(step, run, {
      signal,
      prediction,
      record,
      read: (call) => retry(() => abortable(call(), signal), patience),
    });
    const comparison = compareLook(reviewed, changes, run, () => false);
    const { objects = [] } = step.planned;
    return { changes, reads: record.reads, comparison: withObjects(comparison, objects, record.reads, run) };
  } catch (error) {
    if (time.isOver()) throw time.reason();
    return { changes: null, reads: [], comparison: reviewed === null ? same : statement(error, run) };
  } finally {
    time.end();
  }
}

/** What nobody knew when the plan was reviewed was reviewed as such. */
const same: Comparison = { kind: "Same", differences: [] };

/** What a look found, beside what was reviewed. */
export function compareLook(
  reviewed: readonly Change[] | null,
  found: readonly Change[] | null,
  run: OpenRun,
  isTouched: (target: Change["target"]) => boolean,
): Comparison {
  if (reviewed === null) return same;
  if (found === null) {
    return {
      kind: "Other",
      differences: ["What it would change was known when you reviewed this, and is not any more."],
    };
  }
  const now = found.map((change) => redactChange(change, run.redactor));
  return compareChanges(reviewed, now, isTouched);
}

/** A read that failed by saying what is so. Throws the error where it says nothing of the kind. */
export function statement(error: unknown, run: OpenRun): Comparison {
  if (!(error instanceof Error) || !statements.has(String((error as { readonly code?: unknown }).code))) throw error;
  return {
    kind: "Other",
    differences: [`It could be planned when you reviewed this, now it cannot: ${run.redactor.text(error.message)}`],
  };
}

export function drifted(drift: readonly StepDrift[]): IdleError {
  const [first] = drift;
  const all = drift.flatMap(({ differences }) => differences);
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : "";
  return new IdleError(
    "PlanDrifted",
    `The world has moved since this plan was made. Step "${first?.name}": ${all[0]}${more}`,
    { details: { drift: drift as unknown as JsonValue } },
  );
}

function targetKey({ provider, identityKey }: Change["target"]): string {
  return JSON.stringify([provider, identityKey]);
}
