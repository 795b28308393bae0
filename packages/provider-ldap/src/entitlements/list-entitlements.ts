/** The groups of an identity, directly held ones first; sorted, so that the same state always gives the same list. */

import type { AskedEntitlement, EntitlementAssignment } from "@idle/contract";
import { dnKey } from "@idle/contract";
import { AndFilter, EqualityFilter } from "ldapts";
import { type Entry, textOf, textsOf, valuesOf } from "../connection/entry.ts";
import { accountControlOf } from "../flavours/active-directory.ts";
import { requireIdentity } from "../identities/find-identity.ts";
import type { Scope } from "../identities/identity-scope.ts";
import { rdnOf } from "../names/dn.ts";
import { siblingSid } from "../names/guid.ts";
import { memberInChain, memberOfGroup } from "./group-filters.ts";
import { expectGroups, groupKind } from "./group-name.ts";

interface Held {
  readonly direct: readonly string[];
  /** What cannot be taken away from the identity itself: its primary group. */
  readonly fixed: readonly string[];
  readonly nested: readonly string[];
}

export async function listEntitlements(
  scope: Scope,
  identityKey: string,
  about: readonly AskedEntitlement[] = [],
): Promise<EntitlementAssignment[]> {
  await expectGroups(scope, about);
  const isActiveDirectory = scope.directory.settings.flavour === "activeDirectory";
  const held = await (isActiveDirectory ? ofActiveDirectory(scope, identityKey) : ofPlainLdap(scope, identityKey));
  const taken = new Set<string>();
  const assignments = (dns: readonly string[], removable: boolean) =>
    dns.toSorted().flatMap((dn): EntitlementAssignment[] => {
      const key = dnKey(dn) ?? dn;
      if (taken.has(key)) return [];
      taken.add(key);
      const displayName = rdnOf(dn)?.[0]?.value;
      return [
        {
          kind: groupKind,
          id: dn,
          ...(displayName === undefined ? {} : { displayName }),
          ...(removable ? {} : { removable: false }),
        },
      ];
    });
  return [...assignments(held.fixed, false), ...assignments(held.direct, true), ...assignments(held.nested, false)];
}

async function ofActiveDirectory(scope: Scope, identityKey: string): Promise<Held> {
  const attributes = ["memberOf", "primaryGroupID", "objectSid", "userAccountControl"];
  const entry = await requireIdentity(scope, identityKey, attributes);
  // Who is not shown the state is not shown the groups either, and nobody has them only as far as is seen.
  accountControlOf(entry);
  const fixed = await primaryGroupOf(scope, entry);
  const direct = textsOf(entry, "memberOf");
  if (!scope.directory.settings.nestedGroups) return { direct, fixed, nested: [] };
  const nested: string[] = [];
  for (const dn of [entry.dn, ...fixed]) nested.push(...(await search(scope, memberInChain(dn), identityKey)));
  return { direct, fixed, nested };
}

/** Who has it as primary group is no `member` of it; the group is found by its SID (MS-ADTS 3.1.1.4.5). */
export async function primaryGroupOf(scope: Scope, entry: Entry): Promise<readonly string[]> {
  const sid = valuesOf(entry, "objectSid")[0];
  const relativeId = Number(textOf(entry, "primaryGroupID") ?? "");
  const groupSid = sid === undefined || !(relativeId > 0) ? null : siblingSid(sid, relativeId);
  if (groupSid === null) return [];
  const found = await scope.directory.search(
    {
      base: scope.facts.contextDn,
      scope: "sub",
      filter: new EqualityFilter({ attribute: "objectSid", value: groupSid }),
      attributes: ["objectSid"],
      most: 1,
    },
    { what: "The primary group", doing: "looked for" },
  );
  return found.map(({ dn }) => dn);
}

async function ofPlainLdap(scope: Scope, identityKey: string): Promise<Held> {
  const { flavour, facts, directory } = scope;
  const entry = await requireIdentity(scope, identityKey, ["uid", "gidNumber"]);
  const uid = textOf(entry, "uid") ?? textOf(entry, flavour.loginAttribute);
  const direct = await search(scope, memberOfGroup(scope, entry.dn, uid), identityKey);
  const gid = facts.schema.find("gidNumber") === undefined ? undefined : textOf(entry, "gidNumber");
  const isPrimary = (number: string) =>
    new AndFilter({
      filters: [
        new EqualityFilter({ attribute: "objectClass", value: "posixGroup" }),
        new EqualityFilter({ attribute: "gidNumber", value: number }),
      ],
    });
  const fixed = gid === undefined ? [] : await search(scope, isPrimary(gid), identityKey);
  if (!directory.settings.nestedGroups) return { direct, fixed, nested: [] };
  const nested: string[] = [];
  const seen = new Set([...direct, ...fixed].map((dn) => dnKey(dn) ?? dn));
  // Groups may be in each other: each is looked at once.
  for (const queue = [...direct, ...fixed]; queue.length > 0; ) {
    for (const dn of await search(scope, memberOfGroup(scope, queue.shift() ?? ""), identityKey)) {
      const key = dnKey(dn) ?? dn;
      if (seen.has(key)) continue;
      seen.add(key);
      nested.push(dn);
      queue.push(dn);
    }
  }
  return { direct, fixed, nested };
}

async function search(
  { directory, facts }: Scope,
  filter: AndFilter | ReturnType<typeof memberOfGroup>,
  identityKey: string,
) {
  const found = await directory.search(
    { base: facts.contextDn, scope: "sub", filter, attributes: ["1.1"] },
    { what: `The groups of ${JSON.stringify(identityKey)}`, doing: "listed" },
  );
  return found.map(({ dn }) => dn);
}
