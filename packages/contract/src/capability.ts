/**
 * Capabilities: what a provider can do, and which methods stand for it. One type map ties an id to its methods, so that
 * the compiler refuses a provider that advertises what it lacks and a step that calls what it did not require.
 */
import { checkChanged } from "./capabilities/answers.ts";
import type { Change } from "./change.ts";
import { IdleError } from "./error.ts";
import type { Read } from "./method.ts";
import type { DirectorySyncCapabilities } from "./shapes/directory-sync.ts";
import type { EntitlementCapabilities } from "./shapes/entitlement.ts";
import type { IdentityCapabilities } from "./shapes/identity.ts";

/**
 * From capability id to its methods. Third parties add theirs by declaration merging:
 *
 * ```ts
 * declare module "@idle/contract" {
 *   interface CapabilityMap {
 *     "Acme.Badge.Read": { getBadge: Read<{ identityKey: string }, Badge | null> };
 *   }
 * }
 * ```
 */
export interface CapabilityMap extends IdentityCapabilities, EntitlementCapabilities, DirectorySyncCapabilities {}

export type CapabilityId = keyof CapabilityMap & string;

type Methods<C extends CapabilityId> = CapabilityMap[C];
type ArgsOf<M> = M extends { readonly args: infer A } ? A : never;
type ResultOf<M> = M extends { readonly result: infer R } ? R : never;
type ReadNames<Ms> = { [M in keyof Ms]: Ms[M] extends { readonly kind: "read" } ? M : never }[keyof Ms];

/**
 * How a read looks to a preview when earlier steps of the same plan would change what it reads. `real` asks the system;
 * `earlierChanges` are those on the same alias and, where the arguments have an `identityKey`, the same identity, in
 * plan order. Throwing `Unsupported` makes the preview's answer "not known".
 */
export type Overlay<M> = (
  real: (args: ArgsOf<M>) => Promise<ResultOf<M>>,
  args: ArgsOf<M>,
  earlierChanges: readonly Change[],
) => Promise<ResultOf<M>>;

/**
 * Says what is wrong with a provider's answer to `args`, in words that follow "answered with", or null when it is as it
 * should be. Of a method that gives an async iterable it checks each item.
 */
export type CheckResult<Args = unknown> = (result: unknown, args: Args) => string | null;

export interface CapabilityDefinition<C extends CapabilityId = CapabilityId> {
  readonly id: C;
  /** One sentence for the documentation. */
  readonly description?: string;
  /** Which methods a provider has for it, and which of them only read. */
  readonly methods: { readonly [M in keyof Methods<C>]: Methods<C>[M] extends { readonly kind: infer K } ? K : never };
  /** Reads without an overlay make a preview "not known" once an earlier step of the plan touches what they read. */
  readonly overlay?: { readonly [M in ReadNames<Methods<C>>]?: Overlay<Methods<C>[M]> };
  /**
   * How answers are checked. A read without a check of its own must answer with something, if only null; a write
   * without one must answer with an object whose `changed` is true or false.
   */
  readonly checkResult?: { readonly [M in keyof Methods<C>]?: CheckResult<ArgsOf<Methods<C>[M]>> };
}

/** A capability definition of any id, as the engine keeps them. */
export interface AnyCapability {
  readonly id: string;
  readonly description?: string;
  readonly methods: Readonly<Record<string, "read" | "write">>;
  readonly overlay?: Readonly<Record<string, Overlay<Read<object, unknown>>>>;
  readonly checkResult?: Readonly<Record<string, CheckResult<object>>>;
}

const idPattern = /^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)+$/;

/** True for a well-formed id: a prefix and PascalCase segments, joined by dots (`IdLE.Identity.Read`). */
export function isCapabilityId(id: unknown): id is string {
  return typeof id === "string" && id.length <= 128 && idPattern.test(id);
}

// Names that objects have anyway, or that would make a provider or facade look like a promise.
const takenNames = new Set([
  "name",
  "session",
  "getCapabilities",
  "close",
  "then",
  "constructor",
  "prototype",
  "__proto__",
]);

/**
 * Declares a capability at run time: its methods, which of them only read, and how earlier changes of a plan lie over
 * its reads. Throws `DefinitionInvalid` on a malformed id, method, overlay or check.
 */
export function defineCapability<const C extends CapabilityId>(definition: CapabilityDefinition<C>): AnyCapability {
  const { id, description, methods, overlay = {}, checkResult = {} } = definition as unknown as AnyCapability;
  const refuse = (why: string): never => {
    throw new IdleError("DefinitionInvalid", `Capability ${JSON.stringify(id)} ${why}.`);
  };
  if (!isCapabilityId(id))
    refuse('is no capability id; write a prefix and PascalCase segments joined by dots, such as "Acme.Badge.Read"');
  if (typeof methods !== "object" || methods === null) refuse("has no methods");
  for (const [method, kind] of Object.entries(methods)) {
    if (takenNames.has(method)) refuse(`has a method called ${method}, a name that has another meaning`);
    if (kind !== "read" && kind !== "write") refuse(`must declare its method ${method} as "read" or "write"`);
  }
  for (const [method, lay] of Object.entries(overlay)) {
    if (!Object.hasOwn(methods, method) || methods[method] !== "read" || typeof lay !== "function") {
      refuse(`has an overlay for ${method} that is no function for one of its reads`);
    }
  }
  for (const [method, check] of Object.entries(checkResult)) {
    if (!Object.hasOwn(methods, method) || typeof check !== "function")
      refuse(`has a check for ${method} that is no function for one of its methods`);
  }
  const plainChecks = Object.entries(methods).map(([method, kind]) => [method, plainCheckOf(kind)] as const);
  return Object.freeze({
    id,
    ...(description === undefined ? {} : { description }),
    methods: Object.freeze({ ...methods }),
    overlay: Object.freeze({ ...overlay }),
    checkResult: Object.freeze({ ...Object.fromEntries(plainChecks), ...checkResult }),
  });
}

/** What is wrong with an answer whatever it is about: a method that forgot to return, a write that does not say `changed`. */
function plainCheckOf(kind: "read" | "write"): CheckResult<object> {
  if (kind === "read") return (result) => (result === undefined ? "nothing; null says that there is none" : null);
  return checkChanged;
}
