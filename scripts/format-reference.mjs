// The reference of files that people write, from their JSON Schemas: a table for each object, in the order in which they
// are met.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./workspace.mjs";

/** `table` writes a Markdown table from heads and rows. */
export function testFormat(table) {
  const schema = readSchema("test");
  const { $defs } = schema;
  const expect = $defs.expect.properties;
  return reference(schema, table, [
    ["The file", schema],
    ["A test", $defs.test],
    ["An identity before", $defs.identity],
    ["An entry of `failures`", $defs.failures.items],
    ["`expect`", $defs.expect],
    ["`expect.plan`", expect.plan],
    ["A step of a plan", $defs.plannedSteps.items],
    ["A change", $defs.change],
    ["`expect.result`", expect.result],
    ["A step of a result", $defs.stepResults.items],
    ["`expect.directory`", $defs.endState],
    ["An identity afterwards", $defs.endState.properties.identities.items],
    ["An event", $defs.event],
    ["An error", $defs.error],
  ]);
}

export function configurationFormat(table) {
  const schema = readSchema("config");
  const { $defs, properties } = schema;
  return reference(schema, table, [
    ["The file", schema],
    ["A provider, by its alias", properties.providers.additionalProperties],
    ["An entry of `authSessions`", $defs.authSession],
    ["`match`", $defs.authSession.properties.match],
    ["A retry profile, by its name", $defs.retryProfile],
    ["`policy`", properties.policy],
    ["`policy.protected`", properties.policy.properties.protected],
    ["A protected identity", $defs.identityPattern],
    ["A protected entitlement", $defs.entitlementPattern],
    ["An entry of `policy.limits`", $defs.limit],
    ["An entry of `policy.freeze`", $defs.freeze],
  ]);
}

function reference({ $defs }, table, sections) {
  const known = ({ $ref, ...rest }) =>
    $ref === undefined ? rest : { ...known($defs[$ref.replace("#/$defs/", "")]), ...rest };
  const rowsOf = ({ properties, required = [] }) =>
    Object.entries(properties)
      .filter(([name]) => name !== "$schema")
      .map(([name, property]) => {
        const { description = "", enum: allowed } = known(property);
        const values = allowed === undefined ? "" : allowed.map((value) => `\`${value}\``).join(", ");
        const words = [description, values === "" ? "" : `One of ${values}.`].filter((part) => part !== "").join(" ");
        return [required.includes(name) ? `**\`${name}\`**` : `\`${name}\``, words];
      });
  const texts = sections.map(([title, schema]) => `${title}:\n\n${table(["Key", "Meaning"], rowsOf(schema))}`);
  return `Keys in bold must be there.\n\n${texts.join("\n\n")}`;
}

function readSchema(name) {
  return JSON.parse(readFileSync(join(root, "schemas", `${name}.schema.json`), "utf8"));
}
