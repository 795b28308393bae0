/** Faults of how a session was set up: by their marks and words, English first, and what to do about each. */
const faults: readonly (readonly [RegExp, string])[] = [
  // The help topic is named in every language (https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies).
  [
    /about_Execution_Policies|running scripts is disabled|ausführung von skripts|exécution de scripts|ejecución de scripts|^(?=.*(?<![a-z])UnauthorizedAccess(?![a-z]))(?=.*(?<![a-z])PSSecurityException(?![a-z]))/i,
    "The execution policy there refuses the script: allow it with Set-ExecutionPolicy RemoteSigned, or sign it.",
  ],
  [
    /host key verification failed|remote host identification has changed|authenticity of host/i,
    "The server's SSH host key is not the one known: check it, then put it into known_hosts.",
  ],
  [
    /cannot find .{0,120}session configuration|session configuration .{0,120}(?:not found|not exist|cannot be found)|cannot process the request.{0,120}session configuration|resource uri .{0,200}not found|sitzungskonfiguration .{0,120}nicht|configuration de session .{0,120}introuvable/i,
    "The session configuration is not there: register it on the server, or name another (Get-PSSessionConfiguration lists them).",
  ],
  [
    /TrustedHosts|(?<![a-z])ServerNotTrusted(?![a-z])/i,
    "The server is not trusted: connect with Kerberos or HTTPS, or add it to TrustedHosts.",
  ],
];

/** What to do when the text says that the session is set up wrongly, which no retry changes; else undefined. */
export function setupAdvice(text: string): string | undefined {
  return faults.find(([pattern]) => pattern.test(text))?.[1];
}
