import { IdleError, type IdleErrorCode } from "@idle/contract";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { failureKind, isCommandMissing, isTransportBroken, isTransportLost } from "./failure-kind.ts";
import { propertyOf } from "./property.ts";
import { setupAdvice } from "./setup-fault.ts";
import { wholeLine } from "./whole-line.ts";

/** No message repeats a longer line of what the remote end said. */
const longestLine = 300;
const groups = "ADSyncAdmins or ADSyncOperators";
const missing =
  "Let the session run on the Entra Connect server, with the module ADSync installed and imported (Import-Module ADSync).";
const advice: { readonly [C in IdleErrorCode]?: string } = {
  PermissionDenied: `Give the session's account access to the Entra Connect server and membership in ${groups} there.`,
  ElevationRequired: "Configure a session that runs elevated on the Entra Connect server.",
  Busy: "A cycle is running or the server is busy. Try again when it has ended.",
  Throttled: "The server asks to slow down. Try again later.",
  NotReady: "Wait for the upgrade to end, close the Entra Connect wizard, or leave staging mode.",
  RemoteExecutionFailed: `Check that the session runs on the Entra Connect server, in an account of ${groups}, and that the service ADSync is started.`,
  ConnectionFailed: "The connection could not be made or broke; whether the command ran is not known.",
  Timeout: "No answer came in time; whether the command ran is not known.",
};
const passing: ReadonlySet<IdleErrorCode> = new Set(["Busy", "Throttled", "ConnectionFailed", "Timeout"]);

/** Of these it is not known whether the command ran, so that nothing is made worse by saying so. */
const unknownOutcome: ReadonlySet<IdleErrorCode> = new Set(["ConnectionFailed", "Timeout"]);

/**
 * What a session threw, as an `IdleError` with the original as `cause`. An IdleError that is specific already keeps its
 * code, unless the texts say more of the same, and whether it is transient, unless what it is wrapped in says that the transport broke; everything else is
 * sorted by `failureKind`, and is `RemoteExecutionFailed` when nothing is recognised.
 */
export function remoteFailure(error: unknown, commandName: string): IdleError {
  return failureFrom(evidenceOf(error), commandName, error);
}

/** The same for what is known of a failure already. */
export function failureFrom(evidence: Evidence, commandName: string, cause: unknown): IdleError {
  const { text, message, specific, around } = evidence;
  const details = { command: commandName };
  const finer = specific === undefined ? undefined : finerCode(specific.code, text);
  if (specific !== undefined && finer === undefined && !isOverruled(specific.code, around)) {
    const retryAfterMs = propertyOf(specific, "retryAfterMs");
    return new IdleError(specific.code, sentence(commandName, message, advice[specific.code]), {
      details,
      transient: propertyOf(specific, "transient") === true,
      ...(typeof retryAfterMs === "number" ? { retryAfterMs } : {}),
      cause,
    });
  }
  const code = finer ?? (specific === undefined ? (failureKind(text) ?? "RemoteExecutionFailed") : "ConnectionFailed");
  return new IdleError(code, sentence(commandName, message, hintOf(code, text)), {
    details,
    transient: passing.has(code),
    cause,
  });
}

/**
 * What the texts add to a code that a session gave by category alone: the right that is missing is elevation, or the
 * connection was refused because there are too many.
 */
function finerCode(code: IdleErrorCode, text: string): IdleErrorCode | undefined {
  const kind = failureKind(text);
  const isFiner =
    (code === "PermissionDenied" && kind === "ElevationRequired") ||
    (code === "ConnectionFailed" && kind === "Throttled");
  return isFiner ? kind : undefined;
}

/** A refusal stands against the marks that remoting gives every session it could not open. */
function isOverruled(code: IdleErrorCode, around: string): boolean {
  if (unknownOutcome.has(code)) return false;
  return code === "PermissionDenied" ? isTransportLost(around) : isTransportBroken(around);
}

function hintOf(code: IdleErrorCode, text: string): string | undefined {
  if (code !== "RemoteExecutionFailed") return advice[code];
  return setupAdvice(text) ?? (isCommandMissing(text) ? missing : advice[code]);
}

/** What the remote end said is repeated as a whole line or not at all; see `wholeLine`. */
function sentence(commandName: string, message: string, hint: string | undefined): string {
  // Sessions that name the command themselves need not have it said twice.
  const prefix = `${commandName} failed: `;
  const line = wholeLine(message.startsWith(prefix) ? message.slice(prefix.length) : message, longestLine);
  const unsaid = message.trim() === "" ? "." : "; the cause has what was said.";
  const said = `${commandName} failed${line === undefined ? unsaid : `: ${line}`}`;
  const ended = /[.!?…:]\s*$/.test(said) ? said : `${said}.`;
  return hint === undefined ? ended : `${ended} ${hint}`;
}
