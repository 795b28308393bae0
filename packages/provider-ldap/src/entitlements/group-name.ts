import { type AskedEntitlement, type Entitlement, IdleError, parseDn } from "@idle/contract";
import { EqualityFilter, OrFilter } from "ldapts";
import type { Scope } from "../identities/identity-scope.ts";
import { isWithin } from "../names/dn.ts";
import { memberAttributeOf } from "./member-attribute.ts";

export const groupKind = "Group";

/**
 * The group an entitlement names, by its distinguished name: the one name that guard rails and readers of a plan know it
 * by. Throws `InvalidInput` for anything else, with the name that was probably meant.
 */
export async function groupDnOf(scope: Scope, { kind, id }: Entitlement): Promise<string> {
  if (kind.toLowerCase() !== groupKind.toLowerCase()) {
    throw new IdleError(
      "InvalidInput",
      `The directory has entitlements of the kind ${groupKind} only, not ${JSON.stringify(kind)}.`,
      { details: { kind, id } },
    );
  }
  const { contextDn } = scope.facts;
  if ((parseDn(id)?.length ?? 0) > 0) {
    if (isWithin(id, contextDn)) return id;
    throw new IdleError(
      "InvalidInput",
      `The group ${JSON.stringify(id)} does not stand below ${JSON.stringify(contextDn)}.`,
      {
        details: { kind, id },
      },
    );
  }
  const meant = await groupsCalled(scope, id);
  const hint = meant.length === 0 ? "" : ` Is it ${meant.map((dn) => JSON.stringify(dn)).join(" or ")}?`;
  throw new IdleError(
    "InvalidInput",
    `A group is named by its distinguished name, and ${JSON.stringify(id)} is none.${hint}`,
    { details: { kind, id } },
  );
}

/** Throws `InvalidInput` for what is not named by its distinguished name, and for one to grant that is not there or is no group. */
export async function expectGroups(scope: Scope, asked: readonly AskedEntitlement[]): Promise<void> {
  await Promise.all(
    asked.map(async (entitlement) => {
      const group = await groupDnOf(scope, entitlement);
      if (entitlement.state === "Absent") return;
      const [object] = await scope.directory.search(
        { base: group, scope: "base", attributes: ["objectClass"] },
        { what: `Group ${JSON.stringify(group)}`, doing: "looked for" },
      );
      if (object !== undefined) return void memberAttributeOf(object);
      throw new IdleError(
        "InvalidInput",
        `There is no group ${JSON.stringify(group)} to grant. Create it, or correct its name.`,
        { details: { id: group } },
      );
    }),
  );
}

async function groupsCalled({ directory, facts }: Scope, name: string): Promise<readonly string[]> {
  if (name.trim() === "") return [];
  const attributes = directory.settings.flavour === "activeDirectory" ? ["cn", "sAMAccountName"] : ["cn"];
  const found = await directory.search(
    {
      base: facts.contextDn,
      scope: "sub",
      filter: new OrFilter({ filters: attributes.map((attribute) => new EqualityFilter({ attribute, value: name })) }),
      attributes: ["objectClass"],
      most: 3,
    },
    { what: `The group ${JSON.stringify(name)}`, doing: "looked for" },
  );
  return found.map(({ dn }) => dn).toSorted();
}
