import { Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { readOptions } from "../src/options/read-options.ts";
import { createPowerShellSession } from "../src/powershell-session.ts";

type Options = Readonly<Record<string, unknown>>;

const secret = new Secret("hunter2");
const local: Options = { transport: "local" };
const winrm: Options = { transport: "remoting", computerName: "sync01.example.com" };
const overSsh: Options = { transport: "remoting", hostName: "sync01.example.com" };
const ssh: Options = { transport: "ssh", hostName: "sync01.example.com", userName: "svc", privateKey: secret };
const fingerprint = `SHA256:${"a".repeat(43)}`;

/** What is said about options that are refused. */
function complaintAbout(options: unknown): string {
  try {
    readOptions(options);
  } catch (error) {
    expect(error).toMatchObject({ name: "IdleError", code: "InvalidInput" });
    const { message, stack } = error as Error;
    expect(`${message}${stack}`).not.toContain("hunter2");
    return message;
  }
  return expect.unreachable(`${JSON.stringify(options)} got through.`);
}

describe("options that are right", () => {
  it.each<[string, Options]>([
    ["nothing but the transport local", local],
    ["the least port", { ...winrm, port: 1 }],
    ["the least port of SSH", { ...ssh, port: 1 }],
    ["the longest name", { ...overSsh, userName: "u".repeat(201) }],
    ["a fingerprint of any signs", { ...ssh, hostKey: `SHA256:${"azAZ09+/".padEnd(43, "9")}` }],
    [
      "all that local knows",
      {
        ...local,
        allowedCommands: ["Get-ADUser", "ADSync\\Get-ADSyncScheduler", "whoami"],
        modules: ["ActiveDirectory", "/opt/modules/My Module.psd1"],
        timeoutSeconds: 0.5,
        startTimeoutSeconds: 86_400,
        pool: 16,
        depth: 32,
        maxResultMiB: 2048,
        targetId: "the target",
        onWarning: () => undefined,
        executable: "/opt/Power Shell (7)/pwsh",
        environment: { HTTPS_PROXY: "http://proxy:3128", _: "" },
      },
    ],
    ["the least of each number", { ...local, timeoutSeconds: 1e-3, pool: 1, depth: 1, maxResultMiB: 1 }],
    ["undefined for what is left out", { ...local, pool: undefined, credential: undefined, anything: undefined }],
    ["lists without anything", { ...local, allowedCommands: [], modules: [], environment: {} }],
    ["a computer", winrm],
    [
      "all that WinRM knows",
      {
        ...winrm,
        port: 5986,
        credential: { userName: "CORP\\svc", password: secret },
        configurationName: "JEA.Sync-1",
        useSsl: true,
        authentication: "Basic",
      },
    ],
    ["Kerberos without SSL", { ...winrm, authentication: "Kerberos", useSsl: false }],
    ["a host", overSsh],
    [
      "all that remoting over SSH knows",
      {
        ...overSsh,
        port: 22,
        userName: "CORP\\svc",
        keyFilePath: "/keys/my key",
        subsystem: "powershell",
        knownHosts: "/etc/idle/known_hosts",
      },
    ],
    ["a user of a domain", { ...overSsh, userName: "svc@corp.example.com" }],
    ["a private key", ssh],
    ["a key with its passphrase", { ...ssh, passphrase: secret, hostKey: fingerprint }],
    ["a password", { transport: "ssh", hostName: "h", userName: "u", password: secret }],
    ["an agent", { transport: "ssh", hostName: "h", userName: "u", agent: true }],
    ["the agent's socket", { transport: "ssh", hostName: "h", userName: "u", agent: "/run/agent.sock" }],
    ["a fingerprint with its sign of padding", { ...ssh, hostKey: `${fingerprint}=` }],
    ["no check of the server", { ...ssh, checkHostKey: false }],
    [
      "modules of another system",
      { ...winrm, modules: ["C:\\Modules\\M.psm1", "\\\\share\\M.psm1", "/opt/M.psm1", "ADSync"] },
    ],
  ])("%s", (_, options) => {
    expect(readOptions(options)).toBe(options);
  });

  it.each([
    "sync01",
    "SYNC01.example.com.",
    "10.0.0.5",
    "::1",
    "fe80::1",
    "2001:db8::a",
    "::9",
    "h",
    "_",
    "my_host",
    "_h",
    "x".repeat(254),
  ])("the server %s", (name) => {
    expect(readOptions({ ...winrm, computerName: name })).toMatchObject({ computerName: name });
    expect(readOptions({ ...overSsh, hostName: name })).toMatchObject({ hostName: name });
    expect(readOptions({ ...ssh, hostName: name })).toMatchObject({ hostName: name });
  });

  it.each([
    "pwsh",
    "powershell.exe",
    "/usr/bin/pwsh",
    "C:\\Program Files (x86)\\PowerShell\\7\\pwsh.exe",
    "pwsh-preview",
  ])("the program %s at an SSH server", (executable) => {
    expect(readOptions({ ...ssh, executable })).toMatchObject({ executable });
  });
});

describe("options that are no options", () => {
  it.each([[undefined], [null], ["local"], [5], [[]], [[local]], [() => local]])("%j", (options) => {
    expect(complaintAbout(options)).toBe("The options must be an object.");
  });

  it.each([[undefined], [null], ["Local"], ["winrm"], [""], [["local"]], ["__proto__"], ["constructor"], [1]])(
    "a transport that is %j",
    (transport) => {
      expect(complaintAbout({ transport })).toBe("The option transport must be local, remoting or ssh.");
    },
  );

  it("are told before anything is started", () => {
    expect(() => createPowerShellSession({ transport: "local", pool: 0 })).toThrow("The option pool must be");
  });
});

describe("options that are not known", () => {
  it.each<[Options, string]>([
    [{ ...local, Pool: 1 }, 'There is no option "Pool". Did you mean pool?'],
    [{ ...ssh, hostname: "h" }, 'There is no option "hostname". Did you mean hostName?'],
    [
      { ...local, computerName: "h" },
      "The option computerName belongs to the transport remoting, and this one is local.",
    ],
    [
      { ...local, hostName: "h" },
      "The option hostName belongs to the transport remoting or ssh, and this one is local.",
    ],
    [{ ...winrm, hostKey: fingerprint }, "The option hostKey belongs to the transport ssh, and this one is remoting."],
    [
      { ...ssh, environment: {} },
      "The option environment belongs to the transport local or remoting, and this one is ssh.",
    ],
    [{ ...ssh, keyFilePath: "k" }, "The option keyFilePath belongs to the transport remoting, and this one is ssh."],
    [{ ...winrm, password: secret }, "The option password belongs to the transport ssh, and this one is remoting."],
    [{ ...local, onError: 1 }, 'There is no option "onError". The transport local knows transport, allowedCommands,'],
    [{ ...local, 'a"\n': 1 }, 'There is no option "a\\"\\n". The transport local knows'],
    [{ ...local, constructor: 1 }, 'There is no option "constructor". The transport local knows'],
    [{ ...local, toString: () => "x" }, 'There is no option "toString". The transport local knows'],
    [JSON.parse('{"transport":"local","__proto__":{"pool":0}}'), 'There is no option "__proto__". The transport local'],
  ])("%j", (options, message) => {
    expect(complaintAbout(options).slice(0, message.length)).toBe(message);
  });
});

describe("an option with a wrong value", () => {
  const texts = ["", 5, true, null, {}, ["a"], "a\0b", "a\nb", "a\u0085b", secret];
  const names = [
    ...texts,
    "-x",
    "-oProxyCommand=id",
    "a'b",
    'a"b',
    "a;b",
    "a$b",
    "a`b",
    "a/b",
    "a=b",
    "a\tb",
    "ä",
    "x".repeat(255),
  ];
  const paths = [...texts, "file", "./file", "../file", "folder/file", "~/file", "-x"];
  const seconds = [0, -1, 86_401, Number.NaN, Number.POSITIVE_INFINITY, "5", null, 5n, [5]];
  const counts = (most: number) => [0, -1, 1.5, most + 1, Number.NaN, "1", true, null, [1], 1n];
  const flags = ["true", "false", 0, 1, null, []];
  const secrets = ["hunter2", "", null, {}, { reveal: () => "hunter2" }, Buffer.from("hunter2")];
  it.each<[Options, string, readonly unknown[]]>([
    [local, "allowedCommands", ["Get-Date", null, {}, ["Get-Date; whoami"], ["./evil"], [""], [5], ["Get-*"], [["a"]]]],
    [
      local,
      "modules",
      ["ADSync", null, {}, ...[...texts, "./a", "../a", "a/b", "a\\b"].map((text) => [text]), ["a", ""]],
    ],
    [local, "timeoutSeconds", seconds],
    [local, "startTimeoutSeconds", seconds],
    [local, "pool", counts(16)],
    [local, "depth", counts(32)],
    [local, "maxResultMiB", counts(2048)],
    [local, "targetId", texts],
    [local, "onWarning", ["log", null, {}, true]],
    [local, "executable", texts],
    [
      local,
      "environment",
      ["A=1", 5, null, { A: 1 }, { A: null }, { "A=B": "x" }, { "": "x" }, { "a b": "x" }, { ä: "x" }],
    ],
    [{ transport: "remoting" }, "computerName", names],
    [{ transport: "remoting" }, "hostName", names],
    [winrm, "port", counts(65_535)],
    [
      winrm,
      "credential",
      [
        "svc",
        null,
        {},
        secret,
        { userName: "svc" },
        { userName: "svc", password: "hunter2" },
        { userName: "", password: secret },
        { userName: "a\nb", password: secret },
        { userName: 5, password: secret },
        { password: secret },
        { userName: "svc", password: secret, domain: "CORP" },
      ],
    ],
    [winrm, "configurationName", names],
    [winrm, "useSsl", flags],
    [winrm, "authentication", ["basic", "kerberos", "", "None", null, 5, {}, "constructor"]],
    [overSsh, "userName", [...names, "u".repeat(202)]],
    [overSsh, "keyFilePath", paths],
    [overSsh, "subsystem", names],
    [overSsh, "knownHosts", paths],
    [{ transport: "ssh", userName: "svc", agent: true }, "hostName", names],
    [ssh, "port", counts(65_535)],
    [{ transport: "ssh", hostName: "h", agent: true }, "userName", texts],
    [{ transport: "ssh", hostName: "h", userName: "u" }, "password", secrets],
    [{ transport: "ssh", hostName: "h", userName: "u" }, "privateKey", secrets],
    [ssh, "passphrase", secrets],
    [ssh, "agent", paths.filter((path) => path !== true)],
    [ssh, "knownHosts", paths],
    [ssh, "checkHostKey", flags],
    [
      ssh,
      "hostKey",
      [
        "",
        5,
        null,
        "SHA256:",
        "a".repeat(43),
        `MD5:${"a".repeat(43)}`,
        `sha256:${"a".repeat(43)}`,
        `SHA256:${"a".repeat(42)}`,
        `SHA256:${"a".repeat(44)}`,
        `SHA256:${"-".repeat(43)}`,
        `${fingerprint}\n`,
        ` ${fingerprint}`,
        [fingerprint],
      ],
    ],
    [
      ssh,
      "executable",
      [
        ...texts,
        "-pwsh",
        " pwsh",
        "pwsh; id",
        "pwsh & id",
        "pwsh | id",
        "pwsh > f",
        "pwsh < f",
        "$(id)",
        "p$HOME",
        "`id`",
        'p"w',
        "p'w",
        "p*",
        "p?",
        "[p]",
        "p{a,b}",
        "~/pwsh",
        "p!w",
        "p%PATH%",
        "p^w",
        "p#w",
        "p=w",
        "p,w",
        "p@w",
        "p‘w",
        "p\tw",
      ],
    ],
  ])("of %j: %s", (options, name, values) => {
    for (const value of values) {
      expect(complaintAbout({ ...options, [name]: value })).toMatch(new RegExp(`^The option ${name} must be .+\\.$`));
    }
  });

  it.each<[Options, string, unknown, string]>([
    [local, "timeoutSeconds", 0, "a number of seconds above 0 and up to 86400"],
    [local, "pool", 17, "a whole number from 1 to 16"],
    [local, "modules", ["./m"], "a list, each the name of a module, or an absolute path"],
    [local, "executable", "", "a text"],
    [winrm, "useSsl", 1, "true or false"],
    [winrm, "credential", 1, "a userName and a password that is a secret"],
    [overSsh, "userName", "", "a name of letters, digits, dots, hyphens and backslashes, without blanks"],
    [overSsh, "knownHosts", "k", "an absolute path without signs that ssh reads: quotes, % and $"],
    [overSsh, "knownHosts", "/k%h", "an absolute path without signs that ssh reads: quotes, % and $"],
    [overSsh, "keyFilePath", "/k'h", "an absolute path without signs that ssh reads: quotes, % and $"],
    [overSsh, "keyFilePath", "/k$HOME", "an absolute path without signs that ssh reads: quotes, % and $"],
    [ssh, "password", "p", "a secret, such as env:NAME or file:/path"],
    [ssh, "agent", "a", "true, or the absolute path of the agent's socket"],
    [ssh, "hostKey", "", "a fingerprint such as SHA256:…"],
  ])("of %j: %s, which says what to write", (options, name, value, what) => {
    expect(complaintAbout({ ...options, [name]: value })).toBe(`The option ${name} must be ${what}.`);
  });

  it.each([
    "-oProxyCommand=id",
    "-l",
    "--",
    " h",
    "h ",
    "h h",
    "h\n",
    "\nh",
    "h\nProxyCommand id",
    "h\0",
    "svc@h",
    "ssh://h",
    "h/share",
    "h\\share",
    "[::1]",
    ":1",
    ".h",
    ".",
    "h,i",
    "h;id",
    "h&id",
    "h|id",
    "$(id)",
    "`id`",
    "'h'",
    '"h"',
    "h%0a",
    "h*",
    "hоst",
    "x".repeat(255),
  ])("a server named %j", (name) => {
    const message = "must be the name or address of a server.";
    expect(complaintAbout({ ...winrm, computerName: name })).toBe(`The option computerName ${message}`);
    expect(complaintAbout({ ...overSsh, hostName: name })).toBe(`The option hostName ${message}`);
    expect(complaintAbout({ ...ssh, hostName: name })).toBe(`The option hostName ${message}`);
  });
});

describe("options that do not go together", () => {
  it.each<[string, Options, string]>([
    ["no server", { transport: "remoting" }, "needs computerName, for WinRM, or hostName, for PowerShell over SSH"],
    ["two servers", { ...winrm, hostName: "h" }, "one of the two"],
    ["Basic without SSL", { ...winrm, authentication: "Basic" }, "Use it with useSsl: true"],
    ["Basic with SSL off", { ...winrm, authentication: "Basic", useSsl: false }, "Use it with useSsl: true"],
    [
      "a credential over SSH",
      { ...overSsh, credential: { userName: "u", password: secret } },
      "option credential is for WinRM",
    ],
    ["an endpoint over SSH", { ...overSsh, configurationName: "JEA" }, "option configurationName is for WinRM"],
    ["SSL over SSH", { ...overSsh, useSsl: false }, "option useSsl is for WinRM"],
    ["authentication over SSH", { ...overSsh, authentication: "Basic" }, "option authentication is for WinRM"],
    ["a user of WinRM", { ...winrm, userName: "u" }, "option userName is for SSH"],
    ["a key of WinRM", { ...winrm, keyFilePath: "/k" }, "option keyFilePath is for SSH"],
    ["a subsystem of WinRM", { ...winrm, subsystem: "s" }, "option subsystem is for SSH"],
    ["known hosts of WinRM", { ...winrm, knownHosts: "/k" }, "option knownHosts is for SSH"],
    ["SSH to nowhere", { transport: "ssh", userName: "u", agent: true }, "needs hostName and userName"],
    ["SSH as nobody", { transport: "ssh", hostName: "h", agent: true }, "needs hostName and userName"],
    [
      "SSH with nothing to log on with",
      { transport: "ssh", hostName: "h", userName: "u" },
      "needs a privateKey, an agent",
    ],
    [
      "SSH without its agent",
      { transport: "ssh", hostName: "h", userName: "u", agent: false },
      "needs a privateKey, an agent",
    ],
    [
      "SSH with a passphrase alone",
      { transport: "ssh", hostName: "h", userName: "u", passphrase: secret },
      "needs a privateKey, an agent",
    ],
    [
      "a passphrase without its key",
      { transport: "ssh", hostName: "h", userName: "u", agent: true, passphrase: secret },
      "A passphrase is of a privateKey",
    ],
    [
      "a key that nobody looks at",
      { ...ssh, hostKey: fingerprint, checkHostKey: false },
      "With checkHostKey: false nobody",
    ],
    ["Basic in disguise", { ...winrm, authentication: ["Basic"] }, "The option authentication must be"],
    ["an environment that is none", { transport: "local", environment: new Map() }, "The option environment must be"],
    [
      "a variable that ends early",
      { transport: "local", environment: { A: "a\0b" } },
      "The option environment must be",
    ],
    ["a module by a pattern", { transport: "local", modules: ["*"] }, "The option modules must be"],
    ["two ways to know the server", { ...ssh, hostKey: fingerprint, knownHosts: "/k" }, "Give hostKey or knownHosts"],
  ])("%s", (_, options, message) => {
    expect(complaintAbout(options)).toContain(message);
  });
});
