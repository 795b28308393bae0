// A session as its callers see it, over a far end that speaks the protocol and is no PowerShell.
import { spawnSync } from "node:child_process";
import { Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { bundle, createTimers, failureOf, useStandIn } from "./support/stand-in.ts";

const transportException = "System.Management.Automation.Remoting.PSRemotingTransportException";

describe("a session", () => {
  const open = useStandIn();

  it("gives null for nothing, the value for one, a list for several", async () => {
    const session = open();
    expect(await session.invokeCommand("Get-Nothing")).toBeNull();
    expect(await session.invokeCommand("Get-Many", { Count: 1 })).toBe(0);
    expect(await session.invokeCommand("Get-Many", { Count: 3 })).toEqual([0, 1, 2]);
  });

  it("sends parameters as data, whatever is in them", async () => {
    const parameters = {
      Quotes: "'\"‘’‚‛“”„`",
      Code: "$(throw 1); & { exit } | iex -EncodedCommand ZQB4AA==",
      Odd: "\0\u0001\r\n\t\u2028\ud800 \udc00 _x0041_ ]]> <a>&amp;",
      Long: "ä😀".repeat(350_000),
      Nested: [{ a: [null, true, -1.5, 2 ** 40] }],
      When: new Date("2026-01-02T03:04:05.678Z"),
      Bytes: new Uint8Array([0, 255]),
    };
    expect(await open().invokeCommand("Get-Echo", parameters)).toEqual(parameters);
  });

  it("hands secrets and credentials over as what they are", async () => {
    const password = new Secret("s3cret!");
    expect(
      await open().invokeCommand("Get-Echo", { Password: password, Credential: { userName: "svc", password } }),
    ).toEqual({ Password: "secret of 7", Credential: "credential of svc" });
    const error = await failureOf(open().invokeCommand("Get-Echo", { Options: { inner: password } }));
    expect(error).toMatchObject({ code: "InvalidInput" });
    expect(error.message).toContain("Options.inner");
    expect(error.message).not.toContain("s3cret");
  });

  it.each([
    "Get-Date; Get-Date",
    "Get-Date | iex",
    "& Get-Date",
    "../evil",
    "/bin/sh",
    "C:\\evil.exe",
    "Get-",
    "Get-Date\n",
    "",
    "a".repeat(300),
    "Module\\",
    "A\\B\\Get-Date",
    "Get-Dаte",
  ])("takes no %j for a command", async (name) => {
    expect(await failureOf(open().invokeCommand(name))).toMatchObject({ code: "InvalidInput" });
  });

  it.each(["-Force", "a b", "Name:", "", "Näme", "__proto__ x"])("takes no %j for a parameter", async (name) => {
    expect(await failureOf(open().invokeCommand("Get-Echo", { [name]: 1 }))).toMatchObject({ code: "InvalidInput" });
  });

  it.each([null, "Name", 5, [1]])("takes no %j for parameters", async (parameters) => {
    expect(await failureOf(open().invokeCommand("Get-Echo", parameters as never))).toMatchObject({
      code: "InvalidInput",
    });
  });

  it("refuses a parameter that is given twice", async () => {
    const error = await failureOf(open().invokeCommand("Get-Echo", { Name: 1, name: 2 }));
    expect(error).toMatchObject({ code: "InvalidInput" });
  });

  it("runs only what it allows", async () => {
    const session = open({ allowedCommands: ["Get-Nothing", "Module\\Get-Many"] });
    expect(await session.invokeCommand("get-nothing")).toBeNull();
    for (const name of ["Get-Many", "Get-Echo", "Other\\Get-Nothing"]) {
      const error = await failureOf(session.invokeCommand(name));
      expect(error).toMatchObject({ code: "PermissionDenied" });
      expect(error.message).toContain("Get-Nothing, Module\\Get-Many");
    }
  });

  it("has a module with the name, too", async () => {
    const error = await failureOf(open().invokeCommand("ADSync\\Get-Missing"));
    expect(error.message).toContain("ADSync\\Get-Missing failed: The term");
  });

  it("tells warnings beside the result", async () => {
    const told: string[][] = [];
    const session = open({ onWarning: (...warning) => void told.push(warning) });
    expect(await session.invokeCommand("Write-Notice", { Message: "careful ä" })).toBe("after");
    expect(told).toEqual([["careful ä", "Write-Notice"]]);
    const failing = open({
      onWarning() {
        throw new Error("The log is full.");
      },
    });
    expect(await failing.invokeCommand("Write-Notice", { Message: "careful" })).toBe("after");
    const later = open({ onWarning: (() => Promise.reject(new Error("The log is full."))) as never });
    expect(await later.invokeCommand("Write-Notice", { Message: "careful" })).toBe("after");
  });

  it("takes no noise for an answer", async () => {
    expect(await open().invokeCommand("Write-Noise")).toBe("after the noise");
  });

  it.each([0, 1, 2, 3, 10])("refuses who comes right before it is closed (%i)", async (turns) => {
    const session = open();
    await session.invokeCommand("Get-Nothing");
    const answer = failureOf(session.invokeCommand("Start-Wait"));
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await session.close();
    expect(await answer).toMatchObject({ code: "ConnectionFailed" });
  });

  it("answers 200 callers at once, each with its own", async () => {
    const session = open({ pool: 2 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => session.invokeCommand("Get-Echo", { Index: index })),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => ({ Index: index })));
  });

  it("starts no more shells than its pool has, and none before it is used", async () => {
    const session = open({ pool: 3 });
    const ids = await Promise.all(Array.from({ length: 50 }, () => session.invokeCommand("Get-ProcessId")));
    expect(new Set(ids).size).toBeLessThanOrEqual(3);
  });

  it("says who it is and which commands are there", async () => {
    expect(await open().check({ commands: ["Get-Echo", "Get-Missing", "Get-Echo"] })).toEqual({
      account: "CORP\\svc-sync, elevated",
      target: "SYNC01, PowerShell 7.6.0",
      commands: [
        { name: "Get-Echo", isAvailable: true },
        { name: "Get-Missing", isAvailable: false },
      ],
    });
  });
});

