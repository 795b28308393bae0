/** What a step type is handed: to say what it would change, and to change it. */
import type { CapabilityId } from "./capability.ts";
import type { JsonObject } from "./json.ts";
import type { BoundProvider, ReadFacade } from "./provider.ts";
import type { Request } from "./request.ts";
import type { Session } from "./session.ts";
import type { SharedState } from "./shared-state.ts";

/** What every step type takes beside its own inputs. */
export interface CommonInputs {
  /** The provider's alias, in the bag's spelling; `""` for a step that needs no provider. */
  readonly provider: string;
  readonly authSessionName?: string;
  readonly authSessionOptions?: JsonObject;
}

/**
 * Whether the main steps before this one change anything: planned when previewing, done when executing. A plan that is
 * applied again brings along what its earlier run changed, for an act that this one did not come to.
 */
export type EarlierChanges = "none" | "some" | "unknown";

interface Context<With> {
  /** The step's inputs, resolved and checked against its schema. */
  readonly with: With & CommonInputs;
  readonly request: Request;
  readonly earlierChanges: EarlierChanges;
}

export interface PreviewContext<With = Readonly<Record<string, unknown>>, C extends CapabilityId = never>
  extends Context<With> {
  readonly provider: ReadFacade<C>;
  /** Adds a warning to this step in the plan. */
  warn(message: string): void;
}

/** A time limit that has begun. */
export interface TimeLimit {
  /** Aborts with `Timeout` when the time is over, and with the context's own signal before that. */
  readonly signal: AbortSignal;
  /** Ends the limit; call it in a `finally`. */
  end(): void;
}

/** What brought the failure steps on. */
export interface Failure {
  readonly stepName: string;
  readonly code: string;
  readonly message: string;
}

export interface ExecuteContext<With = Readonly<Record<string, unknown>>, C extends CapabilityId = never>
  extends Context<With> {
  readonly provider: BoundProvider<C>;
  /** Emits an event of the step's own. Redacted before it leaves; `type` is PascalCase. */
  emit(type: string, message: string, data?: JsonObject): void;
  /** Aborts when the host aborts or the step's time is over. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, by the host's clock. */
  now(): number;
  /** Waits by the host's clock; rejects at once when the context's signal aborts, or the one handed in. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Begins a time limit of so many milliseconds by the host's clock, for what may never come back by itself. */
  limitTime(milliseconds: number): TimeLimit;
  /**
   * What the provider reaches: the same value for the same system, to tell systems apart in what is `shared`. The
   * provider's name with the session's `targetId`; without one the session object; without a session the provider.
   */
  readonly system: string | object;
  /** The value under `key` in one map for the whole engine instance, made by `factory` when it is not there yet. */
  shared<T>(key: string, factory: () => T): T;
  /**
   * What the processes of this machine share, where the host provides it; else null. Only a `system` that is a text means
   * the same in every process.
   */
  readonly machineState: SharedState | null;
  /** The same over retries and resumes of this step in this run; different for every other step and run. */
  readonly idempotencyKey: string;
  /** Asks the broker for a further session. Within a run the same name and options are asked for once. */
  acquireAuthSession(name: string, options?: JsonObject): Promise<Session>;
  /** False when no recipient is configured to seal secret outputs to; a step that would return one must then refuse before it writes. */
  readonly canSeal: boolean;
  /** Only in `onFailureSteps`. */
  readonly failure?: Failure;
}
