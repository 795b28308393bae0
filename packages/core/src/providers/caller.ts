/**
 * Calls a provider's methods with session and signal bound. Answers are checked here and their author is addressed when
 * one is wrong; whatever else is thrown leaves as an IdleError.
 */
import { IdleError, type JsonObject, type Session } from "@idle/contract";
import { messageOf } from "../events/error-data.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { noteSecret } from "../sessions/session-secrets.ts";
import { isExpired, type SessionSource } from "../sessions/session-source.ts";
import { unwatched } from "../sessions/watch-session.ts";
import { alsoIterable, isIterable } from "./async-iterable.ts";
import { type BagEntry, nameOf } from "./bag.ts";
import type { MethodInfo } from "./capability-registry.ts";
import { toIdleError } from "./foreign-error.ts";

export interface CallerOptions {
  readonly entry: BagEntry;
  readonly sessions: SessionSource;
  readonly sessionName: string | null;
  readonly sessionOptions: JsonObject | null;
  readonly signal: AbortSignal;
}

export interface Caller {
  readonly entry: BagEntry;
  /** What tells the system behind the provider from others; see `ExecuteContext.system`. */
  system(): string | object;
  /**
   * A promise of the checked answer, or an async iterable where the provider gives one. `around` is given the call alone,
   * once there is a session for it and a method to call.
   */
  call(method: MethodInfo, args: object, around?: Around): Promise<unknown>;
}

type Around = (work: () => Promise<unknown>) => Promise<unknown>;

const asItIs: Around = (work) => work();

/** Asks for the session at once, so that the broker's errors are its own and never a step's. */
export async function createCaller({
  entry,
  sessions,
  sessionName,
  sessionOptions,
  signal,
}: CallerOptions): Promise<Caller> {
  const who = `Provider ${nameOf(entry.provider)} (alias ${entry.alias})`;
  const open = () => sessions.forProvider(entry.provider.session, who, sessionName ?? "", sessionOptions);
  let session: Session | undefined = await open();

  function implementationOf(method: MethodInfo): (args: object) => unknown {
    const implementation = (entry.provider as unknown as Record<string, unknown>)[method.name];
    if (typeof implementation === "function") return (args) => implementation.call(entry.provider, args);
    throw new IdleError(
      "PluginAnswerInvalid",
      `${who} has no method ${method.name}, which a capability it advertises stands for. Tell its author.`,
    );
  }

  async function settle(method: MethodInfo, args: object, answer: unknown): Promise<unknown> {
    let result: unknown;
    try {
      result = await answer;
    } catch (error) {
      throw toIdleError(error, `${who} failed in ${method.name}`);
    } finally {
      sessions.learnFrom(session);
    }
    check(method, args, result);
    return result;
  }

  function check(method: MethodInfo, args: object, result: unknown): void {
    let complaint: string | null;
    try {
      complaint = method.check?.(result, args) ?? null;
    } catch (error) {
      complaint = `something that cannot be looked at (${messageOf(error)})`;
    }
    if (complaint !== null) {
      throw new IdleError("PluginAnswerInvalid", `${who} answered ${method.name} with ${complaint}. Tell its author.`);
    }
  }

  async function* eachItem(method: MethodInfo, args: object, items: AsyncIterable<unknown>): AsyncGenerator {
    try {
      for await (const item of heard(items)) {
        check(method, args, item);
        yield item;
      }
    } catch (error) {
      throw toIdleError(error, `${who} failed in ${method.name}`);
    } finally {
      sessions.learnFrom(session);
    }
  }

  /** What is revealed in the course of a call is the session's from then on. */
  function calling(work: () => unknown): unknown {
    if (session === undefined) return work();
    const own = unwatched(session);
    return learnReveals((value) => noteSecret(own, value), work);
  }

  /** A list's code runs whenever it is asked for its next item, and not when it is called. */
  function heard(items: AsyncIterable<unknown>): AsyncIterable<unknown> {
    return {
      [Symbol.asyncIterator]() {
        const iterator = items[Symbol.asyncIterator]();
        const within = (work: () => unknown) => Promise.resolve(calling(work)) as Promise<IteratorResult<unknown>>;
        return {
          next: async () => within(() => iterator.next()),
          return: async () => (await within(() => iterator.return?.())) ?? { done: true, value: undefined },
        };
      },
    };
  }

  /** A promise of the answer, or an async iterable of checked items, which stands in for one. */
  function answered(method: MethodInfo, args: object, around: Around): Promise<unknown> {
    const implementation = implementationOf(method);
    return around(() => {
      const answer = attempt(() => calling(() => implementation({ ...args, session, signal })));
      return isIterable(answer)
        ? (eachItem(method, args, answer) as unknown as Promise<unknown>)
        : settle(method, args, answer);
    });
  }

  return {
    entry,
    system() {
      if (session === undefined) return entry.provider;
      const { targetId } = session as { readonly targetId?: unknown };
      if (typeof targetId !== "string" || targetId === "") return unwatched(session);
      return JSON.stringify([nameOf(entry.provider), targetId]);
    },
    call(method, args, around = asItIs) {
      if (isExpired(session)) {
        const renewed = open().then((next) => {
          session = next;
          return answered(method, args, around);
        });
        return alsoIterable(renewed);
      }
      try {
        return answered(method, args, around);
      } catch (error) {
        return alsoIterable(Promise.reject(error));
      }
    },
  };
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}
