import type { Attributes, AttributeValue, Entitlement, EntitlementAssignment, Identity } from "@idle/contract";

/** What the suite finds in the system, in that system's own words. */
export interface ProviderFixture {
  /** Exists: enabled, in the first container, with the first value of `attribute` and the first entitlement. */
  readonly identityKey: string;
  /** Does not exist. */
  readonly unknownKey: string;
  /** Does not exist yet; is created by some tests. */
  readonly newKey: string;
  /** What a new identity needs at least. */
  readonly newAttributes: Attributes;
  readonly attribute: { readonly name: string; readonly values: readonly [string, string] };
  /** A second one that `identityKey` does not have. */
  readonly otherAttribute: { readonly name: string; readonly value: string };
  /** Values that are no text, by the attribute that can hold them. */
  readonly typedValues: Readonly<Record<string, AttributeValue>>;
  /** null where the system has no containers. */
  readonly containers: readonly [string, string] | null;
  /** The first is held by `identityKey`, the second is not. */
  readonly entitlements: readonly [Entitlement, Entitlement];
  /** Held by `identityKey` and `removable: false`; null where the system has none such. */
  readonly fixedEntitlement: Entitlement | null;
  /** False where the system sets no passwords: then one that is asked for must be refused. Default true. */
  readonly initialPasswords: boolean;
}

/** An identity that the system holds when a test starts. */
export type SeedIdentity = Identity & { readonly entitlements: readonly EntitlementAssignment[] };

const defaults: ProviderFixture = {
  identityKey: "contract.jane",
  unknownKey: "contract.nobody",
  newKey: "contract.new",
  newAttributes: {},
  attribute: { name: "Department", values: ["HR", "IT"] },
  otherAttribute: { name: "Title", value: "Engineer" },
  typedValues: { Level: 4, Remote: true, Phones: ["1", "2"], Photo: { base64: "AAEC" }, Photos: [{ base64: "AAEC" }] },
  containers: ["OU=Staff,DC=example,DC=com", "OU=Movers,DC=example,DC=com"],
  entitlements: [
    { kind: "Group", id: "CN=Staff,DC=example,DC=com" },
    { kind: "Group", id: "CN=Movers,DC=example,DC=com" },
  ],
  fixedEntitlement: { kind: "Group", id: "CN=Everybody,DC=example,DC=com" },
  initialPasswords: true,
};

export function completeFixture(fixture: Partial<ProviderFixture> = {}): ProviderFixture {
  return { ...defaults, ...fixture };
}

export function seedOf(fixture: ProviderFixture): readonly SeedIdentity[] {
  const { attribute, containers, entitlements, fixedEntitlement } = fixture;
  return [
    {
      identityKey: fixture.identityKey,
      enabled: true,
      ...(containers === null ? {} : { container: containers[0] }),
      attributes: { [attribute.name]: attribute.values[0] },
      entitlements: [
        { ...entitlements[0] },
        ...(fixedEntitlement === null ? [] : [{ ...fixedEntitlement, removable: false }]),
      ],
    },
  ];
}
