/** Whether a container is there, as far as that can be told before anything is written. */
import { type GetIdentityArgs, IdleError } from "@idle/contract";
import { partitionScopes } from "../run/partition-scope.ts";
import { callOptions } from "./call.ts";
import type { Found } from "./find-identity.ts";
import { splitName } from "./names.ts";
import type { Scope } from "./scope.ts";

/** Where somebody is meant to be created, unless they are there, or moved to, unless they stand there already. */
export async function expectPlaces(
  scope: Scope,
  found: Found | null,
  { createIn, moveTo }: NonNullable<GetIdentityArgs["about"]> = {},
): Promise<void> {
  if (createIn !== undefined && found === null) await expectPlace(scope, createIn);
  if (moveTo === undefined) return;
  const here = found === null ? null : scope.naming.nameKey(splitName(found.object.dn ?? "").container);
  if (here === null || here !== scope.naming.nameKey(moveTo)) await expectPlace(scope, moveTo);
}

/** Throws InvalidInput for what can be no container of this connector's objects. */
export function expectContainer(scope: Scope, container: string): void {
  const wrong = whyNoContainer(scope, container);
  if (wrong !== null) throw refuse(container, wrong);
}

async function expectPlace(scope: Scope, container: string): Promise<void> {
  expectContainer(scope, container);
  if (await isMissing(scope, container)) throw refuse(container, "is not there. Create it, or correct its name");
}

function whyNoContainer({ connector, capabilities, naming }: Scope, container: string): string | null {
  if (capabilities.distinguishedNameStyle !== "LDAP") {
    return "cannot be one: objects of this connector stand in no containers (distinguishedNameStyle is not LDAP)";
  }
  const key = typeof container === "string" ? naming.nameKey(container) : null;
  if (key === null) return "is no distinguished name";
  const partitions = connector.partitions();
  if (!capabilities.partitions || partitions.length === 0) return null;
  const { definition } = connector;
  const rows = partitions.map(({ dn, id = dn, name = dn }) => ({
    ...{ dn, id, name, key: naming.nameKey(dn) ?? dn, isKnown: 1 },
    ...{ watermark: null, lastFullImport: null, lastImport: null },
  }));
  const scopes = partitionScopes({ definition, naming, rows }, undefined);
  const partition = scopes.find((each) => each.contains(key));
  if (partition === undefined) return `is in none of the partitions: ${scopes.map(({ dn }) => dn).join("; ")}`;
  return partition.isInScope(key) ? null : "is among the containers that the connector leaves out";
}

/** Only a connector with a hierarchy can tell. It is asked from the next container above that is known to be there. */
async function isMissing(scope: Scope, container: string): Promise<boolean> {
  const { connector, capabilities, naming, call } = scope;
  if (!capabilities.hierarchy) return false;
  const steps: string[] = [];
  let known = container;
  while (!isKnown(scope, known)) {
    steps.unshift(known);
    known = splitName(known).container;
    // Nobody above it is known who could be asked.
    if (naming.nameKey(known) === null) return false;
  }
  for (const child of steps) {
    const children = await connector.children({ parent: known, ...callOptions(call) });
    const key = naming.nameKey(child);
    if (!children.some(({ dn }) => naming.nameKey(dn) === key)) return true;
    known = child;
  }
  return false;
}

function isKnown({ connector, naming, freshness }: Scope, name: string): boolean {
  const key = naming.nameKey(name);
  if (connector.partitions().some(({ dn }) => naming.nameKey(dn) === key)) return true;
  const object = connector.find({ dn: name });
  return object !== null && (freshness.isImport ? object.imported : object.current) !== null;
}

function refuse(container: string, why: string): IdleError {
  return new IdleError("InvalidInput", `The container ${JSON.stringify(container)} ${why}.`, {
    details: { container: String(container) },
  });
}
