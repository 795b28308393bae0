import type { StoredIdentity } from "./mock-identity.ts";

/** Where the mock keeps its identities. Synchronous: between reading and writing nobody else gets a turn. */
export interface Directory {
  /** The identities as they are now, in the order in which they came. */
  current(): ReadonlyMap<string, StoredIdentity>;
  /** Does work that reads and then puts, while nobody else does, in whatever process. */
  alone<T>(work: () => T): T;
  /** Puts an identity in place, or takes it away with null. When it throws nothing has changed. */
  put(identityKey: string, stored: StoredIdentity | null): void;
}

export function createMemoryDirectory(identities: Map<string, StoredIdentity>): Directory {
  return {
    current: () => identities,
    alone: (work) => work(),
    put(identityKey, stored) {
      if (stored === null) identities.delete(identityKey);
      else identities.set(identityKey, stored);
    },
  };
}
