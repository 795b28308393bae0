/**
 * The category of a remote failure. In: all texts and marks of an error. Out: one of the contract's codes; null for what
 * is not recognised. Longer than most files: it is a table.
 *
 * A broken transport comes first: whether the command ran is not known then, whatever else the text says. A transport
 * that could not be opened sent nothing, so the reason given decides: credentials that were refused must not be tried
 * again, for that locks accounts. Marks that no language changes come before words.
 */
import type { IdleErrorCode } from "@idle/contract";
import { setupAdvice } from "./setup-fault.ts";

type Pattern = readonly [RegExp, IdleErrorCode];

/**
 * Names that PowerShell, .NET, Windows and Node give: `FullyQualifiedErrorId`s of remoting
 * (https://github.com/PowerShell/PowerShell, WSManTransportManager.cs: the table of `GetFQEIDFromTransportError`), error
 * categories (https://learn.microsoft.com/dotnet/api/system.management.automation.errorcategory), HRESULTs
 * (https://learn.microsoft.com/windows/win32/debug/system-error-codes) and errno names
 * (https://nodejs.org/api/errors.html#common-system-errors).
 */
const marks = {
  timeout: /(?<![a-z])(?:WinRMOperationTimeout|OperationTimeout|TimeoutException|TimeoutError)(?![a-z])/i,
  notOpened:
    /(?<![a-z])(?:PSSessionOpenFailed|CannotConnect\w*|ComputerNotFound|NetworkPathNotFound|URLNotAvailable|TargetUnknown|ECONNREFUSED|ENOTFOUND|EAI_AGAIN)(?![a-z])/i,
  notAllowedIn:
    /(?<![a-z])(?:AccessDenied|LogonFailure|AuthenticationFailed|InvalidAuthentication|RemoteSessionDisallowed|RemoteConnectionDisallowed)(?![a-z])/i,
  /** Only of a transport that was there, or of one that nothing is known about. */
  lost: /(?<![a-z])(?:ECONNRESET|ECONNABORTED|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENETRESET)(?![a-z])|800706b[ae]/i,
  /** Of remoting also when credentials were refused. */
  broken:
    /StateBroken(?![a-z])|(?<![a-z])(?:PSRemotingTransportException|PSRemotingDataStructureException|WinRMOperationAborted|ShutDownInProgress|PipelineStopped\w*|AbortError|ConnectionError)(?![a-z])/i,
} as const;

const furtherMarks: readonly Pattern[] = [
  [/(?<![a-z])ScriptRequiresElevation(?![a-z])|800702e4/i, "ElevationRequired"],
  [
    /(?<![a-z])(?:AccessDenied|UnauthorizedAccess(?:Exception)?|SecurityException|PSSecurityException|LogonFailure|AuthenticationFailed|PermissionDenied|AuthenticationError|EACCES|EPERM)(?![a-z])|80070005|80041003/i,
    "PermissionDenied",
  ],
  [/(?<![a-z])(?:CommandNotFoundException|Modules_\w+|NotInstalled)(?![a-z])/i, "RemoteExecutionFailed"],
  [/(?<![a-z])(?:QuotaExceeded|LimitsExceeded)(?![a-z])/i, "Throttled"],
  [/(?<![a-z])ResourceBusy(?![a-z])|800700aa/i, "Busy"],
];

