import type { CommandContext } from "./command-context.ts";
import type { ExitCode } from "./exit-codes.ts";

type Action = (context: CommandContext) => Promise<ExitCode>;

/** Runs a command's action; with `json`, standard output carries JSON, an error included. */
export type RunAction = (action: Action, options: { readonly json: boolean }) => Promise<void>;
