/** What a workflow test's file says, as schemas/test.schema.json allows it. */
import type { ChangeAction, IdleErrorCode, JsonObject, JsonValue, Result, RunStatus, StepStatus } from "@idle/contract";
import type { MockIdentity } from "@idle/provider-mock";

export type Match = "exact" | "partial";

interface DirectoryContent {
  readonly identities: readonly MockIdentity[];
}

/** A file, or what would stand in it. */
export type DirectorySource = string | DirectoryContent;

export interface FailureEntry {
  readonly provider: string;
  readonly method: string;
  /** One of those that target systems give. */
  readonly code: IdleErrorCode;
  readonly message?: string;
  readonly transient?: boolean;
  readonly times?: number;
  readonly after?: boolean;
}

/** What a file may say for all of its tests, and a test for itself. */
export interface Circumstances {
  readonly directory?: DirectorySource;
  readonly directories?: Readonly<Record<string, DirectorySource>>;
  readonly now?: string;
  readonly failures?: readonly FailureEntry[];
}

export interface TestDocument extends Circumstances {
  readonly workflow?: string;
  readonly providers?: Readonly<Record<string, { readonly use: string; readonly options?: JsonObject }>>;
  readonly tests: readonly TestEntry[];
}

export interface TestEntry extends Circumstances {
  readonly name: string;
  readonly request: string | JsonObject;
  readonly expect?: Expectation;
}

export interface Expectation {
  readonly error?: ExpectedError;
  readonly plan?: ExpectedPlan;
  readonly result?: ExpectedResult;
  readonly directory?: EndState;
  readonly directories?: Readonly<Record<string, EndState>>;
  readonly events?: readonly ExpectedEvent[] | { readonly match?: Match; readonly list: readonly ExpectedEvent[] };
  readonly secondRun?: "noChanges" | "changes";
}

/** `message` is a wildcard. */
export interface ExpectedError {
  readonly code?: string;
  readonly message?: string;
}

export interface ExpectedPlan {
  readonly match?: Match;
  readonly steps?: readonly ExpectedPlannedStep[];
  readonly onFailureSteps?: readonly ExpectedPlannedStep[];
}

export interface ExpectedPlannedStep {
  readonly step: string;
  readonly match?: Match;
  readonly status?: "Planned" | "NotApplicable";
  readonly changes?: readonly ExpectedChange[] | null;
}

export interface ExpectedChange {
  readonly action?: ChangeAction;
  readonly target?: { readonly provider?: string; readonly identityKey?: string };
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

export interface ExpectedResult {
  readonly match?: Match;
  readonly status?: RunStatus;
  readonly steps?: readonly ExpectedStepResult[];
  readonly notReached?: readonly string[];
  readonly onFailure?: {
    readonly status?: Result["onFailure"]["status"];
    readonly steps?: readonly ExpectedStepResult[];
  };
}

export interface ExpectedStepResult {
  readonly step: string;
  readonly status?: StepStatus;
  readonly changed?: boolean;
  readonly attempts?: number;
  readonly outputs?: JsonObject;
  readonly sealedOutputs?: readonly string[];
  readonly error?: ExpectedError;
}

export interface EndState {
  readonly match?: Match;
  readonly identities?: readonly ExpectedIdentity[];
  readonly absent?: readonly string[];
}

export interface ExpectedIdentity {
  readonly identityKey: string;
  readonly match?: Match;
  readonly enabled?: boolean;
  readonly container?: string | null;
  readonly attributes?: JsonObject;
  readonly entitlements?: readonly JsonObject[];
}

/** `message` is a wildcard. */
export interface ExpectedEvent {
  readonly type?: string;
  readonly step?: string;
  readonly message?: string;
  readonly data?: JsonObject;
}
