/** Providers: what they implement, and the two ways the engine hands them to a step. */
import type { CapabilityId, CapabilityMap } from "./capability.ts";
import { isCapabilityId } from "./capability.ts";
import { capabilityIdRemedy } from "./capability-id-remedy.ts";
import { IdleError } from "./error.ts";
import type { Read, Write } from "./method.ts";
import type { AuthSessionBroker, SessionRequirement, SessionType, SessionTypeMap } from "./session.ts";

type UnionToIntersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void
  ? I
  : never;
type MethodsOf<C extends CapabilityId> = UnionToIntersection<C extends CapabilityId ? CapabilityMap[C] : never>;

/** What a provider method gets beside its own arguments. */
export interface CallContext<S = unknown> {
  /** What the broker gave; undefined where the provider declares no session, or an optional one that is not there. */
  readonly session: S;
  /** Aborts when the host aborts or the step's time is over. */
  readonly signal: AbortSignal;
}

type Answer<R> = [R] extends [AsyncIterable<unknown>] ? R : Promise<R> | R;
type BoundAnswer<R> = [R] extends [AsyncIterable<unknown>] ? R : Promise<R>;
type BoundMethod<A, R> = {} extends A ? (args?: A) => BoundAnswer<R> : (args: A) => BoundAnswer<R>;

/** The methods a provider with the capabilities `C` has. */
export type ProviderMethods<C extends CapabilityId, S = unknown> = {
  readonly [M in keyof MethodsOf<C>]: MethodsOf<C>[M] extends Read<infer A, infer R> | Write<infer A, infer R>
    ? (args: A & CallContext<S>) => Answer<R>
    : never;
};

/** A provider as a step's `execute` sees it: session and signal are bound, answers are checked. */
export type BoundProvider<C extends CapabilityId> = {
  readonly [M in keyof MethodsOf<C>]: MethodsOf<C>[M] extends Read<infer A, infer R> | Write<infer A, infer R>
    ? BoundMethod<A, R>
    : never;
};

/** A provider as a step's `preview` sees it: the read methods only; the others are not there at run time either. */
export type ReadFacade<C extends CapabilityId> = {
  readonly [M in keyof MethodsOf<C> as MethodsOf<C>[M] extends { readonly kind: "read" }
    ? M
    : never]: MethodsOf<C>[M] extends Read<infer A, infer R> ? BoundMethod<A, R> : never;
};

/** A provider of any capabilities, as a provider bag holds it. */
export interface AnyProvider {
  readonly name: string;
  readonly targetId?: string | undefined;
  getCapabilities(): readonly string[];
  readonly session?: SessionRequirement | undefined;
  /** See `Provider`. */
  close?(): void | Promise<void>;
}

/** The provider bag: aliases to providers, and the broker under its reserved alias. */
export interface ProviderBag {
  readonly [alias: string]: AnyProvider | AuthSessionBroker | undefined;
  readonly AuthSessionBroker?: AuthSessionBroker;
}

type SessionFor<R> = R extends { readonly type: infer T extends SessionType; readonly required: infer Q }
  ? Q extends true
    ? SessionTypeMap[T]
    : SessionTypeMap[T] | undefined
  : undefined;

/** A provider that advertises the capabilities `C` and therefore has their methods. */
export type Provider<C extends CapabilityId = CapabilityId, R extends SessionRequirement | undefined = undefined> = {
  /** What people call the adapter, for messages. */
  readonly name: string;
  /**
   * The system behind it, such as a domain or a tenant: the same text in every run, and another one for another system.
   * Limits and locks tell systems apart by it, and take providers of one name without it for one system.
   */
  readonly targetId?: string | undefined;
  /** What it can do with the rights and options it has; may be fewer than its methods. */
  getCapabilities(): readonly C[];
  /** Which session its methods need of the broker. */
  readonly session?: R | undefined;
  /**
   * Called by the host that made the provider once it is done with it: connections are let go. After it the provider may
   * be used again and then opens what it needs anew.
   */
  close?(): void | Promise<void>;
} & ProviderMethods<C, SessionFor<R>>;

/**
 * Types a provider: `getCapabilities()` decides which methods must be there, `session` which session they get. Throws
 * `DefinitionInvalid` for a provider without a name or with a malformed capability id.
 */
export function defineProvider<const C extends CapabilityId>(provider: Provider<C, undefined>): Provider<C, undefined>;
// Last, because the compiler tells about the last only: what it says then is right with a session and without.
export function defineProvider<const C extends CapabilityId, R extends SessionRequirement>(
  provider: Provider<C, R> & { readonly session: R },
): Provider<C, R>;
export function defineProvider(provider: AnyProvider): AnyProvider {
  const { name } = provider;
  if (typeof name !== "string" || name === "") throw new IdleError("DefinitionInvalid", "A provider needs a name.");
  if (typeof provider.getCapabilities !== "function") {
    throw new IdleError("DefinitionInvalid", `Provider ${name} has no method getCapabilities().`);
  }
  for (const id of provider.getCapabilities()) {
    if (!isCapabilityId(id)) {
      throw new IdleError(
        "DefinitionInvalid",
        `Provider ${name} advertises ${JSON.stringify(id)}, which is no capability id. ${capabilityIdRemedy(id)}`,
      );
    }
  }
  return provider;
}
