/**
 * Runs one step type without an engine. In: the step's inputs and a provider. Out: what its preview says, what its
 * execution does, and the events it emits. The step gets what the engine would give it, and no more.
 */
import {
  type AnyCapability,
  type AnyProvider,
  builtInCapabilities,
  type Change,
  type EarlierChanges,
  type ExecuteContext,
  type Failure,
  IdleError,
  isIdleError,
  type JsonObject,
  type PreviewContext,
  type Request,
  type Session,
  type SharedState,
  type StepOutcome,
  type StepType,
  type TimeLimit,
} from "@idle/contract";
import { createVirtualHost, explainMissingMethod, type VirtualHost } from "@idle/core";
import { bindProvider } from "./bind-provider.ts";
import { type CapabilityMethod, methodsOf } from "./capability-methods.ts";

export interface RunStepOptions {
  /** The resolved inputs, without `provider` and the session keys. Default `{}`. */
  readonly with?: JsonObject;
  /** Needed for steps that require capabilities. */
  readonly provider?: AnyProvider;
  /** The provider's alias. Default: the step's `defaultProvider`, else `""`. */
  readonly alias?: string;
  /** What the provider's methods get as `session`. */
  readonly session?: Session;
  /** What `acquireAuthSession` finds, by name. */
  readonly sessions?: Readonly<Record<string, Session>>;
  readonly request?: Partial<Request>;
  /** Default `"none"`. */
  readonly earlierChanges?: EarlierChanges;
  readonly failure?: Failure;
  /** Default true. */
  readonly canSeal?: boolean;
  readonly signal?: AbortSignal;
  /** Default: a host that advances by itself. */
  readonly host?: Pick<VirtualHost, "now" | "sleep" | "setTimer">;
  /** What `ctx.shared` keeps. Default: a map for this run. */
  readonly shared?: Map<string, unknown>;
  /** What the step shares with other processes. Default: null, as where a host provides nothing. */
  readonly machineState?: SharedState;
  /** Definitions of capabilities that are not built in. */
  readonly capabilities?: readonly AnyCapability[];
  /** Called for each event, also of an execution that fails later. */
  readonly onEvent?: (event: StepEvent) => void;
}

/** An event as a step emits it. */
export interface StepEvent {
  readonly type: string;
  readonly message: string;
  readonly data?: JsonObject;
}

export interface StepPreview {
  /** null: not known before it runs, or the step has no preview, or the provider cannot be asked. */
  readonly changes: readonly Change[] | null;
  readonly warnings: readonly string[];
}

export interface StepExecution {
  readonly outcome: StepOutcome;
  readonly events: readonly StepEvent[];
}

/** What the step would change. Rejects with what the preview throws, but for `Unsupported`, which makes `changes` null. */
export async function previewStep(step: StepType, options: RunStepOptions = {}): Promise<StepPreview> {
  const inputs = inputsOf(step, options);
  const methods = methodsFor(step.requiredCapabilities, options);
  const warnings: string[] = [];
  if (step.preview === undefined) return { changes: null, warnings };
  const missing = step.previewCapabilities.filter((id) => !capabilitiesOf(options.provider).includes(id));
  if (missing.length > 0)
    return { changes: null, warnings: [`The provider lacks ${missing.join(", ")} for a preview.`] };
  const reads = [...methods, ...methodsOf(step.previewCapabilities, options.capabilities)].filter(
    ({ kind }) => kind === "read",
  );
  const context = {
    with: inputs,
    provider: bind(options, reads),
    request: requestOf(options),
    earlierChanges: options.earlierChanges ?? "none",
    warn: (message: string) => {
      warnings.push(message);
    },
  };
  try {
    return { changes: await step.preview(context as PreviewContext), warnings };
  } catch (error) {
    if (!isIdleError(error, "Unsupported")) throw explained(error, step, "preview", options);
    return { changes: null, warnings: [...warnings, error.message] };
  }
}

