/**
 * A remote session that a local shell keeps open. It is opened with the shell, and opened again once when a command finds
 * that it broke; a command that was sent is never sent again.
 */
import { IdleError, type IdleErrorCode } from "@idle/contract";
import { commandFailure } from "../command/command-failure.ts";
import { requestDocument } from "../command/request-document.ts";
import type { FarEnd } from "../far-end.ts";
import { codeOfOpening, importModules } from "../prepare.ts";
import type { Answer } from "../protocol/answer.ts";
import type { RequestPlace } from "../protocol/request-lines.ts";
import type { Exchange, RequestOptions, Shell } from "../shell/shell.ts";

export interface RemoteTarget {
  /** What messages call it. */
  readonly name: string;
  /** Of `New-PSSession`, made anew for each opening, so that no secret is kept. */
  readonly openDocument: () => string;
  readonly modules: readonly string[];
  readonly openTimeoutMs: number;
}

/** Rejects with what opening it fails with; the shell is closed then. */
export async function openRemoteFarEnd(shell: Shell, target: RemoteTarget, signal: AbortSignal): Promise<FarEnd> {
  const { name, modules, openTimeoutMs } = target;
  let place: RequestPlace = "remote";
  /** False from when the session is opened until its modules are there: one that is half ready is opened anew. */
  let isReady = false;
  /** The shell is free again when this one is over. */
  let last: Exchange | null = null;

  const request = (document: string, options: RequestOptions): Promise<Answer> => {
    last = shell.request(document, options);
    return last.answer;
  };
  /** Waits until the shell is free again, so that the next request can follow. */
  const one = async (document: string, what: string, where: RequestPlace, abort: AbortSignal | undefined) => {
    const answer = await request(document, { what, timeoutMs: openTimeoutMs, place: where, signal: abort });
    await last?.over;
    return answer;
  };
  const open = async (abort: AbortSignal | undefined): Promise<void> => {
    isReady = false;
    const opened = await one(target.openDocument(), `Opening the session to ${name}`, "local", abort);
    if (opened.status !== "Done") throw openFailure(name, opened);
    // Where scripts are not allowed, as at a JEA endpoint, the question fails; commands alone will do.
    const about = await one(requestDocument({ kind: "about" }), `The look at ${name}`, "remote", abort);
    const { languageMode } = Object(about.items[0]) as { readonly languageMode?: unknown };
    place = languageMode === "FullLanguage" ? "wrapped" : "remote";
    await importModules(modules, (document, what) => one(document, what, "remote", abort));
    isReady = true;
  };

  try {
    await open(signal);
  } catch (error) {
    await shell.close();
    throw error;
  }
  return {
    get isUsable() {
      return shell.isUsable;
    },
    ask(document, options) {
      const answer = (async () => {
        if (isReady) {
          const first = await request(document, { ...options, place });
          if (first.status !== "Closed") return first;
          await last?.over;
        }
        await open(options.signal);
        return await request(document, { ...options, place });
      })();
      const over = answer.then(
        () => last?.over,
        () => last?.over,
      );
      answer.catch(() => undefined);
      return { answer, over };
    },
    close: () => shell.close(),
  };
}

function openFailure(name: string, { errors }: Answer): IdleError {
  const failure = commandFailure("New-PSSession", errors);
  const complaints = saidBesides(errors);
  const said = complaints === "" ? failure.message : `${failure.message} It wrote: ${complaints}`;
  const code = openFailureCode(failure.code, said);
  const advice = isWithoutWinRm(said) ? " WinRM is on Windows only: use hostName there, or the transport ssh." : "";
  return new IdleError(code, `No session to ${name} could be opened. ${said}${advice}`, {
    cause: failure,
    ...(failure.details === undefined ? {} : { details: failure.details }),
    transient: code === "ConnectionFailed" || code === "Timeout" || code === "Throttled" || code === "Busy",
  });
}

/** What `ssh` wrote, on one line. */
function saidBesides(errors: readonly unknown[]): string {
  const said = errors.map((error) => (Object(error) as { readonly said?: unknown }).said).find((each) => each);
  return typeof said === "string" ? said.replace(/\s+/g, " ").trim().slice(0, 500) : "";
}

/**
 * What is refused must not be tried again by itself: that locks accounts. `ssh` speaks English everywhere, and says of a
 * refused key, an unknown host and what else no further try changes only that (https://man.openbsd.org/ssh.1).
 */
function openFailureCode(code: IdleErrorCode, said: string): IdleErrorCode {
  if (/permission denied \(|too many authentication failures/i.test(said)) return "PermissionDenied";
  const isLasting =
    isWithoutWinRm(said) ||
    /host key verification failed|remote host identification has changed|could not resolve hostname|subsystem request failed|no such identity/i.test(
      said,
    );
  return isLasting ? "RemoteExecutionFailed" : codeOfOpening(code);
}

function isWithoutWinRm(said: string): boolean {
  return /no supported WSMan client library/i.test(said);
}
