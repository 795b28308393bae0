/** Retry profiles: how often and how fast an error that is marked transient is tried again. */
import { IdleError } from "@idle/contract";

export interface RetryProfile {
  /** 0..10, default 3; 0 and 1 both mean once. */
  readonly maxAttempts?: number;
  /** 0..60000, default 250. */
  readonly initialDelayMs?: number;
  /** 1 or more, default 2. */
  readonly backoffFactor?: number;
  /** 0..300000, default 5000. */
  readonly maxDelayMs?: number;
  /** 0..1, default 0.2: how far a delay may be from its plain value, as a part of it. */
  readonly jitterRatio?: number;
}

export interface RetryOptions {
  readonly retryProfiles?: Readonly<Record<string, RetryProfile>>;
  /** For steps without `retryProfile`; else the profile called `Default`; else the numbers above. */
  readonly defaultRetryProfile?: RetryProfile;
}

/** The upper limit of `maxDelayMs`, and of what a target system may ask to wait. */
export const longestDelayMs = 300_000;

const ranges: {
  readonly [K in keyof Required<RetryProfile>]: {
    readonly low: number;
    readonly high: number;
    readonly default: number;
    readonly whole: boolean;
  };
} = {
  maxAttempts: { low: 0, high: 10, default: 3, whole: true },
  initialDelayMs: { low: 0, high: 60_000, default: 250, whole: false },
  backoffFactor: { low: 1, high: Number.MAX_VALUE, default: 2, whole: false },
  maxDelayMs: { low: 0, high: longestDelayMs, default: 5_000, whole: false },
  jitterRatio: { low: 0, high: 1, default: 0.2, whole: false },
};

export interface RetryProfiles {
  /** The profile for a name, or the default one for null. Throws RetryProfileUnknown that lists what there is. */
  get(name: string | null): Required<RetryProfile>;
}

/** Checks every profile. Throws RetryProfileInvalid that names the profile, the number and its range. */
export function readRetryProfiles({ retryProfiles = {}, defaultRetryProfile }: RetryOptions): RetryProfiles {
  const profiles = new Map(
    Object.entries(retryProfiles).map(([name, profile]) => [name, complete(`Retry profile "${name}"`, profile)]),
  );
  const fallback =
    defaultRetryProfile === undefined
      ? (profiles.get("Default") ?? complete("The default retry profile", {}))
      : complete("The default retry profile", defaultRetryProfile);
  return {
    get(name) {
      if (name === null) return fallback;
      const profile = profiles.get(name);
      if (profile !== undefined) return profile;
      const there = profiles.size === 0 ? "The host has none." : `The host has: ${[...profiles.keys()].join(", ")}.`;
      throw new IdleError("RetryProfileUnknown", `There is no retry profile "${name}". ${there}`);
    },
  };
}

function complete(who: string, profile: unknown): Required<RetryProfile> {
  const refuse = (why: string): never => {
    throw new IdleError("RetryProfileInvalid", `${who} ${why}.`);
  };
  if (typeof profile !== "object" || profile === null || Array.isArray(profile)) return refuse("is no object");
  const unknown = Object.keys(profile).find((key) => !Object.hasOwn(ranges, key));
  if (unknown !== undefined) refuse(`has ${JSON.stringify(unknown)}; it takes ${Object.keys(ranges).join(", ")}`);
  const read = (key: keyof RetryProfile): number => {
    const { low, high, default: standard, whole } = ranges[key];
    const value = (profile as RetryProfile)[key] ?? standard;
    if (typeof value !== "number" || !(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
      const range = high === Number.MAX_VALUE ? `${low} or more` : `from ${low} to ${high}`;
      refuse(`has ${key}: ${String(value)}; it must be ${whole ? "a whole number" : "a number"} ${range}`);
    }
    return value;
  };
  return {
    maxAttempts: read("maxAttempts"),
    initialDelayMs: read("initialDelayMs"),
    backoffFactor: read("backoffFactor"),
    maxDelayMs: read("maxDelayMs"),
    jitterRatio: read("jitterRatio"),
  };
}
