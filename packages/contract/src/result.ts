/** What became of a plan. */
import type { IdleEvent } from "./event.ts";
import type { JsonObject } from "./json.ts";
import type { PolicyVerdict } from "./policy.ts";

export type StepStatus = "Completed" | "NotApplicable" | "Blocked" | "Failed" | "PreconditionSkipped" | "Cancelled";
export type RunStatus = "Completed" | "Blocked" | "Failed" | "Cancelled";

/** An error as data: redacted, without a stack. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly details?: JsonObject;
  readonly transient?: boolean;
  readonly cause?: { readonly name: string; readonly message: string; readonly cause?: unknown };
}

/** Where the world had moved between the review and the run. */
export interface StepDrift {
  /** The step's. */
  readonly id: string;
  readonly name: string;
  /**
   * `Fewer`: some of the reviewed changes were so already. `Other`: something else was to be changed, and the host
   * accepted that.
   */
  readonly kind: "Fewer" | "Other";
  /** Each difference in words, redacted. */
  readonly differences: readonly string[];
}

export interface StepResult {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly changed: boolean;
  /** How often `execute` was called; 0 for a step that was not executed. */
  readonly attempts: number;
  readonly durationMs: number;
  /**
   * True when the state was read back and is what the plan promised. Not there for what cannot be read back, as for an
   * `invoke`, and where it was not tried because the run was aborted.
   */
  readonly verified?: true;
  readonly outputs?: JsonObject;
  /** Secret outputs by name, each a JWE in compact form that only the recipient of the engine's `sealTo` can open. */
  readonly sealedOutputs?: Readonly<Record<string, string>>;
  /** What somebody should look into although the step completed; not there where there is nothing. */
  readonly warnings?: readonly string[];
  readonly error?: ErrorData;
}

export interface Result {
  readonly runId: string;
  readonly status: RunStatus;
  readonly planId: string;
  readonly correlationId: string;
  readonly actor: string | null;
  /** What the host's policy said before the run began; not there where the host has none. */
  readonly policy?: readonly PolicyVerdict[];
  /** What was otherwise than when the plan was made; not there where there is nothing. */
  readonly drift?: readonly StepDrift[];
  readonly steps: readonly StepResult[];
  /** Names of the steps, of both lists, that were not come to. */
  readonly notReached: readonly string[];
  readonly onFailure: {
    readonly status: "NotRun" | "Completed" | "PartiallyFailed";
    readonly steps: readonly StepResult[];
  };
  readonly events: readonly IdleEvent[];
  /** How many events were not kept in `events`; a sink still got them. */
  readonly eventsDropped: number;
  /** The first error of the event sink, or null. */
  readonly sinkError: ErrorData | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}
