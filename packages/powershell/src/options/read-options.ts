/** Checks what a host or a configuration hands in, so that a slip is told before anything is started. */
import { isAbsolute, posix } from "node:path";
import { IdleError, isSecret } from "@idle/contract";
import { isCommandName } from "../command/command-name.ts";
import type { PowerShellSessionOptions } from "./options.ts";

type Check = readonly [(value: unknown) => boolean, string];
type Checks = Readonly<Record<string, Check>>;

const text: Check = [(value) => typeof value === "string" && value !== "" && !/[\p{Cc}]/u.test(value), "a text"];
/** Whatever the working folder is when the first command runs. */
const path: Check = [(value) => text[0](value) && isAbsolute(String(value)), "an absolute path"];
/** A path is one of the system that the commands run on, which may be another one than this. */
const moduleOn = (isAbsoluteThere: (path: string) => boolean): Check => [
  (value) => text[0](value) && (isAbsoluteThere(String(value)) || /^[A-Za-z0-9_][A-Za-z0-9_. -]*$/.test(String(value))),
  "the name of a module, or an absolute path",
];
const isAbsoluteAnywhere = (path: string): boolean => posix.isAbsolute(path) || /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
/** PowerShell hands it to `ssh`, which reads some signs in it. */
const pathForSsh: Check = [
  (value) => path[0](value) && !/["'%$]/.test(String(value)),
  "an absolute path without signs that ssh reads: quotes, % and $",
];
const flag: Check = [(value) => typeof value === "boolean", "true or false"];
const secret: Check = [isSecret, "a secret, such as env:NAME or file:/path"];
const oneOf = (...words: readonly string[]): Check => [
  (value) => typeof value === "string" && words.includes(value),
  words.join(" or "),
];
const whole = (least: number, most: number): Check => [
  (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  `a whole number from ${least} to ${most}`,
];
const seconds: Check = [
  (value) => typeof value === "number" && value > 0 && value <= 86_400,
  "a number of seconds above 0 and up to 86400",
];
/** A host's name or address: never an option of a program, nor a text with a meaning of its own. */
const host: Check = [
  (value) =>
    typeof value === "string" &&
    /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,253})$|^[A-Za-z0-9_][A-Za-z0-9_.-]{0,253}$|^::[A-Fa-f0-9:.]*$/.test(value),
  "the name or address of a server",
];
const word: Check = [
  (value) => typeof value === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.\\@ -]{0,200}$/.test(value),
  "a name of letters, digits, dots, hyphens and backslashes",
];
/** The same without blanks, of which a program may make two arguments. */
const token: Check = [
  (value) => typeof value === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.\\@-]{0,200}$/.test(value),
  "a name of letters, digits, dots, hyphens and backslashes, without blanks",
];
const credential: Check = [
  (value) => {
    const { userName, password, ...others } = Object(value) as Readonly<Record<string, unknown>>;
    return text[0](userName) && isSecret(password) && Object.keys(others).length === 0;
  },
  "a userName and a password that is a secret",
];
const listOf = ([isOne, what]: Check): Check => [
  (value) => Array.isArray(value) && Array.from(value).every(isOne),
  `a list, each ${what}`,
];

