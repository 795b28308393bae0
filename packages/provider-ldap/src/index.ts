/**
 * A directory server as a provider. In: a session of type `Credential`, and options that name the server. Out: identities
 * and groups of Active Directory or another LDAP directory, and its errors in the contract's codes.
 */
import type { IdlePlugin } from "@idle/contract";
import { createLdapProvider, type LdapProvider } from "./ldap-provider.ts";
import type { LdapProviderOptions } from "./options/options.ts";

export type { LdapFlavour, LdapProviderOptions } from "./options/options.ts";
export { createLdapProvider, type LdapProvider };

/** For the configuration of the command line: `{ use: "@idle/provider-ldap", options: { flavour, url } }`. */
export const idlePlugin = {
  contractVersion: 1,
  // The options are checked, whatever a configuration holds.
  createProvider: (options): LdapProvider => createLdapProvider(options as unknown as LdapProviderOptions),
} as const satisfies IdlePlugin;
