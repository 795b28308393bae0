import { IdleError } from "@idle/contract";
import { type AdSyncErrorKind, errorKinds, powerShellError } from "./powershell-error.ts";

/** A failure for the next commands: one of the known kinds, or an error of one's own. */
export type AdSyncFailure = {
  /** The command it is for, without case. Default: any. */
  readonly command?: string;
  /** For how many commands. Default 1. */
  readonly times?: number;
  /** True: the command takes effect first, and its answer is lost. Default: it has no effect. */
  readonly after?: boolean;
} & (
  | { readonly kind: AdSyncErrorKind; readonly error?: undefined }
  | { readonly kind?: undefined; readonly error: unknown }
);

/** What a command fails with, and when. */
interface Taken {
  readonly error: unknown;
  readonly after: boolean;
}

interface Failures {
  add(failure: AdSyncFailure): void;
  /** The failure for this command, used up by asking. */
  take(commandName: string): Taken | undefined;
}

export function createFailures(): Failures {
  const waiting: { readonly failure: AdSyncFailure; left: number }[] = [];
  return {
    add(failure) {
      const { kind, times = 1 } = failure;
      if (kind === undefined ? !Object.hasOwn(failure, "error") : !errorKinds.has(kind)) {
        throw new IdleError(
          "InvalidInput",
          `A failure needs an error, or a kind: ${[...errorKinds].join(", ")}; ${JSON.stringify(kind)} is none.`,
        );
      }
      if (!Number.isSafeInteger(times) || times < 1) {
        throw new IdleError("InvalidInput", "times must be a whole number, 1 or more.");
      }
      waiting.push({ failure, left: times });
    },
    take(commandName) {
      const index = waiting.findIndex(({ failure }) => isFor(failure, commandName));
      const found = waiting[index];
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) waiting.splice(index, 1);
      const { kind, error, after = false } = found.failure;
      return { error: kind === undefined ? error : powerShellError(kind, commandName), after };
    },
  };
}

function isFor({ command }: AdSyncFailure, commandName: string): boolean {
  return command === undefined || command.toLowerCase() === commandName.toLowerCase();
}
