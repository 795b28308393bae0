/**
 * The errors of the cmdlets and of PowerShell remoting, as a session passes them on: plain errors with exception type,
 * `FullyQualifiedErrorId` and category. The texts are the real ones where one is known; the source stands beside each.
 */
export type AdSyncErrorKind =
  | "Busy"
  | "AlreadyRunning"
  | "Suspended"
  | "AccessDenied"
  | "ElevationRequired"
  | "NotRecognized"
  | "ConnectionLost"
  | "Throttled"
  | "Timeout";

interface PowerShellError {
  readonly message: string;
  readonly exceptionType: string;
  readonly fullyQualifiedErrorId: string;
  readonly category: string;
}

const transportException = "System.Management.Automation.Remoting.PSRemotingTransportException";

/** The scheduler's own refusals carry their whole text as id (https://www.easy365manager.com/how-to-do-delta-sync/). */
function schedulerRefusal(reason: string): PowerShellError {
  const message = [
    `System.InvalidOperationException: ${reason}`,
    "   at Microsoft.MetadirectoryServices.Scheduler.Scheduler.StartSyncCycle(String overridePolicy, Boolean interactiveMode)",
    "   at SchedulerUtils.StartSyncCycle(SchedulerUtils* , Char* policyType, Int32 interactiveMode, Char** errorString)",
  ].join("\n");
  return {
    message,
    exceptionType: "System.InvalidOperationException",
    fullyQualifiedErrorId: `${message},Microsoft.IdentityManagement.PowerShell.Cmdlet.StartADSyncSyncCycle`,
    category: "WriteError",
  };
}

const kinds: Readonly<Record<AdSyncErrorKind, (commandName: string) => PowerShellError>> = {
  // https://www.easy365manager.com/how-to-do-delta-sync/
  Busy: () => schedulerRefusal("Connector: contoso.onmicrosoft.com - AAD is busy."),
  // The beginning is what public scripts look for, beside "AAD is busy"; the second sentence varies.
  AlreadyRunning: () => schedulerRefusal("Sync is already running. Cannot start a new run till this one completes."),
  // The text scripts quote for SchedulerSuspended, which an upgrade or the open wizard sets
  // (https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler).
  Suspended: () => schedulerRefusal("Scheduler is already suspended via global parameters."),
  // Of an account outside ADSyncAdmins and ADSyncOperators. The class is the one of the service's COM server.
  AccessDenied: (commandName) => ({
    message:
      "Retrieving the COM class factory for remote component with CLSID {835BEE60-8731-4159-8BFF-941301D76D05} from machine ADSYNC01 failed due to the following error: 80070005 ADSYNC01.",
    exceptionType: "System.UnauthorizedAccessException",
    fullyQualifiedErrorId: `System.UnauthorizedAccessException,${cmdletClass(commandName)}`,
    category: "PermissionDenied",
  }),
  // ERROR_ELEVATION_REQUIRED, 740 (https://learn.microsoft.com/windows/win32/debug/system-error-codes--500-999-).
  ElevationRequired: (commandName) => ({
    message: "The requested operation requires elevation.",
    exceptionType: "System.ComponentModel.Win32Exception",
    fullyQualifiedErrorId: `System.ComponentModel.Win32Exception,${cmdletClass(commandName)}`,
    category: "PermissionDenied",
  }),
  // https://github.com/MicrosoftLearning/AZ-140-Configuring-and-Operating-Microsoft-Azure-Virtual-Desktop/issues/59
  NotRecognized: (commandName) => ({
    message: `The term '${commandName}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
    exceptionType: "System.Management.Automation.CommandNotFoundException",
    fullyQualifiedErrorId: "CommandNotFoundException",
    category: "ObjectNotFound",
  }),
  // The id of a session that broke, without an error of the transport that has a name of its own
  // (https://github.com/PowerShell/PowerShell, WSManTransportManager.cs: GetFQEIDFromTransportError).
  ConnectionLost: () => ({
    message:
      "Processing data from remote server ADSYNC01 failed with the following error message: The I/O operation has been aborted because of either a thread exit or an application request. For more information, see the about_Remote_Troubleshooting Help topic.",
    exceptionType: transportException,
    fullyQualifiedErrorId: "PSSessionStateBroken",
    category: "OpenError",
  }),
  // https://emtunc.org/blog/07/2011/close-your-powershell-sessions-office-365
  Throttled: () => ({
    message:
      "Connecting to remote server ADSYNC01 failed with the following error message : The WS-Management service cannot process the request. This user is allowed a maximum number of 3 concurrent shells, which has been exceeded. Close existing shells or raise the quota for this user. For more information, see the about_Remote_Troubleshooting Help topic.",
    exceptionType: transportException,
    fullyQualifiedErrorId: "PSSessionOpenFailed",
    category: "OpenError",
  }),
  // WinRMOperationTimeout is in the table that GetFQEIDFromTransportError looks into.
  Timeout: () => ({
    message:
      "Connecting to remote server ADSYNC01 failed with the following error message : The WinRM client cannot complete the operation within the time specified. Check if the machine name is valid and is reachable over the network and firewall exception for Windows Remote Management service is enabled. For more information, see the about_Remote_Troubleshooting Help topic.",
    exceptionType: transportException,
    fullyQualifiedErrorId: "WinRMOperationTimeout,PSSessionStateBroken",
    category: "OpenError",
  }),
};

export const errorKinds: ReadonlySet<string> = new Set(Object.keys(kinds));

export function powerShellError(kind: AdSyncErrorKind, commandName: string): Error {
  return asError(kinds[kind](commandName));
}

/** What PowerShell says of an argument outside a `ValidateSet`. */
export function validationError(commandName: string, parameter: string, value: string, set: readonly string[]): Error {
  return asError({
    message: `Cannot validate argument on parameter '${parameter}'. The argument "${value}" does not belong to the set "${set.join(",")}" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.`,
    exceptionType: "System.Management.Automation.ParameterBindingValidationException",
    fullyQualifiedErrorId: `ParameterArgumentValidationError,${cmdletClass(commandName)}`,
    category: "InvalidData",
  });
}

/** What PowerShell says of a parameter that a command does not have. */
export function unknownParameterError(commandName: string, parameter: string): Error {
  return asError({
    message: `A parameter cannot be found that matches parameter name '${parameter}'.`,
    exceptionType: "System.Management.Automation.ParameterBindingException",
    fullyQualifiedErrorId: `NamedParameterNotFound,${cmdletClass(commandName)}`,
    category: "InvalidArgument",
  });
}

function cmdletClass(commandName: string): string {
  return `Microsoft.IdentityManagement.PowerShell.Cmdlet.${commandName.replace("-", "")}`;
}

function asError({ message, ...properties }: PowerShellError): Error {
  return Object.assign(new Error(message), properties);
}
