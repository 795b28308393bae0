/** What happens to a pretend server, made at random but always the same: once as commands of PowerShell, once in process. */
import { type AdSyncErrorKind, type AdSyncFailure, createAdSyncSimulator } from "@idle/adsync-simulator";
import fc from "fast-check";

/** A command of the module and its parameters. */
export interface Action {
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
/** What it answers or fails with; neither when it writes nothing. */
export interface Outcome {
  readonly answer?: unknown;
  readonly error?: unknown;
}
export interface Log {
  readonly cycles: readonly unknown[];
  readonly commands: readonly unknown[];
}

export const kinds: readonly AdSyncErrorKind[] = [
  "Busy",
  "AlreadyRunning",
  "Suspended",
  "AccessDenied",
  "ElevationRequired",
  "NotRecognized",
  "ConnectionLost",
  "Throttled",
  "Timeout",
];
export const start: Action = { command: "Start-ADSyncSyncCycle", arguments: { PolicyType: "Delta" } };
export const look: Action = { command: "Get-ADSyncScheduler", arguments: {} };
export const simulate = (changes: Action["arguments"]): Action => ({
  command: "Set-ADSyncSimulation",
  arguments: changes,
});

/** Few, so that things fall due at the same moment. */
const seconds = fc.constantFrom(0, 5, 10, 15, 20, 50, 100);
const cycleSeconds = fc.array(fc.oneof({ weight: 4, arbitrary: seconds }, fc.constant("Infinity")), {
  minLength: 1,
  maxLength: 3,
});
const options = fc.record({
  CycleSeconds: cycleSeconds,
  StartDelaySeconds: fc.array(seconds, { minLength: 1, maxLength: 3 }),
  IntervalSeconds: fc.constantFrom(5, 10, 20, 50, 100, 1800, 90_000),
  LatencySeconds: fc.constantFrom(0, 0, 0.001),
  Enabled: fc.boolean(),
  MaintenanceEnabled: fc.boolean(),
  NextUpdate: fc.constantFrom("Start", "End"),
  StartWhileBusy: fc.constantFrom("Refuse", "Queue"),
});
const changes = fc.record(
  {
    Suspended: fc.boolean(),
    StagingMode: fc.boolean(),
    Enabled: fc.boolean(),
    CycleSeconds: cycleSeconds,
    ReportState: fc.constantFrom("Known", "Unknown"),
  },
  { requiredKeys: [] },
);
const failure = fc.record(
  {
    FailNext: fc.constantFrom(...kinds),
    Command: fc.constantFrom(start.command, look.command),
    Times: fc.integer({ min: 1, max: 3 }),
    After: fc.boolean(),
  },
  { requiredKeys: ["FailNext"] },
);
const action = fc.oneof(
  { weight: 4, arbitrary: seconds.map((AdvanceSeconds) => simulate({ AdvanceSeconds })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom("Delta", "Initial").map((PolicyType) => ({ ...start, arguments: { PolicyType } })),
  },
  { weight: 3, arbitrary: fc.constant(look) },
  { weight: 2, arbitrary: changes.map(simulate) },
  { weight: 1, arbitrary: failure.map(simulate) },
  { weight: 1, arbitrary: fc.constant(simulate({ RunScheduled: true })) },
);

/** The first action of each says how the server behaves. */
export function sampleScenarios(count: number): readonly (readonly Action[])[] {
  const scenario = fc
    .tuple(options.map(simulate), fc.array(action, { minLength: 15, maxLength: 30, size: "max" }))
    .map(([first, rest]) => [first, ...rest]);
  return fc.sample(scenario, { numRuns: count, seed: 5 });
}

/** Plays it on the simulator in process, on a clock that begins at 0. */
export async function play(scenario: readonly Action[]): Promise<{ outcomes: readonly Outcome[]; log: Log }> {
  let now = 0;
  const [first, ...rest] = scenario;
  const simulator = createAdSyncSimulator({ now: () => now, ...settingsOf(first?.arguments ?? {}) });
  const perform = async ({ command, arguments: given }: Action): Promise<Outcome> => {
    if (command !== "Set-ADSyncSimulation")
      return { answer: plain(await simulator.session.invokeCommand(command, given)) };
    const { AdvanceSeconds = 0, RunScheduled, FailNext, ...others } = given;
    now += Number(AdvanceSeconds) * 1000;
    if (RunScheduled === true) simulator.runScheduled();
    else if (FailNext !== undefined) simulator.failNext(failureOf(given));
    else simulator.set(settingsOf(others));
    return {};
  };
  const outcomes: Outcome[] = [{}];
  for (const each of rest) outcomes.push(await perform(each).catch((error: unknown) => ({ error: problemOf(error) })));
  return {
    outcomes,
    log: {
      cycles: simulator.cycles.map(capitalised),
      commands: simulator.commands.map(capitalised),
    },
  };
}

/** What an error tells, wherever it came from; of an error of the controls, only that there was one. */
export function problemOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  const { message, exceptionType, fullyQualifiedErrorId, category }: Readonly<Record<string, unknown>> = {
    ...error,
    message: Reflect.get(error, "message"),
  };
  if (category === undefined || exceptionType === "System.Management.Automation.RuntimeException") return "refused";
  return { message, exceptionType, fullyQualifiedErrorId, category };
}

function failureOf({ FailNext, Command, Times, After }: Action["arguments"]): AdSyncFailure {
  const kind = kinds.find((each) => each === FailNext);
  if (kind === undefined) throw new Error(`There is no failure ${FailNext}.`);
  return {
    kind,
    ...(typeof Command === "string" ? { command: Command } : {}),
    ...(typeof Times === "number" ? { times: Times } : {}),
    ...(typeof After === "boolean" ? { after: After } : {}),
  };
}

/** Names with a small first letter, lists of seconds as functions, and words as the simulator has them. */
function settingsOf(given: Action["arguments"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const own = name.charAt(0).toLowerCase() + name.slice(1);
      if (Array.isArray(value)) return [own, (n: number) => Number(value[Math.min(n, value.length) - 1])];
      return [own, name === "NextUpdate" || name === "StartWhileBusy" ? String(value).toLowerCase() : value];
    }),
  );
}

function plain(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === "string" && /^\d{4}-.*Z$/.test(value) ? Date.parse(value) : value,
  );
}

function capitalised(record: object): unknown {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
}
