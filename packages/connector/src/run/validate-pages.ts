/** Whether the parameters of a definition are right: asked of the validation script after they have changed. */
import { IdleError } from "@idle/contract";
import { checkValidation } from "../answers/check-validation.ts";
import { pageDigests } from "../definition/page-digests.ts";
import type { ConfigParameterPage, ConnectorCredential } from "../model/parameters.ts";
import type { ParameterValidationResult } from "../model/slots.ts";
import type { Internals } from "./internals.ts";
import { openScriptRun } from "./script-run.ts";

/** After changes of which the script is called, as the Windows PowerShell Connector does. */
export const validatedPages = ["Connectivity", "Global", "Partition"] as const satisfies readonly ConfigParameterPage[];

export interface ValidationOptions {
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
}

export type PageResult = ParameterValidationResult & { readonly page: ConfigParameterPage };

const settingKey = (page: ConfigParameterPage) => `validated.${page}`;

/** An empty list where there is no such script. What went well is noted. */
export async function validatePages(
  internals: Internals,
  pages: readonly ConfigParameterPage[],
  { credential, signal }: ValidationOptions,
): Promise<readonly PageResult[]> {
  const { definition, space, records } = internals;
  const adapter = await internals.adapter();
  const digests = pageDigests(definition);
  const results: PageResult[] = [];
  for (const page of pages) {
    if (adapter.slots.has("validation")) {
      const partition = page === "Partition" ? firstPartition(internals) : null;
      const scripts = await openScriptRun(internals, { partition, credential, signal });
      try {
        const result = await scripts.call("validation", { configParameterPage: page }, checkValidation);
        const { errorMessage } = result;
        const said = errorMessage === undefined ? {} : { errorMessage: scripts.redact(errorMessage) };
        results.push({ ...result, ...said, page });
        if (result.code !== "Success") continue;
      } finally {
        await scripts.close();
      }
    }
    space.transaction(() => records.setSetting(settingKey(page), digests[page]));
  }
  return results;
}

/** Whose parameters the page has: the first one that is chosen, else that is known. */
function firstPartition({ definition, records }: Internals): string | null {
  const known = records.partitions().find(({ key, isKnown }) => key !== "" && isKnown === 1);
  return definition.partitions?.[0]?.dn ?? known?.dn ?? null;
}

/** Asks about what changed since it last went well. Throws InvalidInput with what the script said. */
export async function validateChanges(internals: Internals, options: ValidationOptions): Promise<void> {
  const { definition, records } = internals;
  const digests = pageDigests(definition);
  const changed = validatedPages.filter((page) => records.setting(settingKey(page)) !== digests[page]);
  if (changed.length === 0) return;
  const failed = (await validatePages(internals, changed, options)).find(({ code }) => code !== "Success");
  if (failed === undefined) return;
  const { page, errorParameter, errorMessage = "The script says no more." } = failed;
  const which = errorParameter === undefined ? "" : ` Parameter ${errorParameter}:`;
  throw new IdleError(
    "InvalidInput",
    `The validation script of the connector ${definition.name} refuses the parameters (${page}).${which} ${errorMessage}`,
    { details: { connector: definition.name, page, ...(errorParameter !== undefined && { errorParameter }) } },
  );
}
