import type { Attributes, EnsureAttributesResult, PreviewAttributesArgs } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import type { Entry } from "../connection/entry.ts";
import { keepMemberships } from "../entitlements/keep-memberships.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { joinDn, parentOf, rdnOf } from "../names/dn.ts";
import { type PlannedAttribute, planAttributes, resolveAll } from "./attribute-plan.ts";
import { notFound, requireIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { modifyIdentity, renameIdentity } from "./write-identity.ts";

type PreviewArgs = Pick<PreviewAttributesArgs, "identityKey" | "attributes" | "assume">;

/** What `ensureAttributes` would return. Reads only what the comparison needs. */
export async function previewAttributes(scope: Scope, args: PreviewArgs): Promise<EnsureAttributesResult> {
  const resolved = resolveAll(scope, args.attributes);
  const isCreated = args.assume?.created === true;
  const wireNames = resolved.map(({ type }) => type.name);
  const entry = isCreated ? null : await requireIdentity(scope, args.identityKey, wireNames);
  return resultOf(await planAttributes(scope, resolved, args.attributes, entry, args.assume));
}

/** Writes what differs, in one operation; one more where the object's name is among it. */
export async function ensureAttributes(
  scope: Scope,
  identityKey: string,
  attributes: Attributes,
): Promise<EnsureAttributesResult> {
  const resolved = resolveAll(scope, attributes);
  const entry = await requireIdentity(
    scope,
    identityKey,
    resolved.map(({ type }) => type.name),
  );
  const planned = await planAttributes(scope, resolved, attributes, entry);
  const differing = planned.filter(({ result }) => result.changed);
  const purpose = { what: `The attributes of ${JSON.stringify(identityKey)}`, doing: "set" };
  const gone = (error: unknown) => (hasResultCode(error, "noSuchObject") ? ("gone" as const) : undefined);

  // The name first: it is the one that others may have taken, and then nothing is written.
  let current = entry;
  const changes: Change[] = [];
  for (const attribute of differing) {
    const newName = attribute.isName ? newNameOf(entry, attribute) : null;
    if (newName !== null) current = await rename(scope, current, identityKey, attribute, newName);
    // A name of several values has the others beside it.
    if (newName === null || attribute.values.length > 1) changes.push(replacement(attribute));
  }
  if (changes.length > 0 && (await modifyIdentity(scope, current, changes, purpose, gone)) === "gone") {
    throw notFound(scope, identityKey);
  }
  return resultOf(planned);
}

function replacement({ type, values, result }: PlannedAttribute): Change {
  // Active Directory has no account without a moment at which it expires; 0 is "never".
  const isNever = type.kind === "fileTime" && result.after === null;
  const bytes = isNever ? [Buffer.from("0")] : values.map((value) => value.bytes);
  // Samba replaces a user principal name by nothing as little as it would a mandatory one; it can be deleted.
  const isDeleted = bytes.length === 0 && type.name.toLowerCase() === "userprincipalname";
  const modification = new Attribute({ type: type.name, values: bytes });
  return new Change({ operation: isDeleted ? "delete" : "replace", modification });
}

/** The first value becomes the name; null where the name is among the values as it is. */
function newNameOf(entry: Entry, { type, values }: PlannedAttribute): string | null {
  const wireName = type.name.toLowerCase();
  const current = rdnOf(entry.dn)?.find((part) => part.type.toLowerCase() === wireName)?.value;
  const texts = values.map(({ bytes }) => bytes.toString("utf8"));
  return current !== undefined && texts.includes(current) ? null : (texts[0] ?? null);
}

/** The object under its new name. */
async function rename(
  scope: Scope,
  entry: Entry,
  identityKey: string,
  { name, type }: PlannedAttribute,
  value: string,
): Promise<Entry> {
  const purpose = { what: `Identity ${JSON.stringify(identityKey)} (${name})`, doing: "renamed" };
  const wireName = type.name.toLowerCase();
  const rdn = (rdnOf(entry.dn) ?? []).map((part) => (part.type.toLowerCase() === wireName ? { ...part, value } : part));
  const dn = joinDn(rdn, parentOf(entry.dn));
  await keepMemberships(scope, entry, dn, () => renameIdentity(scope, entry, joinDn(rdn, ""), purpose));
  return { ...entry, dn };
}

function resultOf(planned: readonly PlannedAttribute[]): EnsureAttributesResult {
  const attributes = planned.map(({ result }) => result);
  return { changed: attributes.some(({ changed }) => changed), attributes };
}
