/** Many runs of one engine that end with the step, each after a change of its own. */
import type { AnyProvider, JsonObject, Plan, Result } from "@idle/contract";
import { createEngine, type Engine } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import type { FakeHost } from "@idle/testkit";

export interface RunSpec {
  /** Milliseconds from the beginning. */
  readonly at?: number;
  readonly with?: JsonObject;
  /** Whether the step before it has something to change. Default true. */
  readonly isChange?: boolean;
  /** When the host aborts, in milliseconds after the run's begin. */
  readonly abortAfter?: number;
}

export interface RunOutcome {
  readonly spec: RunSpec;
  readonly result: Result;
  /** When the step began, which is right after the run's own change, and when the run ended; by the host's clock. */
  readonly changedAt: number;
  readonly endedAt: number;
}

export async function runAll(
  specs: readonly RunSpec[],
  bag: { readonly DirectorySync: AnyProvider; readonly [alias: string]: unknown },
  host: FakeHost,
): Promise<readonly RunOutcome[]> {
  const engine = createEngine({ steps: [commonSteps, directorySyncSteps], host });
  const runs = await startAll(specs, bag, host, () => engine);
  return await settled(Promise.all(runs), host);
}

/** The same with an engine for each run. The promises of the outcomes, while the clock stands still. */
export async function startAll(
  specs: readonly RunSpec[],
  bag: { readonly DirectorySync: AnyProvider; readonly [alias: string]: unknown },
  host: FakeHost,
  engineOf: (index: number) => Engine,
): Promise<readonly Promise<RunOutcome>[]> {
  const identities = specs.map(({ isChange = true }, index) => ({
    identityKey: `u${index}`,
    enabled: isChange,
    attributes: {},
  }));
  const providers = { Identity: createMockProvider({ identities }), ...bag };
  const plans: Plan[] = [];
  for (const [index, spec] of specs.entries()) {
    const engine = engineOf(index);
    const workflow = await engine.loadWorkflow({
      text: JSON.stringify({
        name: "Leaver",
        lifecycleEvent: "Leaver",
        steps: [
          { name: "Disable", type: "IdLE.Step.DisableIdentity", with: { identityKey: `u${index}` } },
          { name: "Sync", type: "IdLE.Step.TriggerDirectorySync", with: spec.with ?? {} },
        ],
      }),
      file: "leaver.yaml",
    });
    const request = { lifecycleEvent: "Leaver", correlationId: `c-${index}` };
    plans.push(await engine.createPlan({ workflow, request, providers: { Identity: providers.Identity, ...quiet } }));
  }
  const beginning = host.now();
  return specs.map(async (spec, index): Promise<RunOutcome> => {
    if (spec.at !== undefined && spec.at > 0) await host.sleep(spec.at);
    const stop = new AbortController();
    let cancel: () => void = () => undefined;
    const result = await engineOf(index).invokePlan(plans[index] as Plan, {
      providers: providers as never,
      signal: stop.signal,
      eventSink: {
        writeEvent({ type }) {
          if (type !== "RunStarted" || spec.abortAfter === undefined) return;
          cancel = host.setTimer(spec.abortAfter, () => stop.abort());
        },
      },
    });
    cancel();
    const started = result.events.find(({ type, stepName }) => type === "StepStarted" && stepName === "Sync");
    const changedAt = started === undefined ? beginning : Date.parse(started.timestamp);
    return { spec, result, changedAt, endedAt: host.now() };
  });
}

/** Plans are made before the server's time begins, against one that says nothing. */
const quiet = {
  DirectorySync: {
    name: "Quiet",
    getCapabilities: () => ["IdLE.DirectorySync.Trigger", "IdLE.DirectorySync.Status"],
    getSyncCycleState: async () => ({ inProgress: false, state: "Idle", details: {} }),
    startSyncCycle: () => Promise.reject(new Error("Nothing is triggered while planning.")),
  },
} as const;

/** Moves the clock on until everything has come to an end. */
export async function settled<T>(work: Promise<T>, host: FakeHost): Promise<T> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  for (let steps = 0; !isDone; steps += 1) {
    if (steps > 20_000) throw new Error("It does not come to an end.");
    await host.advance(250);
  }
  return work;
}
