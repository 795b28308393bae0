import { dnKey, type JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { Capabilities } from "./capabilities.ts";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { fieldOf, listOf, textOf } from "./read-fields.ts";

/** Partitions and containers that cannot be chosen. Names are looked at where they are those of LDAP. */
export function partitionProblems(data: JsonValue, capabilities: Capabilities): readonly FoundProblem[] {
  const written = listOf(data, "partitions");
  if (fieldOf(data, "partitions") !== undefined && !capabilities.partitions) {
    const message =
      "Partitions are listed, and the capability partitions is off: the connector has none to choose from. Turn it on, or take the list out.";
    return [problem("/partitions", message, "key")];
  }
  const before = new Map<string, string>();
  return written.flatMap((each, index) => {
    const pointer = `/partitions/${index}`;
    const problems = [...containersProblems(each, pointer, capabilities)];
    const dn = textOf(each, "dn");
    if (dn === undefined || capabilities.distinguishedNameStyle !== "LDAP") return problems;
    const key = keyOf(dn);
    const twin = key === null ? undefined : before.get(key);
    if (key === null) problems.push(problem(`${pointer}/dn`, noName(dn)));
    else if (twin === undefined) before.set(key, dn);
    else {
      const message = `${shown(dn)} is in the list already${twin === dn ? "" : `, as ${shown(twin)}`}. Take one of them out.`;
      problems.push(problem(`${pointer}/dn`, message));
    }
    return problems;
  });
}

function containersProblems(partition: JsonValue, pointer: string, capabilities: Capabilities): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const chosen = new Map<string, string>();
  const partitionKey = keyOf(textOf(partition, "dn") ?? "");
  for (const list of ["include", "exclude"]) {
    const containers = listOf(partition, list);
    if (containers.length > 0 && !capabilities.hierarchy) {
      const message = `Containers are chosen under ${list}, and the capability hierarchy is off. Turn it on, or take ${list} out.`;
      problems.push(problem(`${pointer}/${list}`, message, "key"));
      continue;
    }
    for (const [index, dn] of containers.entries()) {
      if (typeof dn !== "string" || capabilities.distinguishedNameStyle !== "LDAP") continue;
      const key = keyOf(dn);
      const here = `${pointer}/${list}/${index}`;
      const earlier = key === null ? undefined : chosen.get(key);
      if (key === null) problems.push(problem(here, noName(dn)));
      else if (earlier !== undefined) problems.push(problem(here, twice(dn, list, earlier)));
      else if (partitionKey !== null && !isWithin(key, partitionKey)) {
        const message = `${shown(dn)} is not in its partition. Write a container of that partition, or move it to the one that it is in.`;
        problems.push(problem(here, message));
      }
      if (key !== null && earlier === undefined) chosen.set(key, list);
    }
  }
  return problems;
}

function twice(dn: string, list: string, earlier: string): string {
  if (list === earlier) return `${shown(dn)} is under ${list} already. Take one of them out.`;
  return `${shown(dn)} is under ${earlier} as well. Take it out of one of them.`;
}

/** The same text for every spelling; null for what is no name, and for the root. */
function keyOf(dn: string): string | null {
  return dn.trim() === "" ? null : dnKey(dn);
}

/** Keys are lists of steps as JSON, from the object to the root. */
function isWithin(key: string, container: string): boolean {
  return key === container || key.endsWith(`,${container.slice(1)}`);
}

function noName(dn: string): string {
  return `${shown(dn)} is no distinguished name. Write one such as "OU=Staff,DC=example,DC=org".`;
}

function shown(dn: string): string {
  return `"${escapeText(dn.length > 200 ? `${dn.slice(0, 200)}…` : dn)}"`;
}

function problem(pointer: string, message: string, at: "key" | "value" = "value"): FoundProblem {
  return { code: "PartitionInvalid" satisfies ConnectorCode, pointer, message, at };
}
