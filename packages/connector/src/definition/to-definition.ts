import { join, resolve } from "node:path";
import type { JsonValue } from "@idle/contract";
import {
  type Definition,
  type Limit,
  type ParameterSource,
  type ParameterSources,
  type PartitionChoice,
  type RunStepName,
  type RunStepSettings,
  runStepNames,
} from "./definition.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { readDialect } from "./read-dialect.ts";
import { entriesOf, fieldOf, flagOf, isJsonObject, listOf, numberOf, textOf } from "./read-fields.ts";
import { readScripts } from "./read-scripts.ts";

export interface DefinitionOrigin extends Pick<Definition, "path" | "file" | "problem"> {
  /** Absolute: where relative paths start from. */
  readonly baseFolder: string;
  /** Absolute, in place of what the definition says; null for none. */
  readonly folder: string | null;
}

/** A definition in which no problem was found, with its defaults. */
export function toDefinition(
  data: JsonValue,
  { path, file, problem, baseFolder, folder }: DefinitionOrigin,
): Definition {
  const name = textOf(data, "name") ?? "";
  const connectivity = fieldOf(data, "connectivity");
  const powerShell = fieldOf(data, "powerShell");
  const module = fieldOf(data, "commonModule");
  const parameters = fieldOf(data, "parameters");
  const limits = fieldOf(data, "limits");
  return Object.freeze({
    path,
    file,
    name,
    description: textOf(data, "description") ?? null,
    use: textOf(data, "use") ?? null,
    scripts: readScripts(fieldOf(data, "scripts")),
    anchors: anchorsOf(fieldOf(data, "anchors")),
    powerShell: Object.freeze({
      executable: textOf(powerShell, "executable") ?? "pwsh",
      dialect: readDialect(powerShell),
    }),
    connectivity: Object.freeze({
      server: textOf(connectivity, "server") ?? "",
      domain: textOf(connectivity, "domain") ?? "",
      user: textOf(connectivity, "user") ?? "",
      password: textOf(connectivity, "password") ?? "",
      impersonate: flagOf(connectivity, "impersonate") ?? false,
      loadUserProfile: flagOf(connectivity, "loadUserProfile") ?? false,
      logonType: textOf(connectivity, "logonType") ?? "None",
      signedScriptsOnly: flagOf(connectivity, "signedScriptsOnly") ?? false,
    }),
    commonModule:
      module === undefined
        ? null
        : Object.freeze({ file: textOf(module, "file") ?? "", name: textOf(module, "name") ?? "" }),
    parameters: Object.freeze({
      global: parameterSources(fieldOf(parameters, "global")),
      partition: parameterSources(fieldOf(parameters, "partition")),
      runStep: parameterSources(fieldOf(parameters, "runStep")),
    }),
    capabilities: readCapabilities(fieldOf(data, "capabilities")),
    partitions:
      fieldOf(data, "partitions") === undefined ? null : Object.freeze(listOf(data, "partitions").map(partitionChoice)),
    runSteps: runSteps(fieldOf(data, "runSteps")),
    pageSize: numberOf(data, "pageSize") ?? 9_999,
    limits: Object.freeze({
      deletions: limitIn(fieldOf(limits, "deletions")) ?? { count: 500 },
      obsolete: limitIn(fieldOf(limits, "obsolete")),
      errors: numberOf(limits, "errors") ?? 5_000,
      scriptSeconds: numberOf(limits, "scriptSeconds") ?? 1_800,
    }),
    folder: folder ?? resolve(baseFolder, textOf(data, "folder") ?? join(".idle", "connectors", name)),
    problem,
  });
}

function parameterSources(written: JsonValue | undefined): ParameterSources {
  return new Map(
    entriesOf(written).map(([name, value]): [string, ParameterSource] => [
      name,
      isJsonObject(value) ? { secret: textOf(value, "secret") ?? "" } : { text: String(value) },
    ]),
  );
}

function partitionChoice(written: JsonValue): PartitionChoice {
  const names = (key: string) => Object.freeze(listOf(written, key).map(String));
  return Object.freeze({
    dn: textOf(written, "dn") ?? "",
    included: names("include"),
    excluded: names("exclude"),
    parameters: parameterSources(fieldOf(written, "parameters")),
  });
}

function runSteps(written: JsonValue | undefined): Readonly<Record<RunStepName, RunStepSettings>> {
  const settings = (name: RunStepName) => ({
    parameters: parameterSources(fieldOf(fieldOf(written, name), "parameters")),
  });
  const [fullImport, deltaImport, exportName, fullExport] = runStepNames;
  return Object.freeze({
    fullImport: settings(fullImport),
    deltaImport: settings(deltaImport),
    export: settings(exportName),
    fullExport: settings(fullExport),
  });
}

function limitIn(written: JsonValue | undefined): Limit | null {
  if (typeof written === "number") return { count: written };
  return typeof written === "string" ? { percent: Number.parseFloat(written) } : null;
}

function anchorsOf(written: JsonValue | undefined): Definition["anchors"] {
  return new Map(
    entriesOf(written).map(([type, names]) => [type, [names].flat().filter((name) => typeof name === "string")]),
  );
}
