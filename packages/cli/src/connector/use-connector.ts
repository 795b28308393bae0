/**
 * The file of a definition in; an opened connector for a command out, which is closed whatever happens. An interrupt ends the
 * run under way cleanly: the host calls the connector's end script.
 */
import { basename, dirname } from "node:path";
import type { Connector } from "@idle/connector";
import { IdleError, isIdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { allowedSecrets } from "../configuration/allowed-secrets.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { watchFaults } from "../faults.ts";
import { type Interrupts, watchInterrupts } from "../interrupts.ts";
import { problemView } from "../view/problem-view.ts";
import { sentence } from "../view/sentence.ts";
import { asNamed, readDefinitionFile } from "./definition-file.ts";

/** What the commands about connectors have in common. */
export interface ConnectorOptions {
  readonly allowCommandSecrets?: boolean;
  readonly json?: boolean;
}

export interface OpenedConnector {
  readonly connector: Connector;
  readonly interrupts: Interrupts;
  readonly signal: AbortSignal;
}

/** Of errors that scripts wrote and did not end with; the last ones are told. */
const mostScriptErrors = 20;
const nothingChanged = "Interrupted: nothing was changed.";

/** `interrupted` is what the first interrupt says. Throws ConnectorInvalid; Cancelled after an interrupt. */
export async function useConnector(
  name: string,
  { allowCommandSecrets }: ConnectorOptions,
  context: CommandContext,
  work: (opened: OpenedConnector) => Promise<ExitCode>,
  interrupted: () => string = () => nothingChanged,
): Promise<ExitCode> {
  const { stderr, sources, redactor, log } = context;
  const file = await readDefinitionFile(name, context);
  const interrupts = watchInterrupts(stderr, interrupted);
  const { signal } = interrupts;
  const faults = watchFaults(context, "Nobody waited for this error, so the connector is stopped.", interrupts.stop);
  let connector: Connector | undefined;
  const scriptErrors: string[] = [];
  try {
    const { openConnector } = await import("@idle/connector");
    const secrets = allowedSecrets(dirname(file.path), allowCommandSecrets === true, "a connector's definition");
    connector = await openConnector({
      definition: basename(file.path),
      secrets,
      // Scripts may say much: they are listened to where somebody wants to hear it.
      ...(log.isDebugOn && {
        onScriptOutput: ({ slot, stream, text }) => log.debug({ slot, stream }, text),
      }),
      onScriptError: ({ slot, text }) => {
        scriptErrors.push(`The script ${slot} wrote an error and went on: ${text}`);
        if (scriptErrors.length > mostScriptErrors) scriptErrors.shift();
      },
    });
    const { definition } = connector;
    log.info({ connector: definition.name, folder: definition.folder }, "Connector opened");
    const code = await work({ connector, interrupts, signal });
    tell(scriptErrors, context);
    if (faults.any) return exitCodes.error;
    return signal.aborted ? exitCodes.interrupted : code;
  } catch (error) {
    if (faults.any) return exitCodes.error;
    if (!signal.aborted) throw await asNamed(error, file);
    if (isIdleError(error) && error.code !== "Cancelled") {
      stderr.write(problemView(redactor.error(error), stderr.style(), sources));
    }
    throw new IdleError("Cancelled", "The command was interrupted.", { cause: error });
  } finally {
    await connector?.close();
    faults.dispose();
    interrupts.dispose();
  }
}

/** Errors that end a script are told otherwise; these may be why something is missing. */
function tell(scriptErrors: readonly string[], { stderr, redactor }: CommandContext): void {
  const style = stderr.style();
  for (const words of scriptErrors) {
    stderr.write(sentence(style, { text: "warning ", paint: style.yellow }, escapeText(redactor.text(words))));
  }
}
