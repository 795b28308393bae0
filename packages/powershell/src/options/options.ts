import type { Secret } from "@idle/contract";

interface CommonOptions {
  /** The only commands that may be run, without case and as they are written here. Default: any. */
  readonly allowedCommands?: readonly string[];
  /** Modules that are imported before the first command, by name or absolute path. Default: none. */
  readonly modules?: readonly string[];
  /** How long one command may take, in seconds, before it is stopped. Default 300, at most 86,400. */
  readonly timeoutSeconds?: number;
  /** How long starting the shell and opening the session may take, each, in seconds. Default 60. */
  readonly startTimeoutSeconds?: number;
  /** How many shells, and so how many commands at the same time. Default 1, at most 16. */
  readonly pool?: number;
  /** How deep nested objects come back; what is deeper is its text. Default 8, at most 32. */
  readonly depth?: number;
  /** How large one answer may be, in MiB of CLIXML. Default 256. */
  readonly maxResultMiB?: number;
  /** What the session says it reaches. Default: the server's name in small letters. */
  readonly targetId?: string;
  /** Told each warning of a command that ended. Not in a configuration file. */
  readonly onWarning?: (message: string, commandName: string) => void;
}

interface LocalProgramOptions extends CommonOptions {
  /** The PowerShell to start: a name that PATH has, or an absolute path. Default `pwsh`. */
  readonly executable?: string;
  /** What its environment has beside the little that programs need. The host's own variables are not passed on. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface LocalSessionOptions extends LocalProgramOptions {
  readonly transport: "local";
}

export interface SessionCredential {
  readonly userName: string;
  readonly password: Secret;
}

export type RemotingAuthentication =
  | "Default"
  | "Basic"
  | "Negotiate"
  | "NegotiateWithImplicitCredential"
  | "Credssp"
  | "Digest"
  | "Kerberos";

/** To WinRM with `computerName`, or to PowerShell over SSH with `hostName`; both through a PowerShell on this machine. */
export interface RemotingSessionOptions extends LocalProgramOptions {
  readonly transport: "remoting";
  readonly computerName?: string;
  readonly hostName?: string;
  readonly port?: number;
  /** Of WinRM. Default: the account the host runs in. */
  readonly credential?: SessionCredential;
  /** The session configuration (JEA endpoint) of WinRM. Default: the server's. */
  readonly configurationName?: string;
  readonly useSsl?: boolean;
  readonly authentication?: RemotingAuthentication;
  /** Of SSH. */
  readonly userName?: string;
  /** An absolute path, as `knownHosts` is. */
  readonly keyFilePath?: string;
  readonly subsystem?: string;
  /** Default: those of `ssh` on this machine. */
  readonly knownHosts?: string;
}

/** Straight to an SSH server, where a PowerShell is started. */
export interface SshSessionOptions extends CommonOptions {
  readonly transport: "ssh";
  readonly hostName: string;
  /** Default 22. */
  readonly port?: number;
  readonly userName: string;
  readonly password?: Secret;
  /** A private key in the format of OpenSSH or PEM. */
  readonly privateKey?: Secret;
  readonly passphrase?: Secret;
  /** True for the agent that SSH_AUTH_SOCK names, or the path of its socket. */
  readonly agent?: boolean | string;
  /** The only key the server may have, as `SHA256:…`, in place of known_hosts. */
  readonly hostKey?: string;
  /** Default: `~/.ssh/known_hosts` and the system's `ssh_known_hosts`. */
  readonly knownHosts?: string;
  /** False takes any server for the one that was meant. Default true. */
  readonly checkHostKey?: boolean;
  /** The PowerShell to start there. Default `pwsh`. */
  readonly executable?: string;
}

export type PowerShellSessionOptions = LocalSessionOptions | RemotingSessionOptions | SshSessionOptions;
