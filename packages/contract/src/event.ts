import type { JsonObject } from "./json.ts";

/** The types the engine itself emits. Steps add their own, such as `DirectorySyncPoll`. */
export const engineEventTypes = [
  "RunStarted",
  "RunCompleted",
  "PolicyNotSettled",
  "StepDrifted",
  "StepStarted",
  "StepCompleted",
  "StepFailed",
  "StepNotApplicable",
  "StepPreconditionFailed",
  "StepBlocked",
  "StepRetrying",
  "OnFailureStarted",
  "OnFailureStepStarted",
  "OnFailureStepCompleted",
  "OnFailureStepFailed",
  "OnFailureStepNotApplicable",
  "OnFailureCompleted",
] as const;
export type EngineEventType = (typeof engineEventTypes)[number];

/** Something that happened in a run. Redacted before it leaves the engine. */
export interface IdleEvent {
  /** From 1, without gaps within a run. */
  readonly sequence: number;
  readonly type: EngineEventType | (string & {});
  /** ISO-8601 in UTC, by the host's clock. */
  readonly timestamp: string;
  readonly runId: string;
  readonly correlationId: string;
  readonly actor: string | null;
  readonly stepId: string | null;
  readonly stepName: string | null;
  readonly message: string;
  readonly data: JsonObject | null;
}

/** Where a host receives events while a run goes on. Called in order, one at a time; a throw or a lag does not fail the run. */
export interface EventSink {
  writeEvent(event: IdleEvent): void | Promise<void>;
}
