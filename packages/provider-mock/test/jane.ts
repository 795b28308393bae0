/** Whom the tests of this package start with, and how they call. */
import type { MockIdentity } from "../src/index.ts";

export const jane: MockIdentity = {
  identityKey: "jane",
  enabled: true,
  container: "OU=Staff",
  attributes: { Department: "HR", Phones: ["1", "2"] },
  entitlements: [{ kind: "Group", id: "CN=Staff" }],
};

export const call = { session: undefined, signal: new AbortController().signal };
export const of = (identityKey: string) => ({ identityKey, ...call });

export async function keysOf(identities: AsyncIterable<{ readonly identityKey: string }>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { identityKey } of identities) keys.push(identityKey);
  return keys;
}
