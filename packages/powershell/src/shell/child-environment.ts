/**
 * The environment of a PowerShell on this machine: what programs need to find their way, and what the session's options
 * add. Nothing else: the host's own may hold secrets, which every command and its children could read.
 */
const needed: ReadonlySet<string> = new Set(
  [
    // Everywhere
    ["PATH", "PSMODULEPATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "HOSTNAME"],
    [
      "SSH_AUTH_SOCK",
      "KRB5CCNAME",
      "KRB5_CONFIG",
      "SSL_CERT_FILE",
      "SSL_CERT_DIR",
      "DOTNET_ROOT",
      "PSEXECUTIONPOLICYPREFERENCE",
    ],
    // Windows
    ["SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "OS", "PROCESSOR_ARCHITECTURE"],
    ["NUMBER_OF_PROCESSORS", "COMPUTERNAME", "USERDOMAIN", "USERDNSDOMAIN", "USERNAME", "USERPROFILE", "LOGONSERVER"],
    ["HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "ALLUSERSPROFILE", "PUBLIC"],
    [
      "PROGRAMFILES",
      "PROGRAMFILES(X86)",
      "PROGRAMW6432",
      "COMMONPROGRAMFILES",
      "COMMONPROGRAMFILES(X86)",
      "COMMONPROGRAMW6432",
    ],
  ].flat(),
);
const neededBeginnings = /^(?:LC_|XDG_)/;

export function childEnvironment(
  added: Readonly<Record<string, string>> = {},
  own: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = Object.entries(own).filter(([name, value]) => {
    const upper = name.toUpperCase();
    return value !== undefined && (needed.has(upper) || neededBeginnings.test(upper));
  });
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // No telemetry, no look for updates, no colours between the frames.
    POWERSHELL_TELEMETRY_OPTOUT: "1",
    POWERSHELL_UPDATECHECK: "Off",
    DOTNET_NOLOGO: "1",
    NO_COLOR: "1",
    TERM: "dumb",
    ...added,
  };
}
