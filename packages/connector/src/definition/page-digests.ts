import { createHash } from "node:crypto";
import type { ConfigParameterPage } from "../model/parameters.ts";
import { type Definition, type ParameterSources, runStepNames } from "./definition.ts";

type PagesDefinition = Pick<
  Definition,
  "use" | "scripts" | "connectivity" | "commonModule" | "parameters" | "partitions" | "runSteps"
>;

/**
 * A SHA-256 over what each page of a definition says, as hexadecimal digits: another one when the page has changed. Secrets
 * count by their references and never by what they are; the order of parameters does not count. The scripts stand on the
 * page Global, the common module on Connectivity, as with the Windows PowerShell Connector.
 */
export function pageDigests(definition: PagesDefinition): Readonly<Record<ConfigParameterPage, string>> {
  const { use, scripts, connectivity, commonModule, parameters, partitions, runSteps } = definition;
  const { server, domain, user, password, impersonate, loadUserProfile, logonType, signedScriptsOnly } = connectivity;
  const account = [server, domain, user, password];
  const choices = partitions?.map(({ dn, included, excluded, parameters: own }) => [
    dn,
    included,
    excluded,
    sorted(own),
  ]);
  return {
    Connectivity: digest([
      account,
      [impersonate, loadUserProfile, logonType, signedScriptsOnly],
      commonModule === null ? null : [commonModule.file, commonModule.name],
    ]),
    Global: digest([
      use,
      [...scripts].map(([slot, script]) => [slot, script.kind, script.kind === "file" ? script.path : script.text]),
      sorted(parameters.global),
    ]),
    Partition: digest([sorted(parameters.partition), choices ?? null]),
    RunStep: digest([
      sorted(parameters.runStep),
      runStepNames.map((name) => [name, sorted(runSteps[name].parameters)]),
    ]),
  };
}

function sorted(sources: ParameterSources): readonly unknown[] {
  return [...sources]
    .map(([name, source]) => ("text" in source ? [name, "text", source.text] : [name, "secret", source.secret]))
    .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

function digest(content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
