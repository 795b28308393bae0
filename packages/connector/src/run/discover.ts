/** What a connector says of its system: the schema and the partitions, as they are asked for and kept. */
import { dnKey, IdleError, type JsonValue } from "@idle/contract";
import { checkHierarchy } from "../answers/check-hierarchy.ts";
import { checkPartitions } from "../answers/check-partitions.ts";
import { checkSchema } from "../answers/check-schema.ts";
import type { Capabilities } from "../definition/capabilities.ts";
import { capabilityChanges } from "../definition/capability-change.ts";
import type { ConnectorSchema, HierarchyNode, Partition } from "../model/schema.ts";
import { indexSchema, type SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "./internals.ts";
import { refuseSchemaChange } from "./schema-change.ts";
import { openScriptRun } from "./script-run.ts";
import type { ValidationOptions } from "./validate-pages.ts";
import { validateChanges } from "./validate-pages.ts";

const schemaKey = "schema";
const capabilitiesKey = "capabilities";

/** Scripts and hosts get it as it is: what one of them did to it would be everybody's. */
export function keptSchema({ records }: Pick<Internals, "records">): ConnectorSchema | null {
  const kept = records.setting(schemaKey) as ConnectorSchema | undefined;
  return kept === undefined ? null : frozenSchema(kept);
}

function frozenSchema({ types }: ConnectorSchema): ConnectorSchema {
  const frozen = types.map(({ name, attributes }) =>
    Object.freeze({ name, attributes: Object.freeze(attributes.map((each) => Object.freeze(each))) }),
  );
  return Object.freeze({ types: Object.freeze(frozen) });
}

/**
 * What is fixed once a connector has been created is still as it was then; the first time, it is noted. Throws
 * ConnectorInvalid.
 */
export function fixCapabilities({
  definition,
  records,
  space,
}: Pick<Internals, "definition" | "records" | "space">): void {
  const { capabilities } = definition;
  const before = records.setting(capabilitiesKey) as Capabilities | undefined;
  if (before === undefined) {
    space.transaction(() => records.setSetting(capabilitiesKey, capabilities as unknown as JsonValue));
    return;
  }
  const changes = capabilityChanges(before, capabilities);
  if (changes.length === 0) return;
  const diagnostics = changes.map((message) => ({
    ...definition.problem("CapabilityChanged", "/capabilities", message),
  }));
  throw new IdleError(
    "ConnectorInvalid",
    `The capabilities of the connector ${definition.name} cannot be changed: ${changes.join(" ")}`,
    {
      details: { diagnostics },
    },
  );
}

/** Throws what the script throws, and ConnectorInvalid where what is in the space would not fit any more. */
export async function discoverSchema(
  internals: Internals,
  options: ValidationOptions,
): Promise<{ readonly schema: ConnectorSchema; readonly changed: boolean }> {
  const { definition, records, space } = internals;
  const { anchors, capabilities } = definition;
  const { useDnAsAnchor } = capabilities;
  const scripts = await openScriptRun(internals, options);
  let schema: ConnectorSchema;
  try {
    schema = await scripts.call("schema", {}, (answer, context) =>
      checkSchema(answer, context, { useDnAsAnchor, anchors }),
    );
  } finally {
    await scripts.close();
  }
  const before = keptSchema(internals);
  const changed = before === null || JSON.stringify(before) !== JSON.stringify(schema);
  if (!changed) return { schema, changed };
  if (before !== null)
    refuseSchemaChange(internals, indexSchema(before, useDnAsAnchor), indexSchema(schema, useDnAsAnchor));
  space.transaction(() => {
    records.setSetting(schemaKey, schema as unknown as JsonValue);
    // Attributes that are new stand in no delta: a full import brings them.
    records.forgetWatermarks();
  });
  return { schema, changed };
}

export async function discoverPartitions(
  internals: Internals,
  options: ValidationOptions,
): Promise<readonly Partition[]> {
  const { definition, records, space, naming } = internals;
  const { partitions: hasPartitions, distinguishedNameStyle } = definition.capabilities;
  if (!hasPartitions) throw cannot(definition.name, "partitions");
  const scripts = await openScriptRun(internals, options);
  try {
    const partitions = await scripts.call("partition", {}, (answer, context) =>
      checkPartitions(answer, context, { style: distinguishedNameStyle }),
    );
    const keyed = partitions.map((each) => ({ ...each, key: naming.nameKey(each.dn) ?? each.dn }));
    space.transaction(() => records.putPartitions(keyed));
    return partitions;
  } finally {
    await scripts.close();
  }
}

export function keptPartitions({ records }: Pick<Internals, "records">): readonly Partition[] {
  return records
    .partitions()
    .filter(({ key, isKnown }) => key !== "" && isKnown === 1)
    .map(({ dn, id, name }) => ({ dn, id, name }));
}

export async function discoverChildren(
  internals: Internals,
  parent: string,
  options: ValidationOptions,
): Promise<readonly HierarchyNode[]> {
  const { definition } = internals;
  if (!definition.capabilities.hierarchy) throw cannot(definition.name, "hierarchy");
  if (dnKey(parent) === null || parent.trim() === "") {
    throw new IdleError("InvalidInput", `${JSON.stringify(parent)} is no distinguished name.`);
  }
  const scripts = await openScriptRun(internals, options);
  try {
    const parentNode = { dn: parent };
    return await scripts.call("hierarchy", { parentNode }, (answer, context) =>
      checkHierarchy(answer, context, { parent: parentNode }),
    );
  } finally {
    await scripts.close();
  }
}

function cannot(name: string, capability: string): IdleError {
  return new IdleError("Unsupported", `The connector ${name} has no such thing: its capability ${capability} is off.`);
}

/** The schema, asked for when there is none yet. What changed in the definition is validated first. */
export async function ensureReady(internals: Internals, options: ValidationOptions): Promise<SchemaIndex> {
  fixCapabilities(internals);
  await validateChanges(internals, options);
  if (keptSchema(internals) === null) await discoverSchema(internals, options);
  const { partitions } = internals.definition.capabilities;
  if (partitions && keptPartitions(internals).length === 0) await discoverPartitions(internals, options);
  const index = internals.index();
  if (index !== null) return index;
  throw new IdleError("NotReady", `The schema of the connector ${internals.definition.name} is not known yet.`);
}
