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

  const plain = differing.filter((each) => !each.isName);
  if (plain.length > 0) {
    const outcome = await modifyIdentity(scope, entry, plain.map(replacement), purpose, gone);
    if (outcome === "gone") throw notFound(scope, identityKey);
  }
  for (const attribute of differing.filter(({ isName }) => isName)) await rename(scope, entry, identityKey, attribute);
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

/** The first value becomes the name, unless the name is among the values as it is. */
async function rename(scope: Scope, entry: Entry, identityKey: string, planned: PlannedAttribute): Promise<void> {
  const purpose = { what: `Identity ${JSON.stringify(identityKey)}`, doing: "renamed" };
  const { name, type, values } = planned;
  const wireName = type.name.toLowerCase();
  const rdn = rdnOf(entry.dn) ?? [];
  const current = rdn.find((part) => part.type.toLowerCase() === wireName)?.value;
  const isKept = values.some(({ bytes }) => bytes.toString("utf8") === current);
  const [first] = values;
  if (!isKept && first !== undefined) {
    const value = first.bytes.toString("utf8");
    const renamed = rdn.map((part) => (part.type.toLowerCase() === wireName ? { ...part, value } : part));
    await keepMemberships(scope, entry, joinDn(renamed, parentOf(entry.dn)), () =>
      renameIdentity(scope, entry, joinDn(renamed, ""), { ...purpose, what: `${purpose.what} (${name})` }),
    );
    if (values.length === 1) return;
    const moved = { ...entry, dn: joinDn(renamed, parentOf(entry.dn)) };
    await modifyIdentity(scope, moved, [replacement(planned)], purpose);
    return;
  }
  await modifyIdentity(scope, entry, [replacement(planned)], purpose);
}

function resultOf(planned: readonly PlannedAttribute[]): EnsureAttributesResult {
  const attributes = planned.map(({ result }) => result);
  return { changed: attributes.some(({ changed }) => changed), attributes };
}
