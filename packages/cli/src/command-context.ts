import type { Sources } from "./input/sources.ts";
import type { Log } from "./log.ts";
import type { Output } from "./output.ts";
import type { ProcessRedactor } from "./redaction/process-redactor.ts";

/** What every command gets of the process it runs in. */
export interface CommandContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether somebody can be asked on standard input. */
  isInputTerminal(): boolean;
  /** The folder the command was called in; relative names are relative to it. */
  readonly workingFolder: string;
  /** `--config`. */
  readonly config: string | undefined;
  readonly sources: Sources;
  readonly log: Log;
  /** For everything that is written and did not come out of the engine as plan, event or result. */
  readonly redactor: ProcessRedactor;
}
