import { IdleError } from "@idle/contract";
import { type AdSyncErrorKind, createAdSyncSimulator } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { failureFrom, over } from "./call.ts";

const passing = ["Busy", "Throttled", "ConnectionFailed", "Timeout"];

describe("a failure", () => {
  it.each<[AdSyncErrorKind, string]>([
    ["Busy", "Busy"],
    ["AlreadyRunning", "Busy"],
    ["Suspended", "NotReady"],
    ["AccessDenied", "PermissionDenied"],
    ["ElevationRequired", "ElevationRequired"],
    ["NotRecognized", "RemoteExecutionFailed"],
    ["ConnectionLost", "ConnectionFailed"],
    ["Throttled", "Throttled"],
    ["Timeout", "Timeout"],
  ])("of the kind %s is %s, by its marks and by its text alone", async (kind, code) => {
    const simulator = createAdSyncSimulator();
    simulator.failNext({ kind });
    const cause: unknown = await simulator.session.invokeCommand("Start-ADSyncSyncCycle", {}).catch((error) => error);
    const error = await failureFrom(cause);
    expect(error).toMatchObject({ name: "IdleError", code, transient: passing.includes(code) });
    expect((error as Error).cause).toBe(cause);
    if (kind !== "Timeout" && kind !== "AccessDenied") {
      expect(await failureFrom((cause as Error).message)).toMatchObject({ code });
    }
  });

  const marked = (properties: object) => Object.assign(new Error("Es ging nicht."), properties);
  it.each([
    [{ fullyQualifiedErrorId: "CommandNotFoundException" }, "RemoteExecutionFailed"],
    [{ FullyQualifiedErrorId: "PSSessionStateBroken" }, "ConnectionFailed"],
    [{ FullyQualifiedErrorId: "CannotConnect,PSSessionStateBroken" }, "ConnectionFailed"],
    [{ fullyqualifiederrorid: "WinRMOperationTimeout,PSSessionStateBroken" }, "Timeout"],
    [{ fullyQualifiedErrorId: "AccessDenied,PSSessionStateBroken" }, "PermissionDenied"],
    [{ fullyQualifiedErrorId: "LogonFailure,PSSessionStateBroken" }, "PermissionDenied"],
    [{ exceptionType: "System.UnauthorizedAccessException" }, "PermissionDenied"],
    [{ ExceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException" }, "ConnectionFailed"],
    [{ exceptionType: "System.Management.Automation.PipelineStoppedException" }, "ConnectionFailed"],
    [{ category: "PermissionDenied" }, "PermissionDenied"],
    [{ categoryInfo: { Category: "ResourceBusy" } }, "Busy"],
    [{ CategoryInfo: "QuotaExceeded: (:) [], Exception" }, "Throttled"],
    [{ code: "ECONNREFUSED" }, "ConnectionFailed"],
    [{ code: "ECONNRESET" }, "ConnectionFailed"],
    [{ code: "ETIMEDOUT" }, "ConnectionFailed"],
    [{ code: "EPIPE" }, "ConnectionFailed"],
    [{ errno: "ENOTFOUND" }, "ConnectionFailed"],
    [{ code: "EHOSTUNREACH" }, "ConnectionFailed"],
    [{ hResult: -2147024891 }, "PermissionDenied"],
    [{ HRESULT: 0x80041003 | 0 }, "PermissionDenied"],
    [{ message: "0x80041003" }, "PermissionDenied"],
    [{ name: "TimeoutError" }, "Timeout"],
    [{ errorRecord: { FullyQualifiedErrorId: "CommandNotFoundException" } }, "RemoteExecutionFailed"],
    [{ cause: { cause: { cause: { cause: { cause: { code: "EPIPE" } } } } } }, "ConnectionFailed"],
    [{ cause: { cause: { cause: { cause: { cause: { cause: { code: "EPIPE" } } } } } } }, "RemoteExecutionFailed"],
    [{ errors: [new Error("x"), { code: "ECONNREFUSED" }] }, "ConnectionFailed"],
  ])("is known by its marks: %j", async (properties, code) => {
    expect(await failureFrom(marked(properties))).toMatchObject({ code, transient: passing.includes(code) });
  });

  it.each([
    ["Connector: contoso.onmicrosoft.com - AAD is busy.", "Busy"],
    ["A synchronization cycle is currently in progress.", "Busy"],
    ["Der Server ist ausgelastet.", "Busy"],
    ["Une synchronisation est déjà en cours.", "Busy"],
    ["El conector está ocupado.", "Busy"],
    ["The operation is being throttled.", "Throttled"],
    ["The server answered with status 429.", "Throttled"],
    ["The sync scheduler is suspended until the Azure AD Connect wizard is closed.", "NotReady"],
    ["The server is in staging mode.", "NotReady"],
    ["Der Scheduler ist angehalten.", "NotReady"],
    ["Le planificateur est suspendu.", "NotReady"],
    ["Access is denied.", "PermissionDenied"],
    ["Zugriff verweigert", "PermissionDenied"],
    ["Accès refusé.", "PermissionDenied"],
    ["Acceso denegado.", "PermissionDenied"],
    ["user@adsync-01: Permission denied (publickey).", "PermissionDenied"],
    ["Connecting to remote server X failed with the following error message : Access is denied.", "PermissionDenied"],
    [
      "Connecting to remote server X failed with the following error message : The client cannot connect.",
      "ConnectionFailed",
    ],
    ["Beim Verbinden mit dem Remoteserver X ist folgender Fehler aufgetreten: Zugriff verweigert", "PermissionDenied"],
    ["You must run this as administrator; access is denied.", "ElevationRequired"],
    ["Dieser Vorgang erfordert erhöhte Rechte.", "ElevationRequired"],
    ["The specified module 'ADSync' was not loaded because no valid module file was found.", "RemoteExecutionFailed"],
    ["Die Benennung wurde nicht als Name eines Cmdlet erkannt.", "RemoteExecutionFailed"],
    ["The connection to adsync-01 was lost while the server is busy.", "ConnectionFailed"],
    ["Die Verbindung zum Server wurde unterbrochen: AAD is busy.", "ConnectionFailed"],
    ["socket hang up", "ConnectionFailed"],
    ["The RPC server is unavailable.", "ConnectionFailed"],
    ["The operation has timed out.", "Timeout"],
    ["Unable to connect to the Synchronization Service.", "RemoteExecutionFailed"],
    ["Failed on busy-bee.contoso.com for the wizards of oz.", "RemoteExecutionFailed"],
    ["Something odd.", "RemoteExecutionFailed"],
    ["Sync is already running. Cannot start a new run till this one completes.", "Busy"],
    ["Cannot start a new run till this one completes", "Busy"],
    ["Die Synchronisierung läuft gerade.", "Busy"],
    ["La synchronisation est en cours.", "Busy"],
    ["already-running", "Busy"],
    ["Sie haben keine Berechtigung, dies zu tun.", "PermissionDenied"],
    ["File C:\\x.ps1 cannot be loaded because running scripts is disabled on this system.", "RemoteExecutionFailed"],
  ])("is known by its words: %s", async (message, code) => {
    expect(await failureFrom(new Error(message))).toMatchObject({ code, transient: passing.includes(code) });
    const wrapped = message.replaceAll(" ", "\n  ");
    expect(await failureFrom({ message: wrapped }), "wrapped lines").toMatchObject({ code });
  });

  const connecting = "Connecting to remote server X failed with the following error message : ";
  const kerberos = (code: string, text: string) =>
    `${connecting}WinRM cannot process the request. The following error with errorcode ${code} occurred while using Kerberos authentication: ${text} Possible causes are: -The user name or password specified are invalid. Add the destination computer to the WinRM TrustedHosts configuration setting.`;
  it.each([
    `${connecting}The user name or password is incorrect.`,
    `${connecting}Der Benutzername oder das Kennwort ist falsch.`,
    `${connecting}Le nom d’utilisateur ou le mot de passe est incorrect.`,
    `${connecting}El nombre de usuario o la contraseña no son correctos.`,
    `${connecting}The referenced account is currently locked out and may not be logged on to.`,
    `${connecting}This user can't sign in because this account is currently disabled.`,
    `${connecting}The user's account has expired.`,
    `${connecting}The password for this account has expired.`,
    `${connecting}The user's password must be changed before signing in.`,
    `${connecting}Das Konto ist zurzeit gesperrt.`,
    ...[1326, 1330, 1331, 1907, 1909].map((code) => `${connecting}System error ${code} has occurred.`),
    ...["0x8007052e", "0x80070532", "0x80070533", "0x80070773", "0x80070775"].map((code) => connecting + code),
    kerberos("0x8009030e", "A specified logon session does not exist. It may already have been terminated."),
    kerberos("0x8009030c", "The logon attempt failed."),
    "user@adsync-01: Permission denied (publickey,password).",
    "The SSH client session has ended with error message: user@adsync-01: Permission denied (publickey,password).",
    "Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures",
    "All configured authentication methods failed",
  ])("of refused credentials is not tried again: %s", async (message) => {
    for (const marks of [
      {},
      { exceptionType: "PSRemotingTransportException", fullyQualifiedErrorId: "PSSessionStateBroken" },
    ]) {
      const error = await failureFrom(Object.assign(new Error(message), marks));
      expect(error).toMatchObject({ code: "PermissionDenied", transient: false });
    }
  });

  it.each([
    { nativeErrorCode: 1326 },
    { code: "1909" },
    { errorCode: 1331 },
    { hResult: -2147023570 },
    { hResult: 0x80070533 },
  ])("of refused credentials is known by its number: %j", async (properties) => {
    const error = await failureFrom({ message: `${connecting}Es ging nicht.`, ...properties });
    expect(error).toMatchObject({ code: "PermissionDenied", transient: false });
  });

  it.each([
    [`${connecting}The destination machine must be added to the TrustedHosts configuration setting.`, "TrustedHosts"],
    [
      `${connecting}The WS-Management service cannot process the request. Cannot find the IdLE session configuration in the WSMan: drive on the X computer.`,
      "Get-PSSessionConfiguration",
    ],
    ["Cannot find the IdLE session configuration.", "Get-PSSessionConfiguration"],
    ["The SSH client session has ended with error message: Host key verification failed.", "known_hosts"],
    ["File x.ps1 cannot be loaded because running scripts is disabled on this system.", "Set-ExecutionPolicy"],
    ["Es ging nicht. about_Execution_Policies", "Set-ExecutionPolicy"],
  ])("of the set-up is not tried again, and says what to do: %s", async (message, advice) => {
    for (const marks of [{}, { exceptionType: "PSRemotingTransportException" }]) {
      const error = await failureFrom(Object.assign(new Error(message), marks));
      expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      expect((error as Error).message).toContain(advice);
    }
  });

  it("of the execution policy is known by its marks", async () => {
    const marks = {
      fullyQualifiedErrorId: "UnauthorizedAccess",
      exceptionType: "System.Management.Automation.PSSecurityException",
    };
    const error = await failureFrom(marked(marks));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    expect((error as Error).message).toContain("Set-ExecutionPolicy");
  });

  it.each([
    "The remote session was disconnected while the synchronization cycle is running",
    "Lost contact with X; a sync cycle is already running",
    "The session was terminated: sync is already running",
    "Die Remotesitzung wurde getrennt. Der Server ist ausgelastet.",
    "The server is too busy and the session was dropped",
    "ssh: connect to host X port 22: No route to host",
    "ssh: Could not resolve hostname X",
    "X: Name or service not known",
    "client_loop: send disconnect: Broken pipe",
    "Keepalive timeout",
    "The session was dropped (HTTP status 503): too many requests",
    "HTTP status 503: the server is too busy",
    "ssh: connect to host X port 22: Connection refused",
    "Connection reset by peer",
    "ssh: connect to host X port 22: Connection timed out",
    "Not connected",
    "(SSH) Channel open failure: open failed",
    "Der RPC-Server ist nicht verfügbar.",
    "Der RPC-Server ist nicht verfügbar.".normalize("NFD"),
    ...[502, 503, 504].map((status) => `HTTP status ${status}`),
    "HTTP/1.1 503 Service Unavailable",
    "The remote server returned an error: (502) Bad Gateway.",
    kerberos("0x80090311", "There are currently no logon servers available to service the logon request."),
  ])("of the connection may pass: %s", async (message) => {
    expect(await failureFrom(new Error(message))).toMatchObject({ code: "ConnectionFailed", transient: true });
  });

  it("of a lost connection wins over everything the text says", async () => {
    const said = "AAD is busy. Access is denied. Scheduler is suspended. Too many requests.";
    expect(await failureFrom(Object.assign(new Error(said), { code: "ECONNRESET" }))).toMatchObject({
      code: "ConnectionFailed",
    });
  });

  it("says what was tried, the first line of what the server said, and what to do", async () => {
    const text = "\n System.InvalidOperationException:  AAD is busy.\r\n   at Microsoft.X.Y(String a)";
    const { message } = (await failureFrom(new Error(text))) as Error;
    expect(message).toBe(
      "Start-ADSyncSyncCycle failed:  System.InvalidOperationException:  AAD is busy. A cycle is running or the server is busy. Try again when it has ended.",
    );
    expect((await failureFrom(undefined)) as Error).toMatchObject({
      message: expect.stringMatching(/^Start-ADSyncSyncCycle failed\. Check /),
    });
  });

  it.each(["correct  horse  battery", "correct\thorse", "one at Some.Name( two", "  p\u00a0w", `p${"w".repeat(250)}`])(
    "repeats a line as it stands: %j",
    async (secret) => {
      for (const text of [`Refused ${secret} there.\nx`, `Refused ${secret}`, `\r\n${secret} is busy\r\n   at X.y(`]) {
        const line = text.split(/[\r\n]+/).find((each) => each !== "");
        expect(await failureFrom(new Error(text))).toMatchObject({ message: expect.stringContaining(` ${line}`) });
      }
    },
  );

  it.each([
    `${"x".repeat(290)} correct horse battery`,
    "x".repeat(100_000),
    "AAD\u001b[31m is busy",
    "AAD \u202eis busy",
    "AAD \ud800is busy",
  ])("leaves out a line that is long or has more than plain characters, and says so: %j", async (text) => {
    const cause = new Error(text);
    expect(await failureFrom(cause)).toMatchObject({
      message: expect.stringMatching(/^Start-ADSyncSyncCycle failed; the cause has what was said\. [A-Z][ -~]+$/),
      cause,
    });
  });

  it("is looked at without harm when it refuses every look or goes in circles", async () => {
    const refusing = () => {
      throw new Error("no");
    };
    const circle: Record<string, unknown> = { message: "Access is denied." };
    circle.cause = circle;
    const hostile = [
      new Proxy({}, { get: refusing, has: refusing, ownKeys: refusing, getPrototypeOf: refusing }),
      new Proxy(new Error("x"), { get: refusing }),
      { cause: new Proxy([], { get: refusing }), toString: refusing },
      { message: "a".repeat(5_000_000), errors: Array.from({ length: 100_000 }, () => ({})) },
    ];
    for (const thrown of hostile) {
      expect(await failureFrom(thrown)).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    }
    expect(await failureFrom(circle)).toMatchObject({ code: "PermissionDenied" });
  });

  it("tells where the module is missing what to do about it", async () => {
    const error = await failureFrom({ fullyQualifiedErrorId: "CommandNotFoundException" });
    expect(error).toMatchObject({ message: expect.stringContaining("Import-Module ADSync") });
  });

  it("of a read is mapped alike", async () => {
    const { state } = over(() => {
      throw new Error("Access is denied.");
    });
    await expect(state()).rejects.toMatchObject({
      code: "PermissionDenied",
      details: { command: "Get-ADSyncScheduler" },
      message: expect.stringMatching(/^Get-ADSyncScheduler failed: Access is denied\. .*ADSyncOperators/),
    });
  });
});

describe("an IdleError of the session", () => {
  it("keeps a code that says more, and whether it is transient", async () => {
    const cause = new IdleError("Timeout", "The command took too long: AAD is busy.", { transient: false });
    const error = await failureFrom(cause);
    expect(error).toMatchObject({
      code: "Timeout",
      transient: false,
      message: expect.stringContaining("took too long"),
    });
    expect((error as Error).cause).toBe(cause);
    const busy = new IdleError("Busy", "Later.", { transient: true, retryAfterMs: 500 });
    expect(await failureFrom(busy)).toMatchObject({ code: "Busy", transient: true, retryAfterMs: 500 });
    const inner = new IdleError("ConnectionFailed", "The shell died.", { transient: true });
    expect(await failureFrom(new IdleError("RemoteExecutionFailed", "No.", { cause: inner }))).toMatchObject({
      code: "ConnectionFailed",
      transient: true,
    });
  });

  it("does not count when what it is wrapped in says that the transport broke", async () => {
    const busy = new IdleError("Busy", "Later.", { transient: true, retryAfterMs: 500 });
    const lost = { code: "ConnectionFailed", transient: true, retryAfterMs: undefined };
    expect(await failureFrom({ code: "ECONNRESET", cause: busy })).toMatchObject(lost);
    expect(await failureFrom(new Error("The session was dropped.", { cause: busy }))).toMatchObject(lost);
    expect(await failureFrom({ exceptionType: "PSRemotingTransportException", cause: busy })).toMatchObject(lost);
    expect(await failureFrom(new Error("It failed.", { cause: busy }))).toMatchObject({
      code: "Busy",
      retryAfterMs: 500,
    });
    const refused = new IdleError("PermissionDenied", "No.", {
      cause: { exceptionType: "PSRemotingTransportException" },
    });
    expect(await failureFrom(new Error("It failed.", { cause: refused }))).toMatchObject({ code: "PermissionDenied" });
    const opening = { exceptionType: "PSRemotingTransportException", cause: refused };
    expect(await failureFrom(opening)).toMatchObject({ code: "PermissionDenied", transient: false });
    expect(await failureFrom({ code: "EPIPE", cause: refused })).toMatchObject(lost);
  });

  it.each(["RemoteExecutionFailed", "UnexpectedError"] as const)("of the code %s is looked into", async (code) => {
    const refine = async (message: string, options = {}) => await failureFrom(new IdleError(code, message, options));
    expect(await refine("AAD is busy.")).toMatchObject({ code: "Busy", transient: true });
    expect(await refine("Start-ADSyncSyncCycle: Sync is already running.")).toMatchObject({ code: "Busy" });
    expect(await refine("The password is incorrect.", { transient: true })).toMatchObject({
      code: "PermissionDenied",
      transient: false,
    });
    expect(await refine("It failed.", { cause: new Error("AAD is busy.") })).toMatchObject({ code: "Busy" });
    expect(
      await refine("It failed.", { details: { fullyQualifiedErrorId: "AccessDenied,PSSessionStateBroken" } }),
    ).toMatchObject({ code: "PermissionDenied" });
    expect(await refine("It failed.", { transient: true })).toMatchObject({ code: "RemoteExecutionFailed" });
  });
});