describe("what a command fails with", () => {
  const open = useStandIn();
  const failure = (about: Readonly<Record<string, unknown>>) =>
    failureOf(open().invokeCommand("Write-Failure", { message: "It failed.", ...about }));

  it.each([
    [{ category: "PermissionDenied" }, "PermissionDenied", false],
    [{ category: "SecurityError" }, "PermissionDenied", false],
    [{ exceptionType: "System.UnauthorizedAccessException", category: "NotSpecified" }, "PermissionDenied", false],
    [{ fullyQualifiedErrorId: "ScriptRequiresElevation", category: "PermissionDenied" }, "ElevationRequired", false],
    [{ hResult: -2147024156, category: "PermissionDenied" }, "ElevationRequired", false],
    [{ exceptionType: "System.Management.Automation.ParameterBindingException" }, "InvalidInput", false],
    [{ exceptionType: "System.Management.Automation.ParameterBindingValidationException" }, "InvalidInput", false],
    [{ category: "ResourceBusy" }, "Busy", true],
    [{ category: "ResourceExists" }, "AlreadyExists", false],
    [{ category: "LimitsExceeded" }, "Throttled", true],
    [{ category: "OperationTimeout" }, "Timeout", true],
    [{ category: "ConnectionError" }, "ConnectionFailed", true],
    [{ category: "NotImplemented" }, "Unsupported", false],
    [{ exceptionType: transportException, fullyQualifiedErrorId: "PSSessionStateBroken" }, "ConnectionFailed", true],
    [
      { exceptionType: transportException, fullyQualifiedErrorId: "AccessDenied,PSSessionOpenFailed" },
      "PermissionDenied",
      false,
    ],
    [
      { exceptionType: "System.Management.Automation.ItemNotFoundException", category: "ObjectNotFound" },
      "NotFound",
      false,
    ],
    [{ category: "ObjectNotFound" }, "RemoteExecutionFailed", false],
    [{ category: "NotSpecified" }, "RemoteExecutionFailed", false],
  ])("%j is %s", async (about, code, transient) => {
    expect(await failure(about)).toMatchObject({ code, transient, message: "Write-Failure failed: It failed." });
  });

  it("keeps what the far end said", async () => {
    const about = {
      exceptionType: "System.InvalidOperationException",
      fullyQualifiedErrorId: "Odd,Command",
      category: "InvalidOperation",
      activity: "Do-It",
      reason: "InvalidOperationException",
      target: "jane",
      targetType: "String",
      position: "ADSync.psm1: line 3, column 5",
      inner: [{ exceptionType: "System.Exception", message: "deeper", secret: "never" }],
    };
    const { details } = await failure(about);
    expect(details).toEqual({
      command: "Write-Failure",
      message: "It failed.",
      ...about,
      inner: [{ exceptionType: "System.Exception", message: "deeper" }],
      isTerminating: true,
    });
  });

  it("tells where to get a command that is missing", async () => {
    const error = await failureOf(open().invokeCommand("Get-Missing"));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    expect(error.message).toContain("Install the module");
  });

  it("counts errors that did not end it, and lists all of them", async () => {
    const error = await failureOf(open().invokeCommand("Write-NonTerminating"));
    expect(error).toMatchObject({
      message: "Write-NonTerminating failed: first",
      details: { isTerminating: false, further: [{ message: "second" }] },
    });
  });
});

