/** The engine: validate → plan → execute. It has no credentials, no network, no console and no logger, and never prompts. */
import {
  type AnyCapability,
  type CapabilityId,
  type Diagnostic,
  type EventSink,
  IdleError,
  type Journal,
  type JsonValue,
  type Plan,
  type Policy,
  type ProviderBag,
  type ReadFacade,
  type Request,
  type RequestInput,
  type Result,
  type SharedState,
  type StepType,
} from "@idle/contract";
import type { Redactor } from "./events/redactor.ts";
import { executePlan } from "./execute/index.ts";
import { completeHost, type Host } from "./host.ts";
import { planWorkflow } from "./plan/index.ts";
import { expectPolicy } from "./policy/expect-policy.ts";
import { abortable } from "./providers/abortable.ts";
import { neverAborted, throwIfAborted } from "./providers/cancellation.ts";
import { createCapabilityRegistry } from "./providers/capability-registry.ts";
import { type OpenReaderOptions, openReader } from "./providers/open-reader.ts";
import type { RetryOptions } from "./retry/profile.ts";
import { readRecipient, type SealRecipient } from "./sealing/recipient.ts";
import { expectSharedState } from "./shared-state/expect-shared-state.ts";
import { loadFrom, validateFrom, type WorkflowSource } from "./validate/load.ts";
import { createRequest } from "./validate/request.ts";
import { createStepRegistry } from "./validate/step-registry.ts";
import type { Workflow } from "./validate/workflow.ts";

export interface EngineOptions {
  /** What step packages export: arrays of definitions, or definitions one by one. */
  readonly steps: readonly (StepType | readonly StepType[])[];
  /** Beyond the `IdLE.*` ones, which every engine knows. */
  readonly capabilities?: readonly AnyCapability[];
  readonly host?: Partial<Host>;
  /** Further names whose values are redacted, compared whole and without case. */
  readonly redactNames?: readonly string[];
  /** Whose public key secret outputs are sealed to. Without it a step that would have one is refused. */
  readonly sealTo?: SealRecipient;
  /**
   * A redactor of the host's own, for its logs: it is told every secret that plans and runs learn, for as long as it
   * lives. Plans, events and results are redacted without it, each with what it learned itself.
   */
  readonly redactor?: Pick<Redactor, "addValue">;
  /** Where runs are recorded. Default: in memory, for the time of the run. */
  readonly journal?: Journal;
  /** What steps share with other processes of this machine, such as `createFolderState` makes. Default: nothing. */
  readonly machineState?: SharedState;
  /**
   * What may be done at all, whatever workflows say: asked by every createPlan that has providers, and by every
   * invokePlan before it writes. Default: everything.
   */
  readonly policy?: Policy;
}

export interface CreatePlanOptions extends RetryOptions {
  readonly workflowPath?: string;
  /** In place of `workflowPath`: one that was loaded before, with the same step types. */
  readonly workflow?: Workflow;
  readonly request: RequestInput | Request;
  /** Without it the plan is made offline: capabilities are not checked and changes are not known. */
  readonly providers?: ProviderBag;
  readonly metadata?: { readonly environment?: string | null; readonly labels?: readonly JsonValue[] };
  readonly signal?: AbortSignal;
}

export interface InvokePlanOptions extends RetryOptions {
  readonly providers?: ProviderBag;
  /**
   * Goes on with what would change now where that is something else than was reviewed, and says so in the result. With a
   * policy, that is for what is seen before the run: it is asked then. Default false: PlanDrifted, and nothing is written.
   */
  readonly acceptDrift?: boolean;
  /**
   * False for a plan that may have been applied before, such as a saved one: acts (ended sessions, a sync) and steps without a
   * preview that an earlier run of it did are then not done again where nothing else is left to do. Known by `machineState`.
   * Default true.
   */
  readonly repeatActs?: boolean;
  readonly eventSink?: EventSink;
  /**
   * Told, before the run has begun, what it waits for: another run that writes to the same identity. The function it gives is
   * called when the wait is over.
   */
  readonly onWait?: (what: string) => () => void;
  readonly signal?: AbortSignal;
}

