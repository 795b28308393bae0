import type { Change, ErrorData, Plan, Result } from "@idle/contract";
import type { MockIdentity } from "@idle/provider-mock";

/** What became of one test's request: all that an expectation is compared with. */
export interface Observation {
  /** Why it was refused: by the workflow, while planning or before the run; null when it was not. */
  readonly refusal: ErrorData | null;
  /** null when there is none because it was refused. */
  readonly plan: Plan | null;
  /** null when it was refused, or nothing but the plan was asked for. */
  readonly result: Result | null;
  /** Who is in the pretend directories, by alias. */
  readonly before: Directories;
  readonly after: Directories;
  /** Failures that never happened, by their index; none where nothing ran. */
  readonly unusedFailures: readonly number[];
  /** What a second plan would still change, step by step; an error when there is none; null when nobody asked. */
  readonly secondRun: { readonly steps: readonly LeftOver[] } | { readonly error: ErrorData } | null;
}

export type Directories = ReadonlyMap<string, readonly MockIdentity[]>;

export interface LeftOver {
  readonly step: string;
  /** null: not known before it runs. */
  readonly changes: readonly Change[] | null;
}
