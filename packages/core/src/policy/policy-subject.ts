/** What a policy is asked about: a plan's steps, and what it can ask of their systems, answered by the providers. */
import {
  type EntitlementAssignment,
  type Identity,
  IdleError,
  isIdleError,
  type JsonObject,
  type Plan,
  type PolicyStep,
  type PolicySubject,
} from "@idle/contract";
import { abortable } from "../providers/abortable.ts";
import { isIterable } from "../providers/async-iterable.ts";
import type { BagEntry, OpenBag } from "../providers/bag.ts";
import { createCaller } from "../providers/caller.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import type { SessionSource } from "../sessions/session-source.ts";

/** What a step asks its provider with: whoever may change an identity may look at it. */
export interface PolicyPlace {
  readonly provider: string | null;
  readonly identityKey: string | null;
  readonly sessionName: string | null;
  readonly sessionOptions: JsonObject | null;
}

export interface QuestionParts {
  readonly bag: OpenBag;
  readonly sessions: SessionSource;
  readonly capabilities: CapabilityRegistry;
  readonly places: readonly PolicyPlace[];
  readonly signal: AbortSignal;
  /** Makes a read with whatever patience there is for it. */
  retry<T>(what: string, read: () => Promise<T>): Promise<T>;
}

type Questions = Pick<PolicySubject, "entitlementsOf" | "ownKeysOf" | "populationOf" | "systemOf">;

/** The steps are the policy's own copy: what it does to them must not be what the run is held to. */
export function policySubject(
  { plan, request }: Plan,
  steps: readonly PolicyStep[],
  parts: QuestionParts,
): PolicySubject {
  return {
    planId: plan.id,
    workflow: plan.workflow.name,
    actor: request.actor,
    correlationId: request.correlationId,
    steps: structuredClone(steps),
    signal: parts.signal,
    ...policyQuestions(parts),
  };
}

/** They throw what reads throw, with the code they came with; ProviderMissing for an alias that is not in the bag. */
function policyQuestions(parts: QuestionParts): Questions {
  const { bag, capabilities, places, signal } = parts;

  const find = (alias: string): BagEntry => {
    try {
      return bag.find(alias);
    } catch (error) {
      throw asQuestion(error, `about provider ${JSON.stringify(alias)}`);
    }
  };

  /** A step on this identity, else one with this alias, else one on the same system. */
  const placeFor = ({ alias, system }: BagEntry, identityKey: string | null): PolicyPlace | undefined => {
    const known = places.filter(({ provider }) => bag.aliases.some((each) => sameAlias(each, provider)));
    const there = known.filter(({ provider }) => sameAlias(alias, provider));
    return (
      there.find((each) => each.identityKey === identityKey) ??
      there[0] ??
      known.find(({ provider }) => provider !== null && bag.find(provider).system === system)
    );
  };

  /** Null when the provider cannot tell. The answer may be an async iterable, which is gone through by `use`. */
  async function ask<T>(
    { alias, identityKey, capability, what }: Question,
    use: (answer: unknown) => Promise<T>,
  ): Promise<T | null> {
    const entry = find(alias);
    const [method] = capabilities.methodsOf(capability);
    if (!entry.capabilities.has(capability) || method === undefined) return null;
    const { sessionName = null, sessionOptions = null } = placeFor(entry, identityKey) ?? {};
    const args = identityKey === null ? {} : { identityKey };
    const attempt = async (): Promise<T> => {
      const caller = await createCaller({ entry, sessions: parts.sessions, sessionName, sessionOptions, signal });
      const answer = caller.call(method, args);
      return use(isIterable(answer) ? answer : await answer);
    };
    try {
      return await parts.retry(`policy|${what}`, () => abortable(attempt(), signal));
    } catch (error) {
      signal.throwIfAborted();
      if (isIdleError(error, "Unsupported")) return null;
      throw asQuestion(error, what);
    }
  }

  return {
    async entitlementsOf(alias, identityKey) {
      const what = `what ${JSON.stringify(identityKey)} holds`;
      try {
        return await ask(
          { alias, identityKey, capability: "IdLE.Entitlement.List", what },
          async (answer) => answer as readonly EntitlementAssignment[],
        );
      } catch (error) {
        if (isIdleError(error, "NotFound")) return [];
        throw error;
      }
    },
    async ownKeysOf(alias, identityKey) {
      const what = `by what key ${JSON.stringify(identityKey)} is known`;
      const question = { alias, identityKey, capability: "IdLE.Identity.Read", what };
      try {
        return await ask(question, async (answer) => (answer === null ? [] : [(answer as Identity).identityKey]));
      } catch (error) {
        if (isIdleError(error, "NotFound")) return [];
        throw error;
      }
    },
    populationOf: (alias) =>
      ask({ alias, identityKey: null, capability: "IdLE.Identity.List", what: "how many identities there are" }, count),
    systemOf: (alias) => find(alias).system,
  };
}

interface Question {
  readonly alias: string;
  /** Null for what is asked of the system as a whole. */
  readonly identityKey: string | null;
  readonly capability: string;
  /** For messages. */
  readonly what: string;
}

function sameAlias(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

async function count(answer: unknown): Promise<number> {
  let number = 0;
  for await (const _ of answer as AsyncIterable<unknown>) number += 1;
  return number;
}

function asQuestion(error: unknown, what: string): IdleError {
  const { code, message, details, transient } = toIdleError(error, "The provider failed");
  return new IdleError(code, `The policy asks ${what}, and that cannot be told: ${message}`, {
    ...(details && { details }),
    transient,
    cause: error,
  });
}