/** Words, English first, then a few of German, French and Spanish. */
const words = {
  // "Connecting to remote server X failed with the following error message : …"
  // (https://emtunc.org/blog/07/2011/close-your-powershell-sessions-office-365)
  notOpened:
    /connecting to remote server|(?:cannot|could not|unable to|failed to) connect\b|connection refused|could not resolve host|name or service not known|no such host is known|name resolution|(?:verbinden|verbindung)\b.{0,40}remoteserver|connexion au serveur distant|conectar con el servidor remoto/i,
  /** Of a transport of which only this is known. */
  unreachable:
    /not connected|channel open failure|\b(?:status|code|http|http error)(?:\/\d(?:\.\d)?)?\W{0,3}50[234]\b|error: \(50[234]\)|\b50[234] (?:bad gateway|service unavailable|gateway time)/i,
  broken:
    /processing data from remote server|connection (?:\S+ ){0,6}(?:lost|closed|reset|aborted|broken|terminated|interrupted|timed out)|lost (?:the )?(?:contact|connection|connectivity|communication)|\bsession (?:(?:was|is|has|been|got|unexpectedly|suddenly) ){0,3}(?:disconnected|dropped|lost|closed|ended|aborted|broken|terminated|interrupted)|received disconnect|no route to host|broken pipe|keep-?alive (?:timeout|timed out)|socket hang ?up|network name is no longer available|pipe (?:has been|is being|is) (?:ended|closed|broken)|rpc server is unavailable|rpc-server ist nicht verfügbar|serveur rpc n.est pas disponible|servidor rpc no está disponible|session state is broken|(?:host|network) is unreachable|(?:shell|process|powershell) (?:has )?(?:exited|died|ended)|verbindung .{0,60}(?:getrennt|unterbrochen|geschlossen|verloren|zurückgesetzt)|connexion .{0,60}(?:perdue|interrompue|fermée|réinitialisée)|conexión .{0,60}(?:perdid|interrumpid|cerrad|restablecid)|sitzung [^.]{0,60}(?:getrennt|beendet|unterbrochen|geschlossen|verloren|abgebrochen)|session [^.]{0,60}(?:déconnectée|interrompue|fermée|perdue)|sesión [^.]{0,60}(?:desconect|interrumpid|cerrad|perdid)/i,
  elevation:
    /requires? elevation|elevated|\bas (?:an )?administrator|erhöhte (?:rechte|berechtigungen)|als administrator|élévation|en tant qu.administrateur|elevación|como administrador/i,
  // Of accounts outside the groups of Entra Connect: "… failed due to the following error: 80070005"; marked already.
  denied:
    /access (?:is |was )?denied|permission denied|(?:not|un)[ -]?authorized|keine (?:ausreichende[nr]? )?berechtigung|n.avez pas (?:l.autorisation|les droits)|no tiene permiso|zugriff (?:wurde )?verweigert|accès (?:est )?refusé|acceso denegado/i,
  throttled:
    /throttl|too many requests|rate limit|\b(?:status|code|http)\W{0,3}429\b|concurrent (?:shells|operations|users|commands)|gedrosselt|zu viele anforderungen|trop de (?:demandes|requêtes)|demasiadas solicitudes/i,
} as const;

const furtherWords: readonly Pattern[] = [
  [words.elevation, "ElevationRequired"],
  [words.denied, "PermissionDenied"],
  [/\btimed out\b|timeout (?:expired|period)|zeitüberschreitung|délai .{0,20}dépassé|tiempo de espera/i, "Timeout"],
  // "Scheduler is already suspended via global parameters.", while an upgrade runs or the wizard is open
  // (https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler).
  [
    /suspended|staging mode|\bwizard\b|angehalten|ausgesetzt|stagingmodus|\bassistenten?\b|suspendu|\bl.assistant\b|suspendid|\basistente\b/i,
    "NotReady",
  ],
  // "The term 'X' is not recognized as the name of a cmdlet …", also when the module is there and was not imported
  // (https://github.com/MicrosoftLearning/AZ-140-Configuring-and-Operating-Microsoft-Azure-Virtual-Desktop/issues/59).
  [
    /not recognized as|no valid module file|wurde nicht als name|n.est pas reconnu|no se reconoce/i,
    "RemoteExecutionFailed",
  ],
  [words.throttled, "Throttled"],
  // "Connector: contoso.onmicrosoft.com - AAD is busy." (https://www.easy365manager.com/how-to-do-delta-sync/), and
  // "Sync is already running …", which public scripts look for beside it.
  [
    /\b(?:is|are|currently|too) busy\b|already[ -](?:running|in[ -]progress|started)|cannot start a new (?:run|cycle|sync)|(?:cycle|sync|synchronization) (?:is|run) (?:currently )?(?:in progress|running)|ausgelastet|beschäftigt|(?:bereits|schon) ausgeführt|läuft (?:bereits|schon|gerade|noch)|est occupée?|(?:déjà|est) en cours|está ocupado|ya (?:está en|se está)/i,
    "Busy",
  ],
];

