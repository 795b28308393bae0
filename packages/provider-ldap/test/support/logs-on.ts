import type { CredentialSession } from "@idle/contract";
import type { LdapProvider } from "../../src/index.ts";

/** Whether the server takes the account's password; what the account may then see does not matter. */
export async function logsOn(provider: LdapProvider, session: CredentialSession): Promise<boolean> {
  const { signal } = new AbortController();
  try {
    await provider.getIdentity({ identityKey: "anybody", session, signal });
    return true;
  } catch (error) {
    return !(error as Error).message.includes("could not be logged on");
  }
}
