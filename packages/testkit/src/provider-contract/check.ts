import type { AnyCapability, AnyProvider, BoundProvider, CapabilityId, Session } from "@idle/contract";
import { bindProvider } from "../run-step/bind-provider.ts";
import { methodsOf } from "../run-step/capability-methods.ts";
import type { ProviderFixture } from "./fixture.ts";
import { gather } from "./gather.ts";
import { readsOf, type SampleCalls } from "./sample-calls.ts";

/** One sentence of the contract. */
export interface Check {
  /** Stable, to name it in `skip`. */
  readonly id: string;
  readonly says: string;
  /** Checked on providers that have these capabilities. */
  readonly needs: readonly CapabilityId[];
  run(subject: Subject): Promise<void>;
}

/** What a check works on; made anew for each. */
export interface Subject {
  readonly provider: AnyProvider;
  readonly capabilities: readonly string[];
  readonly definitions: readonly AnyCapability[];
  readonly fixture: ProviderFixture;
  readonly calls: SampleCalls;
  readonly secrets: readonly string[];
  readonly session: Session | undefined;
  /** The methods of all advertised capabilities; a check calls those of what it `needs`. */
  readonly methods: BoundProvider<CapabilityId>;
  /** The same methods under another signal. */
  under(signal: AbortSignal): Readonly<Record<string, (args?: object) => unknown>>;
  /** What can be read of the fixture's identity, of a scheduler and by the sample calls, to see whether something changed. */
  state(identityKey?: string): Promise<unknown>;
}

export function createSubject(parts: Omit<Subject, "methods" | "under" | "state">): Subject {
  const { provider, capabilities, definitions, fixture, calls, session } = parts;
  const known = methodsOf(capabilities, definitions);
  const under = (signal: AbortSignal) => bindProvider(provider, known, { session, signal });
  // The capabilities decide at run time which methods are there; `needs` keeps checks from calling others.
  const methods = under(neverAborted()) as unknown as BoundProvider<CapabilityId>;
  const has = (id: CapabilityId) => capabilities.includes(id);
  return {
    ...parts,
    methods,
    under,
    async state(identityKey = fixture.identityKey) {
      const identity = has("IdLE.Identity.Read") ? await methods.getIdentity({ identityKey }) : "not readable";
      const canList = has("IdLE.Entitlement.List") && identity !== null;
      const entitlements = canList ? await methods.listEntitlements({ identityKey }) : "not readable";
      const sync = has("IdLE.DirectorySync.Status") ? (await methods.getSyncCycleState({})).state : "not readable";
      const own: unknown[] = [];
      for (const { name, args } of readsOf(known, calls)) own.push(await gather(under(neverAborted())[name]?.(args)));
      return structuredClone({ identity, entitlements, sync, own });
    },
  };
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