/** Executes the step once. Rejects with what it throws. */
export async function executeStep(step: StepType, options: RunStepOptions = {}): Promise<StepExecution> {
  const { host = createVirtualHost({ autoAdvance: true }), shared = new Map<string, unknown>() } = options;
  const inputs = inputsOf(step, options);
  const signal = options.signal ?? new AbortController().signal;
  const events: StepEvent[] = [];
  const context = {
    with: inputs,
    provider: bind(options, methodsFor(step.requiredCapabilities, options)),
    request: requestOf(options),
    earlierChanges: options.earlierChanges ?? "none",
    emit: (type: string, message: string, data?: JsonObject) => {
      const event = { type, message, ...(data === undefined ? {} : { data }) };
      events.push(event);
      options.onEvent?.(event);
    },
    signal,
    now: () => host.now(),
    sleep: (milliseconds: number, own?: AbortSignal) =>
      host.sleep(milliseconds, own === undefined ? signal : AbortSignal.any([signal, own])),
    limitTime: (milliseconds: number) => limitTime(milliseconds, signal, host),
    system: systemOf(options),
    shared: (key: string, factory: () => unknown) => {
      if (!shared.has(key)) shared.set(key, factory());
      return shared.get(key);
    },
    machineState: options.machineState ?? null,
    idempotencyKey: "run-1/step-01",
    acquireAuthSession: (name: string) => sessionOf(options, name),
    canSeal: options.canSeal ?? true,
    ...(options.failure === undefined ? {} : { failure: options.failure }),
  };
  try {
    return { outcome: await step.execute(context as ExecuteContext), events };
  } catch (error) {
    throw explained(error, step, "execute", options);
  }
}

/** In the engine's words, where the step called a method that it does not have. */
function explained(
  error: unknown,
  type: StepType,
  phase: "preview" | "execute",
  { capabilities = [] }: RunStepOptions,
): unknown {
  return explainMissingMethod(error, { type, phase, capabilities: [...builtInCapabilities, ...capabilities] });
}

/** Previews the step, then executes it on the same state. */
export async function runStep(step: StepType, options: RunStepOptions = {}): Promise<StepPreview & StepExecution> {
  return { ...(await previewStep(step, options)), ...(await executeStep(step, options)) };
}

function limitTime(milliseconds: number, signal: AbortSignal, host: Pick<VirtualHost, "setTimer">): TimeLimit {
  const limit = new AbortController();
  const timeout = new IdleError("Timeout", `It was not done after ${milliseconds / 1000} s.`);
  const end = host.setTimer(milliseconds, () => limit.abort(timeout));
  return { signal: AbortSignal.any([signal, limit.signal]), end };
}

function systemOf({ provider, session }: RunStepOptions): string | object {
  if (provider === undefined) return {};
  if (session === undefined) return provider;
  return "targetId" in session && session.targetId ? JSON.stringify([provider.name, session.targetId]) : session;
}

function inputsOf(step: StepType, options: RunStepOptions): JsonObject {
  const { with: inputs = {}, alias = step.defaultProvider ?? "" } = options;
  if (step.validate?.(inputs) === false) {
    const problems = (step.validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    throw new IdleError("InvalidInput", `The inputs do not fit ${step.type}: ${problems.join("; ")}.`);
  }
  return { ...inputs, provider: alias };
}

function capabilitiesOf(provider: AnyProvider | undefined): readonly string[] {
  return provider?.getCapabilities() ?? [];
}

function methodsFor(ids: readonly string[], { provider, capabilities }: RunStepOptions): readonly CapabilityMethod[] {
  const methods = methodsOf(ids, capabilities);
  const missing = ids.filter((id) => !capabilitiesOf(provider).includes(id));
  if (missing.length === 0) return methods;
  throw new IdleError("CapabilityMissing", `The step needs ${missing.join(", ")}, which the provider does not have.`);
}

function bind(options: RunStepOptions, methods: readonly CapabilityMethod[]): object {
  if (options.provider === undefined) return Object.freeze(Object.create(null));
  const signal = options.signal ?? new AbortController().signal;
  return bindProvider(options.provider, methods, { session: options.session, signal });
}

async function sessionOf({ sessions = {} }: RunStepOptions, name: string): Promise<Session> {
  const session = Object.hasOwn(sessions, name) ? sessions[name] : undefined;
  if (session !== undefined) return session;
  throw new IdleError(
    "SessionFailed",
    `There is no session ${JSON.stringify(name)}; there are ${Object.keys(sessions).join(", ")}.`,
  );
}

function requestOf({ request }: RunStepOptions): Request {
  return {
    lifecycleEvent: "Joiner",
    correlationId: "00000000-0000-4000-8000-000000000000",
    actor: null,
    identityKeys: {},
    intent: {},
    context: {},
    ...request,
  };
}
