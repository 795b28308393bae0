import type { BoundProvider, CapabilityId, CredentialSession } from "@idle/contract";
import type { LdapProvider } from "../../src/index.ts";

/** A provider with its session bound, as steps see it. */
export function bindSession(
  provider: LdapProvider,
  session: CredentialSession,
  signal = new AbortController().signal,
): BoundProvider<CapabilityId> {
  const methods = {};
  return new Proxy(methods, {
    get: (_, name) => (args: object) =>
      (Reflect.get(provider, name) as (args: object) => unknown)({ ...args, session, signal }),
  }) as BoundProvider<CapabilityId>;
}
