/** The plan: plain data that says what a workflow would do for one request. Reviewed, saved, and executed as it stands. */
import type { Change } from "./change.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { PolicyVerdict } from "./policy.ts";

export type OnPreconditionFalse = "Blocked" | "Fail" | "Continue";

export interface PreconditionEvent {
  readonly type: string;
  readonly message: string;
  readonly data?: JsonObject;
}

export interface PlannedStep {
  /** `step-01` …; in `onFailureSteps` `onfailure-01` …. */
  readonly id: string;
  readonly name: string;
  readonly stepType: string;
  /** The alias in the bag's spelling; null for a step that needs no provider. */
  readonly provider: string | null;
  readonly authSessionName: string | null;
  readonly authSessionOptions: JsonObject | null;
  readonly status: "Planned" | "NotApplicable";
  /** `expression` is the condition as compact JSON text. */
  readonly condition: { readonly type: "always" | "when"; readonly expression: string | null };
  /** The resolved `with` without provider and session keys; null for a step that is not applicable. */
  readonly inputs: JsonObject | null;
  readonly precondition: JsonObject | null;
  readonly onPreconditionFalse: OnPreconditionFalse;
  readonly preconditionEvent: PreconditionEvent | null;
  readonly retryProfile: string | null;
  readonly timeoutSeconds: number | null;
  /** `[]`: nothing to do; null: not known before it runs. */
  readonly changes: readonly Change[] | null;
  /** What its preview read an id of: whose key it was when the plan was made. Absent where there was none. */
  readonly objects?: readonly PlannedObject[];
  /**
   * `sha256:` and the hex digest of what the preview read, redacted; null where it read nothing or its changes are not
   * known. Plans from before there were any have none.
   */
  readonly fingerprint?: string | null;
  /** What holds afterwards, by path; null where `changes` is. */
  readonly expectedState: JsonObject | null;
  readonly warnings: readonly string[];
}

export interface PlannedObject {
  readonly identityKey: string;
  /** As `Identity.id`. */
  readonly id: string;
}

export interface PlannedResolver {
  readonly capability: string;
  readonly with: {
    readonly identityKey: string;
    readonly provider: string;
    readonly authSessionName: string | null;
    readonly authSessionOptions: JsonObject | null;
  };
}

export interface Plan {
  readonly schemaVersion: string;
  readonly engine: { readonly name: "IdLE" };
  readonly request: {
    readonly type: string;
    readonly correlationId: string;
    readonly actor: string | null;
    /** Each is an object, or the text `[TRUNCATED - N bytes]`. */
    readonly input: {
      readonly identityKeys: JsonObject | string;
      readonly intent: JsonObject | string;
      readonly context: JsonObject | string;
    };
  };
  readonly plan: {
    /** `sha256:` and the hex digest of the canonical JSON (RFC 8785) of everything but `metadata` and this id. */
    readonly id: string;
    readonly mode: string | null;
    readonly executable: boolean;
    readonly workflow: { readonly name: string; readonly sha256: string };
    readonly contextResolvers: readonly PlannedResolver[];
    readonly steps: readonly PlannedStep[];
    readonly onFailureSteps: readonly PlannedStep[];
    readonly warnings: readonly string[];
  };
  /** The host's; not covered by the id. */
  readonly metadata: {
    readonly generatedBy: string;
    readonly environment: string | null;
    readonly labels: readonly JsonValue[];
    /**
     * What the host's policy said when the plan was made, for those who review it. It is asked again before a run, and only
     * that counts. Not there where the host has none.
     */
    readonly policy?: readonly PolicyVerdict[];
  };
}
