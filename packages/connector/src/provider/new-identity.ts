/** What a new identity's object is made of. In: what a workflow asks for. Out: a change to export, or InvalidInput. */
import { type CreateIdentityArgs, IdleError } from "@idle/contract";
import type { CsValue } from "../model/value.ts";
import type { ObjectName, StagedChange } from "../space/staging.ts";
import { requireState } from "./account-state.ts";
import { resolveAttributes } from "./attribute-names.ts";
import { wantedValues } from "./attribute-values.ts";
import type { Mapping } from "./mapping.ts";
import { joinName, makeRdn, splitName } from "./names.ts";
import { expectContainer } from "./places.ts";
import type { Scope } from "./scope.ts";

export type NewObject = Extract<StagedChange, { readonly action: "add" }>;
type Attributes = Map<string, readonly CsValue[]>;

/** Throws InvalidInput for what cannot be made, Unsupported for what such a connector cannot do. */
export function describeNewIdentity(scope: Scope, args: CreateIdentityArgs): NewObject {
  const { mapping, naming } = scope;
  const attributes: Attributes = new Map();
  const values = Object.values(args.attributes);
  for (const [place, attribute] of resolveAttributes(scope, args.attributes, "create").entries()) {
    const wanted = wantedValues(attribute, values[place], naming);
    if (wanted.length > 0) attributes.set(attribute.name, wanted);
  }
  putKey(scope, attributes, args.identityKey);
  putState(scope, attributes, args.enabled ?? false);
  const dn = nameFor(scope, attributes, args);
  return {
    action: "add",
    objectType: mapping.type.name,
    ...(dn !== null && { dn }),
    attributes: Object.fromEntries(attributes),
  };
}

/** How the connector finds it; null where there are no names and the system makes the anchor: nobody knows it yet. */
export function nameOfNew({ dn, objectType, attributes }: NewObject, { type }: Mapping): ObjectName | null {
  if (dn !== undefined) return { dn };
  const anchor = type.anchors.map(
    ({ name }) => [name, Object.hasOwn(attributes, name) ? attributes[name]?.[0] : undefined] as const,
  );
  const known = anchor.filter((each): each is readonly [string, CsValue] => each[1] !== undefined);
  return known.length < anchor.length ? null : { objectType, anchor: Object.fromEntries(known) };
}

function putKey({ mapping: { key } }: Scope, attributes: Attributes, identityKey: string): void {
  if (key === null) return;
  if (!key.canExport) {
    throw new IdleError(
      "Unsupported",
      `Identities are called by ${key.name}, which the system makes: nobody can be created under a key that is chosen here.`,
    );
  }
  const given = attributes.get(key.name);
  if (given !== undefined && given[0] !== identityKey) {
    throw new IdleError(
      "InvalidInput",
      `The identity's key is ${JSON.stringify(identityKey)}, and its ${key.name} is to be another one. They are the same thing: give one.`,
      { details: { identityKey, attribute: key.name } },
    );
  }
  attributes.set(key.name, [identityKey]);
}

/** Where nobody can be disabled, nobody is said to be. */
function putState(scope: Scope, attributes: Attributes, enabled: boolean): void {
  if (scope.mapping.state === null && enabled) return;
  const state = requireState(scope);
  const values = enabled ? state.enabled : state.disabled;
  if (values.length > 0) attributes.set(state.attribute.name, values);
}

/** Null where objects have no names. */
function nameFor(scope: Scope, attributes: Attributes, { identityKey, container }: CreateIdentityArgs): string | null {
  const { capabilities, mapping } = scope;
  const style = capabilities.distinguishedNameStyle;
  if (container !== undefined && style !== "LDAP") {
    throw new IdleError(
      "Unsupported",
      `Objects of the connector ${scope.connector.definition.name} stand in no containers (distinguishedNameStyle is ${style}): leave container away.`,
    );
  }
  if (style === "None") return null;
  if (mapping.key === null) return style === "LDAP" ? keyAsName(scope, identityKey, container) : identityKey;
  const value = nameValue(scope, attributes, identityKey);
  return style === "LDAP" ? joinName(makeRdn(expectRdnAttribute(scope), value), containerFor(scope, container)) : value;
}

/** A key that is a name says where it stands. */
function keyAsName(scope: Scope, identityKey: string, container: string | undefined): string {
  const { naming } = scope;
  if (naming.nameKey(identityKey) === null) {
    throw new IdleError(
      "InvalidInput",
      `Identities are called by their distinguished names, and ${JSON.stringify(identityKey)} is none.`,
      {
        details: { identityKey },
      },
    );
  }
  const ofKey = splitName(identityKey).container;
  if (container !== undefined && naming.nameKey(container) !== naming.nameKey(ofKey)) {
    throw new IdleError(
      "InvalidInput",
      `The identity's key says that it stands in ${JSON.stringify(ofKey)}, and container says ${JSON.stringify(container)}. Give one of them.`,
      { details: { identityKey, container } },
    );
  }
  return identityKey;
}

function nameValue({ mapping: { rdnFrom } }: Scope, attributes: Attributes, identityKey: string): string {
  if (rdnFrom === null) return identityKey;
  const [value] = attributes.get(rdnFrom.name) ?? [];
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value);
  throw new IdleError(
    "InvalidInput",
    `A new identity's name is made of ${rdnFrom.name}, and the workflow gives none. Set it among the attributes.`,
    { details: { attribute: rdnFrom.name } },
  );
}

function expectRdnAttribute({ settings }: Scope): string {
  if (settings.rdnAttribute !== null) return settings.rdnAttribute;
  throw new IdleError(
    "InvalidInput",
    "It is not said what the name of a new identity begins with. Give rdnAttribute in the provider's options, such as CN.",
  );
}

function containerFor(scope: Scope, asked: string | undefined): string {
  const container = asked ?? scope.settings.container;
  if (container === null) {
    throw new IdleError(
      "InvalidInput",
      "It is not said where the new identity is to stand. Give container in the workflow, or in the provider's options.",
    );
  }
  expectContainer(scope, container);
  return container;
}