describe("a command that is given up", () => {
  const open = useStandIn();

  it("rejects with the signal's reason, and is stopped", async () => {
    const session = open();
    const controller = new AbortController();
    const shell = await session.invokeCommand("Get-ProcessId");
    const waiting = session.invokeCommand("Start-Wait", {}, { signal: controller.signal });
    const after = session.invokeCommand("Get-ProcessId");
    controller.abort(new Error("enough"));
    expect(await failureOf(waiting)).toMatchObject({ message: "enough" });
    expect(await after).toBe(shell);
  });

  it("sends nothing under an aborted signal", async () => {
    const error = await failureOf(
      open().invokeCommand("Get-Nothing", {}, { signal: AbortSignal.abort(new Error("no")) }),
    );
    expect(error.message).toBe("no");
  });

  it("leaves the queue when it has not begun", async () => {
    const session = open();
    const [first, second] = [new AbortController(), new AbortController()];
    const running = session.invokeCommand("Start-Wait", {}, { signal: first.signal });
    const queued = session.invokeCommand("Get-Many", { Count: 1 }, { signal: second.signal });
    second.abort(new Error("second"));
    expect(await failureOf(queued)).toMatchObject({ message: "second" });
    first.abort(new Error("first"));
    expect(await failureOf(running)).toMatchObject({ message: "first" });
    expect(await session.invokeCommand("Get-Nothing")).toBeNull();
  });

  it("is over when its time is, and the next command works", async () => {
    const timers = createTimers();
    const session = open({ timeoutSeconds: 5 }, { timers });
    expect(await session.invokeCommand("Get-Nothing")).toBeNull();
    const waiting = failureOf(session.invokeCommand("Start-Wait"));
    await expect.poll(() => timers.waiting).toBe(1);
    timers.elapse(5_000);
    expect(await waiting).toMatchObject({ code: "Timeout", transient: true });
    expect(await session.invokeCommand("Get-Nothing")).toBeNull();
  });

  it("has its shell replaced when it does not stop", async () => {
    const timers = createTimers();
    const session = open({}, { timers });
    const controller = new AbortController();
    const shell = await session.invokeCommand("Get-ProcessId");
    const stubborn = failureOf(session.invokeCommand("Start-Stubborn", {}, { signal: controller.signal }));
    await expect.poll(() => timers.waiting).toBe(1);
    controller.abort(new Error("enough"));
    expect(await stubborn).toMatchObject({ message: "enough" });
    const next = session.invokeCommand("Get-ProcessId");
    timers.elapse(5_000);
    expect(await next).not.toBe(shell);
  });
});

