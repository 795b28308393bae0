/** Whether what a test file says of aliases fits the workflow: that it uses them, and what can be asked of what stands for them. */
import type { AnyProvider, Diagnostic } from "@idle/contract";
import { didYouMean } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider } from "@idle/provider-mock";
import { type AliasUse, isDirectorySync } from "./alias-use.ts";
import { makeProviders, type StandIns } from "./load-stand-ins.ts";
import type { TestCode } from "./test-codes.ts";
import type { FailureEntry, TestEntry } from "./test-document.ts";
import type { TestFile } from "./test-file.ts";

/** The use of an alias. Where there is none, `problems` has one more. */
export function findAlias(
  alias: string,
  pointer: string,
  uses: readonly AliasUse[],
  file: TestFile,
  problems: Diagnostic[],
): AliasUse | undefined {
  const use = uses.find((each) => each.alias.toLowerCase() === alias.toLowerCase());
  if (use !== undefined) return use;
  const known = uses.map((each) => each.alias);
  const near = didYouMean(alias, known);
  const there = known.length === 0 ? "It uses none." : `It uses ${known.join(", ")}.`;
  const hint = near === undefined ? there : `Did you mean ${JSON.stringify(near)}?`;
  const isDefault = /\/directory$/.test(pointer);
  const what = isDefault
    ? "directory is for the alias Identity, which the workflow does not use"
    : `The workflow does not use an alias ${JSON.stringify(alias)}`;
  const remedy = isDefault && known.length > 0 ? ` Write directories: { ${known[0]}: … } in its place.` : "";
  problems.push(
    file.problem("AliasUnknown" satisfies TestCode, pointer, `${what}. ${hint}${remedy}`, isDefault ? "key" : "value"),
  );
  return undefined;
}

/** Where neither the mock nor Entra Connect will do, the test must say what will. */
export function checkStandIns(file: TestFile, uses: readonly AliasUse[], problems: Diagnostic[]): void {
  const named = Object.keys(file.document.providers ?? {});
  for (const alias of named) findAlias(alias, `/providers/${alias}`, uses, file, problems);
  for (const use of uses) {
    if (named.some((alias) => alias.toLowerCase() === use.alias.toLowerCase())) continue;
    const there = new Set<string>(standInFor(use).getCapabilities());
    const lacking = [...use.capabilities].filter((capability) => !there.has(capability));
    if (lacking.length === 0) continue;
    const message = `The workflow's alias ${use.alias} needs ${lacking.join(", ")}, which the mock does not have. Name a package that has it: providers: { ${use.alias}: { use: "…" } }`;
    problems.push(file.problem("StandInMissing" satisfies TestCode, named.length > 0 ? "/providers" : "", message));
  }
}

function standInFor({ capabilities }: AliasUse): AnyProvider {
  return isDirectorySync(capabilities)
    ? createEntraConnectDirectorySyncProvider()
    : createMockProvider({ allowDelete: true });
}

interface Checking {
  readonly file: TestFile;
  readonly uses: readonly AliasUse[];
  readonly standIns: StandIns;
  readonly problems: Diagnostic[];
}

/** Failures can only happen in methods that are there. */
export async function checkFailures(
  failures: readonly FailureEntry[],
  pointer: string,
  { file, uses, standIns, problems }: Checking,
): Promise<void> {
  for (const [index, { provider: alias, method }] of failures.entries()) {
    const at = `${pointer}/${index}`;
    const use = findAlias(alias, `${at}/provider`, uses, file, problems);
    if (use === undefined) continue;
    const provider = (await makeProviders([use], standIns)).get(use.alias) ?? standInFor(use);
    if (typeof Reflect.get(provider, method) === "function") continue;
    const methods = Object.keys(provider).filter(
      (name) => typeof Reflect.get(provider, name) === "function" && name !== "getCapabilities" && name !== "failNext",
    );
    const near = didYouMean(method, methods);
    const hint = near === undefined ? `It has ${methods.join(", ")}.` : `Did you mean ${JSON.stringify(near)}?`;
    const message = `The provider of ${use.alias} has no method ${JSON.stringify(method)}. ${hint}`;
    problems.push(file.problem("MethodUnknown" satisfies TestCode, `${at}/method`, message));
  }
}

/** Only the mock's directories can be looked into. */
export function checkEndStates(
  { expect }: TestEntry,
  pointer: string,
  { file, uses, standIns, problems }: Checking,
): void {
  const places = [
    ...(expect?.directory === undefined ? [] : [["Identity", `${pointer}/expect/directory`] as const]),
    ...Object.keys(expect?.directories ?? {}).map(
      (alias) => [alias, `${pointer}/expect/directories/${alias}`] as const,
    ),
  ];
  for (const [alias, at] of places) {
    const use = findAlias(alias, at, uses, file, problems);
    if (use === undefined) continue;
    const isOther =
      isDirectorySync(use.capabilities) ||
      [...standIns.factories.keys()].some((each) => each.toLowerCase() === use.alias.toLowerCase());
    if (!isOther) continue;
    const message = `What stands for ${use.alias} is not the mock, so nobody can look into its directory. Expect the plan, the result or events.`;
    problems.push(file.problem("AliasUnknown" satisfies TestCode, at, message, "key"));
  }
}
