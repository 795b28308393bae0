import type { SlotName } from "../model/slots.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Definition } from "./definition.ts";

interface SlotProblem {
  readonly pointer: string;
  readonly message: string;
}

type SlotNeeds = Pick<Definition, "capabilities" | "scripts"> & {
  /** Default: types of Microsoft.MetadirectoryServices. */
  readonly powerShell?: Pick<Definition["powerShell"], "dialect">;
};

type Switch = "enableImport" | "enableExport" | "partitions" | "hierarchy" | "enablePasswordOperations";

const needs: readonly (readonly [capability: Switch, slots: readonly SlotName[]])[] = [
  ["enableImport", ["beginImport", "importData", "endImport"]],
  ["enableExport", ["beginExport", "exportData", "endExport"]],
  ["partitions", ["partition"]],
  ["hierarchy", ["hierarchy"]],
  ["enablePasswordOperations", ["password"]],
] satisfies readonly (readonly [keyof Capabilities, readonly SlotName[]])[];

/** Scripts that return hashtables have neither a beginning nor an end. */
const ends: ReadonlySet<SlotName> = new Set<SlotName>(["beginImport", "endImport", "beginExport", "endExport"]);

/** Scripts that are not there and that the capabilities need, `schema` always. Empty when all is well. */
export function slotProblems(
  { capabilities, scripts, powerShell }: SlotNeeds,
  slots: ReadonlySet<SlotName>,
): readonly SlotProblem[] {
  const problems: SlotProblem[] = [];
  const isWritten = scripts.size > 0;
  if (!slots.has("schema")) {
    const message =
      "The script schema is missing: it tells the object types and their attributes, and every connector needs it.";
    problems.push({ pointer: isWritten ? "/scripts" : "/use", message });
  }
  for (const [capability, wanted] of needs) {
    const needed =
      isWritten && powerShell?.dialect === "hashtables" ? wanted.filter((slot) => !ends.has(slot)) : wanted;
    const missing = capabilities[capability] ? needed.filter((slot) => !slots.has(slot)) : [];
    if (missing.length === 0) continue;
    const which =
      missing.length === 1 ? `the script ${missing[0]} is missing` : `the scripts ${inWords(missing)} are missing`;
    const remedy = missing.length === 1 ? "Write it" : "Write them";
    const message = `${capability} is on, and ${which}. ${remedy}, or turn ${capability} off.`;
    problems.push({ pointer: isWritten ? "/scripts" : `/capabilities/${capability}`, message });
  }
  return problems;
}

function inWords(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
