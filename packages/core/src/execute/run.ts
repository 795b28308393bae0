/** What the steps of one run share. */
import type { EarlierChanges, Failure, Journal, Plan, Policy, Request, SharedState } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";
import type { RunEvents } from "../events/run-events.ts";
import type { Host } from "../host.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import type { RetryProfile } from "../retry/profile.ts";
import type { CheckedRecipient } from "../sealing/recipient.ts";
import type { SessionSource } from "../sessions/session-source.ts";
import type { RunAdmission } from "./admit-run.ts";
import type { World } from "./world.ts";

/** A run before it is known whether its plan still fits the world, and whether it may begin. */
export type OpenRun = Omit<Run, "world" | "admission">;

export interface Run {
  readonly runId: string;
  readonly plan: Plan;
  readonly request: Request;
  readonly host: Host;
  readonly capabilities: CapabilityRegistry;
  readonly sessions: SessionSource;
  /** For reads that are no step's. */
  readonly retryProfile: Required<RetryProfile>;
  readonly events: RunEvents;
  readonly redactor: Redactor;
  readonly journal: Journal;
  /** Whom secret outputs are sealed to; null when nobody is configured. */
  readonly recipient: CheckedRecipient | null;
  /** Whether the host goes on although something else would be changed than was reviewed. */
  readonly acceptDrift: boolean;
  /** Whether acts are done although an earlier run of the same plan did them, and nothing else is left to do. */
  readonly repeatActs: boolean;
  readonly world: World;
  /** The host's; null when it has none. */
  readonly policy: Policy | null;
  readonly admission: RunAdmission;
  /** The host's. */
  readonly signal: AbortSignal;
  /** Tells the host what is waited for before the run has begun. */
  readonly onWait: (what: string) => () => void;
  /** What the processes of this machine share; null when the host provides nothing. */
  readonly machineState: SharedState | null;
  shared<T>(key: string, factory: () => T): T;
}

export function timestamp({ host }: Pick<Run, "host">): string {
  return new Date(Number(host.now())).toISOString();
}

/** Which of the two lists a step is in, with the names of its events and what it is told. */
export interface StepList {
  readonly events: {
    readonly started: string;
    readonly completed: string;
    readonly failed: string;
    readonly notApplicable: string;
  };
  /** What brought the failure steps on; null in the main list. */
  readonly failure: Failure | null;
  readonly earlierChanges: EarlierChanges;
  /** When the host's abort reaches the running step, in milliseconds after it; at most as long as it is waited for. */
  readonly abortDelayMs: number;
}

export const mainEvents: StepList["events"] = {
  started: "StepStarted",
  completed: "StepCompleted",
  failed: "StepFailed",
  notApplicable: "StepNotApplicable",
};

export const failureEvents: StepList["events"] = {
  started: "OnFailureStepStarted",
  completed: "OnFailureStepCompleted",
  failed: "OnFailureStepFailed",
  notApplicable: "OnFailureStepNotApplicable",
};