describe("a shell that ends", () => {
  const open = useStandIn();

  it.each(["Stop-Shell", "Stop-Silently"])("fails what runs (%s), and the next command works", async (name) => {
    const session = open();
    const error = await failureOf(session.invokeCommand(name));
    expect(error).toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(error.message).toContain(`while it ran ${name}; whether that took effect is not known`);
    expect(await session.invokeCommand("Get-Many", { Count: 1 })).toBe(0);
  });

  it("takes none of the queued commands with it, and runs none twice", async () => {
    const session = open();
    const crash = failureOf(session.invokeCommand("Stop-Shell"));
    const queued = Promise.all(
      Array.from({ length: 20 }, (_, index) => session.invokeCommand("Get-Echo", { Index: index })),
    );
    expect(await crash).toMatchObject({ code: "ConnectionFailed" });
    expect(await queued).toHaveLength(20);
  });

  it("tells why it did not start", async () => {
    const error = await failureOf(open({}, { environment: { START: "complain" } }).invokeCommand("Get-Nothing"));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    expect(error.message).toContain("It wrote: pwsh: cannot load its library");
  });

  it("tells a language mode that lets it do nothing", async () => {
    const error = await failureOf(open({}, { environment: { START: "constrained" } }).invokeCommand("Get-Nothing"));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed" });
    expect(error.message).toContain("ConstrainedLanguage");
  });

  it("gives a start that does not come its time, and no more", async () => {
    const timers = createTimers();
    const session = open({ startTimeoutSeconds: 7 }, { timers, environment: { START: "mute" } });
    const [first, second] = [
      failureOf(session.invokeCommand("Get-Nothing")),
      failureOf(session.invokeCommand("Get-Nothing")),
    ];
    await expect.poll(() => timers.waiting).toBe(1);
    timers.elapse(7_000);
    expect(await first).toMatchObject({ code: "Timeout", transient: true });
    expect(await second).toMatchObject({ code: "Timeout" });
  });

  it("is not there", async () => {
    const { createPowerShellSession } = await import("../src/index.ts");
    for (const executable of ["no-such-powershell", "./pwsh", "/no/such/pwsh"]) {
      const error = await failureOf(
        createPowerShellSession({ transport: "local", executable }).invokeCommand("Get-Date"),
      );
      expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    }
  });

  it("is closed with the session, and what waits is told", async () => {
    const session = open();
    const running = failureOf(session.invokeCommand("Start-Wait"));
    const queued = failureOf(session.invokeCommand("Get-Nothing"));
    expect(session.isExpired()).toBe(false);
    await session.close();
    expect(await running).toMatchObject({ code: "ConnectionFailed" });
    expect(await queued).toMatchObject({ code: "ConnectionFailed" });
    expect(session.isExpired()).toBe(true);
    expect(await failureOf(session.invokeCommand("Get-Nothing"))).toMatchObject({ code: "ConnectionFailed" });
  });
});