export interface Engine {
  /**
   * What a workflow would do for a request, now. Reads, never writes. Throws WorkflowInvalid, RequestInvalid or
   * PlanFailed with `details.diagnostics`; Cancelled on abort; a resolver's read failure as the provider put it. What the
   * policy says is in `metadata.policy`, and refuses no plan.
   */
  createPlan(options: CreatePlanOptions): Promise<Plan>;
  /**
   * Executes a plan as it stands. Rejects for what can be known before the start (PlanInvalid, StepTypeUnknown,
   * ProviderMissing, PlanDrifted, PolicyRefused, …); from `RunStarted` on it always resolves, whatever becomes of the steps.
   */
  invokePlan(plan: Plan, options?: InvokePlanOptions): Promise<Result>;
  /**
   * The read methods of one provider, for a look at a system outside of any plan. Sessions are those that planning would
   * get (purpose `Plan`), a read is tried again by the default retry profile, and of a list until its first item is there.
   * Answers are checked, and are plain JSON without secrets; a list that is left before its end is let go. Throws
   * ProviderMissing, ProviderAmbiguous, CapabilityMissing or CapabilityUndeclared for what cannot be asked, what a broker
   * throws, and Cancelled on abort; the methods what the provider throws, PluginAnswerInvalid, and Cancelled.
   */
  openReader<C extends CapabilityId>(options: OpenReaderOptions<C>): Promise<ReadFacade<C>>;
  /** A workflow, ready to be planned any number of times. Throws WorkflowInvalid or FileUnreadable. */
  loadWorkflow(source: WorkflowSource): Promise<Workflow>;
  /** Every problem of a workflow, errors and warnings, in the order of the file. Throws FileUnreadable. */
  validateWorkflow(source: WorkflowSource): Promise<Diagnostic[]>;
}

/**
 * Throws DefinitionInvalid or CapabilityUndeclared for step types and capabilities that do not fit together,
 * SealRecipientInvalid for a key that nothing can be sealed to, and InvalidInput for a machineState or policy that is none.
 */
export function createEngine(options: EngineOptions): Engine {
  const steps = options.steps.flat();
  const registry = createStepRegistry(steps);
  const capabilities = createCapabilityRegistry(options.capabilities ?? [], steps);
  const host = completeHost(options.host);
  const recipient = options.sealTo === undefined ? null : readRecipient(options.sealTo);
  const { journal, redactNames = [], redactor: hostRedactor } = options;
  const machineState = expectSharedState(options.machineState);
  const policy = expectPolicy(options.policy);
  const sharedValues = new Map<string, unknown>();

  return {
    async createPlan({ workflowPath, workflow, request, metadata = {}, signal = neverAborted(), ...rest }) {
      const normalised = createRequest(request, { randomUUID: host.randomUUID });
      throwIfAborted(signal);
      try {
        const loaded = workflow ?? (await abortable(loadFrom(expectPath(workflowPath), registry, host), signal));
        return await planWorkflow({
          ...rest,
          workflow: loaded,
          request: normalised,
          metadata,
          signal,
          host,
          capabilities,
          redactNames,
          canSeal: recipient !== null,
          hostRedactor,
          policy,
        });
      } catch (error) {
        throwIfAborted(signal);
        throw error;
      }
    },
    async invokePlan(plan, options) {
      const { signal, ...rest } = options ?? {};
      return executePlan({
        ...rest,
        plan,
        signal: signal ?? neverAborted(),
        host,
        registry,
        capabilities,
        journal,
        redactNames,
        recipient,
        hostRedactor,
        machineState,
        policy,
        shared<T>(key: string, factory: () => T): T {
          if (!sharedValues.has(key)) sharedValues.set(key, factory());
          return sharedValues.get(key) as T;
        },
      });
    },
    openReader: (options) => openReader(options, { host, capabilities, redactNames, hostRedactor }),
    loadWorkflow: (source) => loadFrom(source, registry, host),
    validateWorkflow: (source) => validateFrom(source, registry, host),
  };
}

function expectPath(path: string | undefined): string {
  if (typeof path === "string") return path;
  throw new IdleError("InvalidInput", "createPlan needs workflowPath, or workflow from loadWorkflow.");
}
