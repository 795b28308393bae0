/**
 * The port to guard rails outside workflows: what a policy is asked before anything is written, and what it answers. The
 * host hands one in; `@idle/policy` makes one from a configuration.
 */
import type { Change } from "./change.ts";
import type { EntitlementAssignment } from "./shapes/entitlement.ts";

export interface PolicyStep {
  readonly id: string;
  readonly name: string;
  readonly stepType: string;
  readonly provider: string | null;
  /** What the step type requires. */
  readonly capabilities: readonly string[];
  /** What the step would still change; null when that is not known: then it counts by what its capabilities can do. */
  readonly changes: readonly Change[] | null;
  /** Whom it works on; null when that is not known. Read only where `changes` is null. */
  readonly identityKey: string | null;
}

/** A plan, and what can be asked about the systems it works on. What the questions reject with goes to the caller. */
export interface PolicySubject {
  readonly planId: string;
  readonly workflow: string;
  readonly actor: string | null;
  readonly correlationId: string;
  /**
   * Failure steps included: they count as if they ran. When one is come to, a run asks `admit` once more, for that step
   * alone and with what it would change by then.
   */
  readonly steps: readonly PolicyStep[];
  /**
   * The groups and roles that an identity holds now, before the plan; `[]` for one that does not exist; null when it
   * cannot be told. Asked at most once for each identity.
   */
  entitlementsOf(provider: string, identityKey: string): Promise<readonly EntitlementAssignment[] | null>;
  /**
   * The keys by which the system itself calls an identity: a workflow may name it by another one, such as a GUID. `[]` for
   * one that does not exist; null when it cannot be told. Asked at most once for each identity.
   */
  ownKeysOf(provider: string, identityKey: string): Promise<readonly string[] | null>;
  /** How many identities the system behind an alias has; null when it cannot be told. */
  populationOf(provider: string): Promise<number | null>;
  /**
   * What tells the system behind an alias from others: limits count by it, so that two aliases of one system count
   * together. It must stay the same between runs. It is asked for aliases of the configuration, too: in whatever case they
   * are written there. It throws for one that is not there: a guard for a misspelt alias must not guard nothing.
   */
  systemOf(provider: string): string;
  /** Aborted: the policy stops with `Cancelled`. */
  readonly signal: AbortSignal;
}

/** What one rule says. Messages hold keys, ids and numbers, never an attribute's value. */
export interface PolicyVerdict {
  /** Where the rule stands in the configuration, such as `limits[1]`. */
  readonly rule: string;
  readonly outcome: "allowed" | "refused";
  readonly message: string;
  /** What would satisfy the rule; null where it is kept. */
  readonly remedy: string | null;
  /** Ids of the steps that break the rule; none where it is kept. */
  readonly steps: readonly string[];
}

/**
 * What was really done, by step id: the changes of a step that ended, `[]` for one that changed nothing, "Asked" for one
 * that did what it was asked for without telling more, null for one of which it is not known. A step that is not in it was
 * never begun.
 */
export type DoneSteps = ReadonlyMap<string, readonly Change[] | "Asked" | null>;

export interface Admission {
  /** False when at least one rule refuses: then nothing may be written, and nothing was reserved. */
  readonly isAdmitted: boolean;
  /** One for each rule at least, in the order of the configuration. */
  readonly verdicts: readonly PolicyVerdict[];
  /**
   * To be called once, after the last write. Keeps what was done, dated now, adds what was done beyond the plan, keeps what
   * is not known, and frees the rest. Later calls do nothing. An admission that is never settled stays counted: whoever
   * reserved may have written before it died.
   */
  settle(done: DoneSteps): Promise<void>;
}

export interface AdmissionSubject extends PolicySubject {
  readonly runId: string;
  /**
   * True for a failure step of a run that was admitted before, by the same `runId`, and is going on: a freeze that began
   * meanwhile does not keep it from tidying up, and what the run was admitted for counts together with it, and once. Its
   * admission is not settled; the run's own is, with the failure steps among what was done.
   */
  readonly isPart: boolean;
}

export interface Policy {
  /** While planning: reads only, and reserves nothing. A freeze that is in force is a refusal here, too. */
  review(subject: PolicySubject): Promise<readonly PolicyVerdict[]>;
  /**
   * Right before the first write. Reserves all that the plan asks of the rolling windows, or nothing; in one transaction,
   * so that processes which ask at once never get more than a limit together.
   *
   * What an earlier run of the same plan reserved and never settled is taken over where the plan still asks for it, and
   * counts once: `steps` bring what is still to be changed, so it was not done.
   *
   * A reservation counts for the length of a window, and what is settled counts from then on anew. So a limit holds for runs
   * that are settled within its window; longer ones write under a reservation that has lapsed.
   *
   * A new entry is dated with the later of the clock and the newest entry: a clock that was set back frees nothing.
   */
  admit(subject: AdmissionSubject): Promise<Admission>;
}