describe("a hostile far end", () => {
  const open = useStandIn();

  it.each([
    "Forge-Kind",
    "Forge-Number",
    "Forge-Length",
    "Forge-Base64",
    "Forge-Xml",
    "Forge-Status",
    "Forge-Middle",
    "Forge-Line",
  ])("that breaks the protocol (%s) is ended, and the next command works", async (name) => {
    const session = open();
    const error = await failureOf(session.invokeCommand(name));
    expect(error).toMatchObject({ code: "ConnectionFailed" });
    expect(error.message).toContain(name);
    expect(await session.invokeCommand("Get-Many", { Count: 1 })).toBe(0);
  });

  it("answers for no other request", async () => {
    const session = open();
    expect(await session.invokeCommand("Forge-End")).toBe("own");
    expect(await session.invokeCommand("Get-Many", { Count: 2 })).toEqual([0, 1]);
  });

  it.each(["Flood-Items", "Flood-References"])("exhausts nothing (%s)", async (name) => {
    const error = await failureOf(open({ maxResultMiB: 4 }).invokeCommand(name));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed" });
    expect(error.message).toContain("maxResultMiB");
  });

  it("gets no variable of the host's, and no argument", async () => {
    process.env.IDLE_TEST_PASSWORD = "hunter2";
    try {
      const session = open({ environment: { EXTRA: "given" } } as never);
      const environment = await session.invokeCommand("Get-Environment");
      expect(environment).toMatchObject({ EXTRA: "given", POWERSHELL_TELEMETRY_OPTOUT: "1" });
      expect(JSON.stringify(environment)).not.toContain("hunter2");
      const given = (await session.invokeCommand("Get-Arguments")) as string[];
      expect(given.slice(0, -1)).toEqual(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command"]);
    } finally {
      delete process.env.IDLE_TEST_PASSWORD;
    }
  });
});

describe("the transport remoting", () => {
  const open = useStandIn();
  const remote = (computerName: string, options: Record<string, unknown> = {}, environment = {}) =>
    open({ transport: "remoting", computerName, ...options } as never, { environment });

  it("runs commands where the session leads, as text where scripts may run", async () => {
    expect(await remote("sync01").invokeCommand("Get-Place")).toBe("wrapped");
    expect(await remote("sync01", {}, { LANGUAGE_MODE: "NoLanguage" }).invokeCommand("Get-Place")).toBe("remote");
  });

  it("keeps the session open, and opens it again once when it broke", async () => {
    const session = remote("sync01");
    expect(await session.invokeCommand("Get-Opened")).toBe(1);
    expect(await session.invokeCommand("Get-Opened")).toBe(1);
    expect(await session.invokeCommand("Close-Remote")).toBe("closed");
    expect(await session.invokeCommand("Get-Opened")).toBe(2);
  });

  it("sends no command again when the session broke in the middle", async () => {
    const session = remote("sync01");
    expect(await failureOf(session.invokeCommand("Break-Remote"))).toMatchObject({
      code: "ConnectionFailed",
      transient: true,
    });
    expect(await session.invokeCommand("Get-Opened")).toBe(2);
  });

  it("makes a session ready anew whose opening was given up in the middle", async () => {
    const session = remote("sync01", { modules: ["Slow"] });
    expect(await session.invokeCommand("Get-Imported")).toBe(1);
    expect(await session.invokeCommand("Close-Remote")).toBe("closed");
    const controller = new AbortController();
    const reopening = failureOf(session.invokeCommand("Get-Imported", {}, { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 300);
    expect(await reopening).toMatchObject({ message: "enough" });
    expect(await session.invokeCommand("Get-Imported")).toBe(2);
    expect(await session.invokeCommand("Get-Opened")).toBe(3);
  });

  it("tells that it cannot be opened again", async () => {
    const session = remote("flaky");
    expect(await session.invokeCommand("Close-Remote")).toBe("closed");
    const error = await failureOf(session.invokeCommand("Get-Opened"));
    expect(error).toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(error.message).toContain("No session to flaky could be opened.");
  });

  it("does not try refused credentials again by itself", async () => {
    const credential = { userName: "svc", password: new Secret("s3cret!") };
    const error = await failureOf(remote("refused", { credential }).invokeCommand("Get-Nothing"));
    expect(error).toMatchObject({ code: "PermissionDenied", transient: false });
    expect(error.message).not.toContain("s3cret");
  });

  it("imports modules first, and tells one that is missing", async () => {
    expect(await remote("sync01", { modules: ["ADSync"] }).invokeCommand("Get-Nothing")).toBeNull();
    const error = await failureOf(remote("sync01", { modules: ["Missing"] }).invokeCommand("Get-Nothing"));
    expect(error).toMatchObject({ code: "RemoteExecutionFailed" });
    expect(error.message).toContain('"Missing" could not be imported');
  });
});

describe("a host that forgets to close its session", () => {
  const open = useStandIn();

  it.each([
    ["natural", 0],
    ["exit", 0],
    ["abort", 0],
    ["abort and ask", 0],
    ["throw", 1],
    ["kill", null],
  ])("leaves no process behind (%s)", async (end, code) => {
    // The stand-in knows where it stands.
    const standIn = String(await open().invokeCommand("Get-Script"));
    const host = standIn.replace(/[^\\/]*$/, "forgetful-host.mjs");
    bundle("forgetful-host.ts", host);
    const { stdout, status } = spawnSync(process.execPath, [host, standIn, end], { encoding: "utf8", timeout: 20_000 });
    expect(status).toBe(code);
    const id = Number(stdout);
    expect(id).toBeGreaterThan(0);
    await expect.poll(() => isAlive(id), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