/**
 * Credentials that were refused. SEC_E_NO_CREDENTIALS and SEC_E_LOGON_DENIED
 * (https://learn.microsoft.com/windows/win32/com/com-error-codes-4), and of Windows 1326 (wrong password), 1330 and 1907
 * (password expired, to be changed), 1331, 1793 and 1909 (account disabled, expired, locked)
 * (https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-), as such and as HRESULT.
 */
const refusedCredentials: readonly RegExp[] = [
  /8009030[ce]|(?:8007|0x)0*(?:52e|532|533|701|773|775)\b|(?:error|code|fehler|erreur|win32\w*)\W{0,3}(?:1326|1330|1331|1793|1907|1909)\b/i,
  /(?:user ?name|password|credentials?) (?:is|are|was|were) (?:incorrect|invalid|wrong|not correct)|(?:incorrect|invalid|bad|wrong) (?:user ?name|password|credentials)|logon failure|(?:account|password) (?:(?:is|was|has|been|currently|temporarily) ){0,3}(?:locked|disabled|expired)|account lockout|password must be changed|must change (?:the|your|its) password/i,
  /permission denied \(|permission denied, please|too many authentication failures|authentication methods failed/i,
  /(?:benutzername|kennwort|passwort) [^.]{0,40}(?:falsch|ungültig|nicht korrekt|abgelaufen|geändert werden)|konto [^.]{0,60}(?:gesperrt|deaktiviert|abgelaufen)/i,
  /mot de passe [^.]{0,40}(?:incorrect|invalide|expiré)|compte [^.]{0,60}(?:verrouillé|désactivé|expiré)/i,
  /contraseña [^.]{0,40}(?:incorrect|no es correct|no son correct|caducad)|cuenta [^.]{0,60}(?:bloquead|deshabilitad|caducad)/i,
];
/** The help that WinRM adds to it speaks of passwords and TrustedHosts, as of possible causes. */
const noLogonServer = /80090311|no logon servers|keine anmeldeserver|aucun serveur d.accès/i;

/** True when the text says that the command or its module is not there. */
export function isCommandMissing(text: string): boolean {
  return [...furtherMarks, ...furtherWords].some(
    ([pattern, code]) => code === "RemoteExecutionFailed" && pattern.test(text),
  );
}

export function failureKind(text: string): IdleErrorCode | null {
  if (marks.timeout.test(text)) return "Timeout";
  if (marks.lost.test(text)) return "ConnectionFailed";
  // The sync service itself, not its server: the service is stopped, or the account is in none of its groups.
  if (/connect to the synchronization service/i.test(text)) return "RemoteExecutionFailed";
  if (noLogonServer.test(text)) return "ConnectionFailed";
  if (refusedCredentials.some((pattern) => pattern.test(text))) return "PermissionDenied";
  if (setupAdvice(text) !== undefined) return "RemoteExecutionFailed";
  if (marks.notOpened.test(text) || words.notOpened.test(text)) return reasonNotOpened(text);
  if (marks.notAllowedIn.test(text) && marks.broken.test(text)) return "PermissionDenied";
  if (isTransportBroken(text)) return "ConnectionFailed";
  if (words.unreachable.test(text)) return reasonNotOpened(text);
  return refined(firstOf(furtherMarks, text), text) ?? firstOf(furtherWords, text);
}

/** True when the text has marks or words of a transport that broke after it was there, whatever else it says. */
export function isTransportLost(text: string): boolean {
  return marks.lost.test(text) || words.broken.test(text);
}

/** The same, or with marks that remoting also gives what it could not open. */
export function isTransportBroken(text: string): boolean {
  return marks.broken.test(text) || isTransportLost(text);
}

/** Nothing was sent. What is not a refusal with a reason may be a connection that broke while it was made. */
function reasonNotOpened(text: string): IdleErrorCode {
  if (words.elevation.test(text)) return "ElevationRequired";
  if (marks.notAllowedIn.test(text) || words.denied.test(text)) return "PermissionDenied";
  return words.throttled.test(text) ? "Throttled" : "ConnectionFailed";
}

/** That elevation is what is missing only the words tell. */
function refined(code: IdleErrorCode | null, text: string): IdleErrorCode | null {
  return code === "PermissionDenied" && words.elevation.test(text) ? "ElevationRequired" : code;
}

function firstOf(patterns: readonly Pattern[], text: string): IdleErrorCode | null {
  return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
