/**
 * idle connector validate: a definition in; its problems with their places out, and what the connector's validation script
 * says of its parameters.
 */
import { basename } from "node:path";
import type { ConfigParameterPage, Connector } from "@idle/connector";
import type { Diagnostic } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { asNamed, readDefinitionFile } from "../connector/definition-file.ts";
import { type PageAnswer, parameterProblem } from "../connector/parameter-problem.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { countProblems, diagnosticsIn, diagnosticsView } from "../view/problem-view.ts";
import { sentence } from "../view/sentence.ts";

export interface ConnectorValidateOptions extends ConnectorOptions {
  readonly offline?: boolean;
  readonly page?: ConfigParameterPage;
}

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where the script was not asked, or where there is none. */
  readonly pages: readonly PageAnswer[];
}

export async function connectorValidate(
  file: string,
  options: ConnectorValidateOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (options.offline === true && options.page !== undefined) {
    throw new UsageError("--page is what the validation script is asked about, and --offline asks it nothing.");
  }
  const { redactor } = context;
  const tell = (findings: Findings) => report(file, findings, options, context);
  try {
    if (options.offline === true) {
      await readAlone(file, context);
      return tell({ diagnostics: [], pages: [] });
    }
    return await useConnector(file, options, context, async ({ connector, signal }) => {
      const page = options.page === undefined ? {} : { page: options.page };
      const pages = await connector.validate({ ...page, signal });
      return tell({ diagnostics: refusalsOf(pages, connector, file), pages });
    });
  } catch (error) {
    const diagnostics = diagnosticsIn(redactor.error(error), "ConnectorInvalid");
    if (diagnostics === null) throw error;
    return tell({ diagnostics, pages: [] });
  }
}

/** The file and nothing else: no space is made, and no package loaded. */
async function readAlone(name: string, context: CommandContext): Promise<void> {
  const file = await readDefinitionFile(name, context);
  const { readDefinition } = await import("@idle/connector");
  try {
    await readDefinition(basename(file.path));
  } catch (error) {
    throw await asNamed(error, file);
  }
}

function refusalsOf(pages: readonly PageAnswer[], { definition }: Connector, file: string): Diagnostic[] {
  return pages
    .filter(({ code }) => code !== "Success")
    .map((answer) => ({ ...parameterProblem(answer, definition), file }));
}

function report(
  file: string,
  { diagnostics, pages }: Findings,
  { json, offline }: ConnectorValidateOptions,
  { stdout, sources, redactor }: CommandContext,
): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (json === true) {
    const warnings = diagnostics.length - errors;
    const asked = redactor.data(pages);
    stdout.write(jsonDocument({ valid: errors === 0, errors, warnings, file, diagnostics, pages: asked }));
  } else {
    stdout.write(diagnosticsView(diagnostics, stdout.style(), sources));
    const outcome = diagnostics.length === 0 ? "no problems" : countProblems(diagnostics);
    stdout.write(
      sentence(
        stdout.style(),
        `The definition was checked: ${outcome}.${askedInWords(pages, errors, offline === true)}`,
      ),
    );
  }
  return errors > 0 ? exitCodes.invalid : exitCodes.done;
}

function askedInWords(pages: readonly PageAnswer[], errors: number, isOffline: boolean): string {
  if (pages.length > 0) return ` The validation script was asked about ${pages.map(({ page }) => page).join(", ")}.`;
  return isOffline || errors > 0 ? "" : " There is no validation script to ask.";
}
