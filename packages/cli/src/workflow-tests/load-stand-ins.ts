/** The packages that a test file names in place of the mock. */
import type { AnyCapability, AnyProvider, Diagnostic } from "@idle/contract";
import { makeProvider } from "../configuration/make-provider.ts";
import type { SessionKeeper } from "../session-keeper.ts";
import type { AliasUse } from "./alias-use.ts";
import type { TestFile } from "./test-file.ts";

export interface StandIns {
  readonly capabilities: readonly AnyCapability[];
  /** By the alias as the file spells it: makes a new provider for each test. */
  readonly factories: ReadonlyMap<string, () => AnyProvider | Promise<AnyProvider>>;
}

/** The keeper closes whatever is made. */
export async function loadStandIns(
  file: TestFile,
  problems: Diagnostic[],
  keeper: Pick<SessionKeeper, "keepProvider">,
): Promise<StandIns> {
  const capabilities: AnyCapability[] = [];
  const factories = new Map<string, () => AnyProvider | Promise<AnyProvider>>();
  for (const [alias, { use, options = {} }] of Object.entries(file.document.providers ?? {})) {
    const { capabilities: own, made } = await makeProvider(file, { alias, use, options, keeper }, problems);
    capabilities.push(...own);
    if (made !== null) factories.set(alias, made.again);
  }
  return { capabilities, factories };
}

/** The providers that the file names, by the alias as the workflow spells it; each new for a test. */
export async function makeProviders(
  uses: readonly AliasUse[],
  { factories }: StandIns,
): Promise<Map<string, AnyProvider>> {
  const made = new Map<string, AnyProvider>();
  for (const [alias, make] of factories) {
    const use = uses.find((each) => each.alias.toLowerCase() === alias.toLowerCase());
    if (use !== undefined) made.set(use.alias, await make());
  }
  return made;
}
