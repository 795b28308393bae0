import type { RemotingSessionOptions } from "../options/options.ts";

/**
 * What `New-PSSession` is given (https://learn.microsoft.com/powershell/module/microsoft.powershell.core/new-pssession).
 * Over SSH no password is ever asked for: nobody is there to answer.
 */
export function newSessionParameters(options: RemotingSessionOptions): Readonly<Record<string, unknown>> {
  const { computerName, hostName, port, userName, keyFilePath, subsystem, knownHosts } = options;
  if (hostName !== undefined) {
    return {
      HostName: hostName,
      Port: port,
      UserName: userName,
      KeyFilePath: keyFilePath,
      Subsystem: subsystem,
      Options: {
        BatchMode: "yes",
        StrictHostKeyChecking: "yes",
        ...(knownHosts === undefined ? {} : { UserKnownHostsFile: `"${knownHosts}"` }),
      },
    };
  }
  return {
    ComputerName: computerName,
    Port: port,
    Credential: options.credential,
    ConfigurationName: options.configurationName,
    UseSSL: options.useSsl === true ? true : undefined,
    Authentication: options.authentication,
  };
}