const common: Checks = {
  transport: oneOf("local", "remoting", "ssh"),
  allowedCommands: listOf([isCommandName, "the name of a command"]),
  modules: listOf(moduleOn(isAbsoluteAnywhere)),
  timeoutSeconds: seconds,
  startTimeoutSeconds: seconds,
  pool: whole(1, 16),
  depth: whole(1, 32),
  maxResultMiB: whole(1, 2048),
  targetId: text,
  onWarning: [(value) => typeof value === "function", "a function"],
};
const program: Checks = {
  executable: text,
  environment: [
    (value) =>
      typeof value === "object" &&
      value !== null &&
      [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
      Object.entries(value).every(
        ([name, each]) => /^\w+$/.test(name) && typeof each === "string" && !each.includes("\0"),
      ),
    "names and their texts",
  ],
};
const transports: Readonly<Record<PowerShellSessionOptions["transport"], Checks>> = {
  local: { ...common, ...program, modules: listOf(moduleOn(isAbsolute)) },
  remoting: {
    ...common,
    ...program,
    computerName: host,
    hostName: host,
    port: whole(1, 65_535),
    credential,
    configurationName: word,
    useSsl: flag,
    authentication: oneOf(
      "Default",
      "Basic",
      "Negotiate",
      "NegotiateWithImplicitCredential",
      "Credssp",
      "Digest",
      "Kerberos",
    ),
    userName: token,
    keyFilePath: pathForSsh,
    subsystem: token,
    knownHosts: pathForSsh,
  },
  ssh: {
    ...common,
    hostName: host,
    port: whole(1, 65_535),
    userName: text,
    password: secret,
    privateKey: secret,
    passphrase: secret,
    agent: [
      (value) => typeof value === "boolean" || path[0](value),
      "true, or the absolute path of the agent's socket",
    ],
    hostKey: [
      (value) => typeof value === "string" && /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(value),
      "a fingerprint such as SHA256:…",
    ],
    knownHosts: path,
    checkHostKey: flag,
    executable: [
      (value) => typeof value === "string" && /^[A-Za-z0-9_/][A-Za-z0-9_.:/\\ ()-]*(?<!\\)$/.test(value),
      "the name or path of a program, without quotes and other signs that a shell reads",
    ],
  },
};

/** Throws InvalidInput that names the option and what to write. */
export function readOptions(options: unknown): PowerShellSessionOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw wrong("The options must be an object.");
  const given = options as Readonly<Record<string, unknown>>;
  const { transport } = given;
  if (transport !== "local" && transport !== "remoting" && transport !== "ssh") {
    throw wrong("The option transport must be local, remoting or ssh.");
  }
  const checks = transports[transport];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw wrong(unknownOption(name, transport, Object.keys(checks)));
    if (!check[0](value)) throw wrong(`The option ${name} must be ${check[1]}.`);
  }
  const problem = transport === "remoting" ? remotingProblem(given) : transport === "ssh" ? sshProblem(given) : null;
  if (problem !== null) throw wrong(problem);
  return given as unknown as PowerShellSessionOptions;
}

function unknownOption(name: string, transport: string, known: readonly string[]): string {
  const near = known.find((each) => each.toLowerCase() === name.toLowerCase());
  const others = Object.entries(transports).filter(([, checks]) => Object.hasOwn(checks, name));
  if (near !== undefined) return `There is no option ${JSON.stringify(name)}. Did you mean ${near}?`;
  if (others.length > 0) {
    return `The option ${name} belongs to the transport ${others.map(([each]) => each).join(" or ")}, and this one is ${transport}.`;
  }
  return `There is no option ${JSON.stringify(name)}. The transport ${transport} knows ${known.join(", ")}.`;
}

function remotingProblem(given: Readonly<Record<string, unknown>>): string | null {
  const has = (name: string): boolean => given[name] !== undefined;
  if (has("computerName") === has("hostName")) {
    return "The transport remoting needs computerName, for WinRM, or hostName, for PowerShell over SSH; one of the two.";
  }
  const ofOther = has("hostName")
    ? ["credential", "configurationName", "useSsl", "authentication"]
    : ["userName", "keyFilePath", "subsystem", "knownHosts"];
  const surplus = ofOther.find(has);
  if (surplus !== undefined) {
    return has("hostName")
      ? `The option ${surplus} is for WinRM (computerName). Over SSH the account is userName, with a key in keyFilePath or in the agent.`
      : `The option ${surplus} is for SSH (hostName). With WinRM the account is credential.`;
  }
  if (given.authentication === "Basic" && given.useSsl !== true) {
    return "authentication: Basic sends the password as it is. Use it with useSsl: true, or use Kerberos or Negotiate.";
  }
  return null;
}

function sshProblem(given: Readonly<Record<string, unknown>>): string | null {
  const has = (name: string): boolean => given[name] !== undefined && given[name] !== false;
  if (!has("hostName") || !has("userName")) return "The transport ssh needs hostName and userName.";
  if (!["password", "privateKey", "agent"].some(has)) {
    return "The transport ssh needs a privateKey, an agent or a password to log on with.";
  }
  if (has("passphrase") && !has("privateKey")) return "A passphrase is of a privateKey, and there is none.";
  if (given.checkHostKey === false && (has("hostKey") || has("knownHosts"))) {
    return "With checkHostKey: false nobody looks at hostKey or knownHosts. Leave one of them out.";
  }
  if (has("hostKey") && has("knownHosts"))
    return "Give hostKey or knownHosts; with both nobody knows which one counts.";
  return null;
}

function wrong(message: string): IdleError {
  return new IdleError("InvalidInput", message);
}
