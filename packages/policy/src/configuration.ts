/** A policy as configured: plain data, checked. `readPolicy` makes it. */
import type { ActionClass } from "./action-class.ts";

export interface PolicyConfiguration {
  readonly protected: {
    readonly identities: readonly IdentityPattern[];
    readonly memberOf: readonly EntitlementPattern[];
    readonly entitlements: readonly EntitlementPattern[];
  };
  readonly limits: readonly PolicyLimit[];
  readonly freeze: readonly FreezeRule[];
}

/** In patterns `*` is any text and `?` one character; all else is literal. Case does not count, nor does how accents are composed. */
export interface IdentityPattern {
  /** An alias; null for every provider. */
  readonly provider: string | null;
  readonly key: string;
}

export interface EntitlementPattern {
  /** An alias; null for every provider. */
  readonly provider: string | null;
  /** Null for every kind. */
  readonly kind: string | null;
  /** Of the id, or of the display name where the system tells one. */
  readonly id: string;
}

export interface PolicyLimit {
  readonly action: ActionClass;
  /** `percent` is of the population of the provider's system, rounded down; without a provider each system has its own. */
  readonly most: { readonly count: number } | { readonly percent: number };
  /** A rolling window as written (`24h`) and in milliseconds, 15 minutes to 30 days. */
  readonly per: "plan" | { readonly text: string; readonly ms: number };
  /** An alias; null for all systems: together for a count, each for itself for a percentage. */
  readonly provider: string | null;
}

export const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
export type Weekday = (typeof weekdays)[number];

/** `from` is in the freeze, `to` is not. */
export type FreezeRule = {
  readonly name: string;
  /** An IANA name. */
  readonly timeZone: string;
} & (
  | {
      readonly kind: "once";
      /** Local times as milliseconds, as if they were UTC. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "weekly";
      /** The days a window begins on. */
      readonly days: readonly Weekday[];
      /** Minutes after midnight, to 1440. A `to` that is not later than `from` is on the next day. */
      readonly from: number;
      readonly to: number;
    }
);
