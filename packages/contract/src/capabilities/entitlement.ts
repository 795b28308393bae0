/** The `IdLE.Entitlement.*` capabilities for the run time. */
import { type AnyCapability, type CheckResult, defineCapability } from "../capability.ts";
import type { Change } from "../change.ts";
import { nameKey } from "../distinguished-name.ts";
import { IdleError, isIdleError } from "../error.ts";
import type { EntitlementAssignment, ListEntitlementsArgs } from "../shapes/entitlement.ts";
import { checkChanged, isRecord, kindOf } from "./answers.ts";
import { isExistence, predictExistence } from "./prediction.ts";

const checkList: CheckResult = (result) => {
  if (!Array.isArray(result)) return `${kindOf(result)} instead of a list`;
  for (const entry of result) {
    if (!isRecord(entry) || typeof entry.kind !== "string" || typeof entry.id !== "string") {
      return "an entry that is not { kind, id, displayName?, removable? }";
    }
    if (entry.displayName !== undefined && typeof entry.displayName !== "string")
      return "a displayName that is no string";
    if (entry.removable !== undefined && typeof entry.removable !== "boolean") {
      return "a removable that is neither true nor false";
    }
  }
  return null;
};

const prefix = "entitlements.";

function same(assignment: EntitlementAssignment, kind: string, id: unknown): boolean {
  return (
    typeof id === "string" &&
    assignment.kind.toLowerCase() === kind.toLowerCase() &&
    nameKey(assignment.id) === nameKey(id)
  );
}

function layChanges(
  real: readonly EntitlementAssignment[],
  changes: readonly Change[],
): readonly EntitlementAssignment[] {
  let list = real;
  for (const change of changes) {
    const { action, path, before, after } = change;
    if (isExistence(change)) list = [];
    if (!path.startsWith(prefix)) continue;
    const kind = path.slice(prefix.length);
    if (action === "remove") list = list.filter((assignment) => !same(assignment, kind, before));
    else if (
      action === "add" &&
      typeof after === "string" &&
      !list.some((assignment) => same(assignment, kind, after))
    ) {
      list = [...list, { kind, id: after }];
    }
  }
  return list;
}

/** Of an identity that is yet to be created: it holds nothing, but what is asked about can be refused already. */
async function nothingYet(
  real: () => Promise<readonly EntitlementAssignment[]>,
  { about = [] }: ListEntitlementsArgs,
): Promise<readonly EntitlementAssignment[]> {
  if (about.length === 0) return [];
  try {
    await real();
  } catch (error) {
    if (!isIdleError(error, "NotFound")) throw error;
  }
  return [];
}

export const entitlementCapabilities: readonly AnyCapability[] = [
  defineCapability({
    id: "IdLE.Entitlement.List",
    description: "Lists the entitlements of an identity.",
    methods: { listEntitlements: "read" },
    overlay: {
      listEntitlements: async (real, args, earlierChanges) => {
        const existence = predictExistence(earlierChanges);
        if (existence === "deleted") {
          throw new IdleError(
            "NotFound",
            `Identity ${JSON.stringify(args.identityKey)} is deleted by an earlier step.`,
          );
        }
        const held = await (existence === "created" ? nothingYet(() => real(args), args) : real(args));
        return layChanges(held, earlierChanges);
      },
    },
    checkResult: { listEntitlements: checkList },
  }),
  defineCapability({
    id: "IdLE.Entitlement.Grant",
    description: "Grants an entitlement to an identity.",
    methods: { grantEntitlement: "write" },
    checkResult: { grantEntitlement: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Entitlement.Revoke",
    description: "Revokes an entitlement from an identity.",
    methods: { revokeEntitlement: "write" },
    checkResult: { revokeEntitlement: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Entitlement.Prune",
    description: "Allows steps to remove entitlements in bulk; an opt-in without a method.",
    methods: {},
  }),
];
