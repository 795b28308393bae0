/** The directory that the tests of this package start from. */
import { createMockProvider, type MockIdentity, type MockProvider } from "@idle/provider-mock";

export const staff = { kind: "Group", id: "CN=Staff" };
export const hold = { kind: "Group", id: "CN=LegalHold-7" };
export const users = { kind: "Group", id: "CN=Users" };
export const mail = { kind: "Licence", id: "Mail" };

export const jane: MockIdentity = {
  identityKey: "jane",
  enabled: true,
  container: "OU=Staff",
  attributes: { EmployeeId: "4711", Department: "HR", Phones: ["1", "2"] },
  entitlements: [staff, hold, { ...users, removable: false }, mail],
};

export function createDirectory(change: Partial<MockIdentity> = {}): MockProvider {
  return createMockProvider({ identities: [{ ...jane, ...change }], allowDelete: true });
}

/** What the writes so far changed. */
export function written(provider: MockProvider) {
  return provider.history.flatMap(({ changes }) => changes);
}

/** The methods of the writes so far. */
export function writes(provider: MockProvider): string[] {
  return provider.history.filter(({ kind }) => kind === "write").map(({ method }) => method);
}

export const target = { provider: "Identity", identityKey: "jane" };
