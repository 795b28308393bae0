import type { Diagnostic, JsonObject, OnPreconditionFalse, PreconditionEvent, Request } from "@idle/contract";
import type { Place } from "../diagnostics/place.ts";
import type { CompiledTemplates } from "../expression/index.ts";
import type { RegisteredStep } from "./step-registry.ts";

/** A valid workflow: what planning works from. Deep-frozen data; every name, path and template in it has been checked. */
export interface Workflow {
  readonly name: string;
  readonly lifecycleEvent: string;
  /** The file as the caller named it, or null for text without a name. */
  readonly file: string | null;
  /** The whole document. */
  readonly data: JsonObject;
  /** The schemas a request must satisfy; null when the workflow declares none. */
  readonly inputs: WorkflowInputs | null;
  readonly contextResolvers: readonly WorkflowResolver[];
  readonly steps: readonly WorkflowStep[];
  readonly onFailureSteps: readonly WorkflowStep[];
  /** What validation found that is no error. */
  readonly warnings: readonly Diagnostic[];
  /**
   * Where the value at a JSON Pointer stands in the file: the deepest node on the way that exists, through an alias the
   * alias's place. null only for a pointer into an empty document.
   */
  locate(pointer: string): Place | null;
  /** Problems of a request against `inputs`; empty when it satisfies them. The schemas are compiled at the first call. */
  checkInputs(request: Request): Promise<Diagnostic[]>;
}

export interface WorkflowInputs {
  readonly identityKeys?: JsonObject;
  readonly intent?: JsonObject;
}

/** A read that planning does before any condition. */
export interface WorkflowResolver {
  /** JSON Pointer of the resolver in the document. */
  readonly pointer: string;
  readonly capability: string;
  /** Of `{ identityKey }`. */
  readonly identityKey: CompiledTemplates;
  readonly provider: string | null;
  readonly authSessionName: string | null;
  readonly authSessionOptions: JsonObject | null;
}

export interface WorkflowStep {
  /** JSON Pointer of the step in the document. */
  readonly pointer: string;
  readonly name: string;
  readonly type: string;
  readonly step: RegisteredStep;
  /** Without `provider`, `authSessionName` and `authSessionOptions`. */
  readonly with: CompiledTemplates;
  readonly provider: string | null;
  readonly authSessionName: string | null;
  readonly authSessionOptions: JsonObject | null;
  readonly condition: JsonObject | null;
  /** The condition as compact JSON. */
  readonly conditionText: string | null;
  readonly precondition: JsonObject | null;
  readonly onPreconditionFalse: OnPreconditionFalse;
  readonly preconditionEvent: PreconditionEvent | null;
  readonly retryProfile: string | null;
  readonly timeoutSeconds: number | null;
}
