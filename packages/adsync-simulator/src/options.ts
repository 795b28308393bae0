import { IdleError } from "@idle/contract";

export interface AdSyncSimulatorOptions {
  /** The clock, in milliseconds since 1970; never taken back. Default `Date.now`. */
  readonly now?: () => number;
  /** How long a cycle takes, or how long the n-th does, counted from 1; `Infinity` never ends. Default 60. */
  readonly cycleSeconds?: number | ((n: number) => number);
  /** How long after an accepted trigger its cycle begins, or for the n-th accepted one, counted from 1. Default 0. */
  readonly startDelaySeconds?: number | ((n: number) => number);
  /** How long after a cycle the next scheduled one is due. Default 1800. */
  readonly intervalSeconds?: number;
  /** `SyncCycleEnabled`: whether scheduled cycles run as the clock goes on. Default true. */
  readonly enabled?: boolean;
  /** Cycles run, and export nothing. Default false. */
  readonly stagingMode?: boolean;
  /** No cycle begins, and a trigger is refused. Default false. */
  readonly suspended?: boolean;
  /** Default true. */
  readonly maintenanceEnabled?: boolean;
  /** The session's `targetId`. Default: none. */
  readonly targetId?: string;
  /** How long each command takes before it has an effect. Default 0. */
  readonly latencySeconds?: number;
  /** How latency is waited; rejects when the signal aborts. Default: a real timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** When `NextSyncCycleStartTimeInUTC` moves on to an interval later: at each cycle's start or end. Default `"end"`. */
  readonly nextUpdate?: "start" | "end";
  /** What becomes of a trigger while a cycle runs or is about to: refused, or run afterwards. Default `"refuse"`. */
  readonly startWhileBusy?: "refuse" | "queue";
}

type Defaulted = Omit<AdSyncSimulatorOptions, "targetId" | "sleep">;
export type Settings = { readonly [K in keyof Defaulted]-?: Exclude<Defaulted[K], undefined> } & Pick<
  AdSyncSimulatorOptions,
  "targetId" | "sleep"
>;

type Check = readonly [(value: unknown) => boolean, string];
const isFunction = (value: unknown) => typeof value === "function";
const isSeconds = (value: unknown) => typeof value === "number" && value >= 0;
const isFiniteSeconds = (value: unknown) => isSeconds(value) && value !== Number.POSITIVE_INFINITY;
const flag: Check = [(value) => typeof value === "boolean", "true or false"];
const oneOf = (...words: readonly string[]): Check => [
  (value) => words.some((word) => word === value),
  words.map((word) => JSON.stringify(word)).join(" or "),
];
const cycleSeconds: Check = [(value) => isSeconds(value) || isFunction(value), "seconds, 0 or more"];

const dataChecks = {
  cycleSeconds,
  startDelaySeconds: [(value) => isFiniteSeconds(value) || isFunction(value), "seconds, 0 or more"],
  intervalSeconds: [(value) => isFiniteSeconds(value) && value !== 0, "seconds, more than 0"],
  enabled: flag,
  stagingMode: flag,
  suspended: flag,
  maintenanceEnabled: flag,
  targetId: [(value) => typeof value === "string" && value !== "", "a text that is not empty"],
  latencySeconds: [isFiniteSeconds, "seconds, 0 or more"],
  nextUpdate: oneOf("start", "end"),
  startWhileBusy: oneOf("refuse", "queue"),
} satisfies Record<string, Check>;
const checks = { ...dataChecks, now: [isFunction, "a function"], sleep: [isFunction, "a function"] } satisfies Record<
  keyof AdSyncSimulatorOptions,
  Check
>;
const changeChecks = {
  stagingMode: flag,
  suspended: flag,
  enabled: flag,
  cycleSeconds,
  reportState: oneOf("Known", "Unknown"),
} satisfies Record<string, Check>;

/** Checks the options and fills in defaults. Throws `InvalidInput`. */
export function readOptions(options: AdSyncSimulatorOptions): Settings {
  checkFields("The simulator cannot be made", options, checks);
  const { targetId, sleep } = options;
  return {
    now: options.now ?? Date.now,
    cycleSeconds: options.cycleSeconds ?? 60,
    startDelaySeconds: options.startDelaySeconds ?? 0,
    intervalSeconds: options.intervalSeconds ?? 1800,
    enabled: options.enabled ?? true,
    stagingMode: options.stagingMode ?? false,
    suspended: options.suspended ?? false,
    maintenanceEnabled: options.maintenanceEnabled ?? true,
    latencySeconds: options.latencySeconds ?? 0,
    nextUpdate: options.nextUpdate ?? "end",
    startWhileBusy: options.startWhileBusy ?? "refuse",
    ...(targetId === undefined ? {} : { targetId }),
    ...(sleep === undefined ? {} : { sleep }),
  };
}

/** The options of a configuration: plain data only. Throws `InvalidInput` for others. */
export function readSessionOptions(options: unknown): AdSyncSimulatorOptions {
  const own: AdSyncSimulatorOptions = checkFields("The simulator cannot be made", options, dataChecks);
  for (const [name, value] of Object.entries(own)) {
    if (isFunction(value)) throw refuse("The simulator cannot be made", `${name} must be plain data`);
  }
  return own;
}

/** Throws `InvalidInput` for a change that there is not. */
export function checkChanges(changes: unknown): void {
  checkFields("The simulator cannot be changed", changes, changeChecks);
}

function checkFields(
  what: string,
  fields: unknown,
  known: Readonly<Record<string, Check>>,
): Readonly<Record<string, unknown>> {
  if (!isRecord(fields)) throw refuse(what, "options must be an object");
  for (const [name, value] of Object.entries(fields)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) {
      throw refuse(what, `there is no option ${JSON.stringify(name)}; there are ${Object.keys(known).join(", ")}`);
    }
    const [isValid, wanted] = check;
    if (value !== undefined && !isValid(value)) throw refuse(what, `${name} must be ${wanted}`);
  }
  return fields;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(what: string, why: string): IdleError {
  return new IdleError("InvalidInput", `${what}: ${why}.`);
}
