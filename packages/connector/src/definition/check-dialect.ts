import type { SlotName } from "../model/slots.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Definition, Dialect } from "./definition.ts";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";

interface DialectUse extends Pick<Definition, "scripts"> {
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
}

const called: ReadonlySet<SlotName> = new Set<SlotName>(["schema", "importData", "exportData", "password"]);

/** What scripts that return hashtables have not, or cannot be told. Empty for other scripts. */
export function dialectProblems({ capabilities, scripts, dialect }: DialectUse): readonly FoundProblem[] {
  if (dialect !== "hashtables" || scripts.size === 0) return [];
  const problems: FoundProblem[] = [];
  for (const slot of scripts.keys()) {
    if (called.has(slot)) continue;
    problems.push({
      code: "ScriptUnused" satisfies ConnectorCode,
      pointer: `/scripts/${slot}`,
      message: `Nobody would call the script ${slot}: the dialect hashtables has ${[...called].join(", ")}. Take it out, or correct powerShell.dialect.`,
      at: "key",
    });
  }
  const { exportType } = capabilities;
  if (exportType === "AttributeUpdate" || exportType === "MultivaluedReferenceAttributeUpdate") {
    problems.push({
      code: "CapabilityImpossible" satisfies ConnectorCode,
      pointer: "/capabilities/exportType",
      message: `exportType is ${exportType} and powerShell.dialect is hashtables: the objects that are piped to such scripts have values, and do not say which of them go. Write exportType: ObjectReplace or AttributeReplace.`,
    });
  }
  return problems;
}
