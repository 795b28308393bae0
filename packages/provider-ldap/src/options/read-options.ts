/** Checks what a host or a configuration hands in, so that a slip is told before anything is contacted. */
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { didYouMean, IdleError, parseDn } from "@idle/contract";

import type { LdapFlavour, LdapProviderOptions } from "./options.ts";
import { readServerUrl, type ServerUrl } from "./server-url.ts";

export interface Settings {
  readonly flavour: LdapFlavour;
  readonly server: ServerUrl;
  readonly baseDn: string | null;
  readonly transport: "ldaps" | "startTls" | "clear";
  readonly ca: string | null;
  readonly serverName: string | null;
  readonly container: string | null;
  readonly allowDelete: boolean;
  readonly revokesSessions: boolean;
  readonly mustChangePassword: boolean;
  readonly nestedGroups: boolean;
  readonly attributeNames: Readonly<Record<string, string>>;
  readonly nameFrom: string | null;
  readonly pageSize: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly upnSuffix: string | null;
  readonly loginAttribute: string;
  readonly rdnAttribute: string;
  readonly objectClass: string;
  readonly auxiliaryClasses: readonly string[];
  readonly accountLock: { readonly attribute: string; readonly value: string } | null;
}

type Check = readonly [(value: unknown) => boolean, string];

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && !/\p{Cc}/u.test(value);
const isAttributeName = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z][A-Za-z0-9-]*$/.test(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf = (...words: readonly string[]): Check => [
  (value) => typeof value === "string" && words.includes(value),
  words.join(" or "),
];
const flag: Check = [(value) => typeof value === "boolean", "true or false"];
const dn: Check = [
  (value) => isText(value) && (parseDn(value)?.length ?? 0) > 0,
  "a distinguished name, such as DC=example,DC=com",
];
const attribute: Check = [isAttributeName, "the name of an attribute"];
const seconds = (most: number): Check => [
  (value) => typeof value === "number" && value > 0 && value <= most,
  `a number of seconds, above 0 and at most ${most}`,
];
const isLock = (value: unknown) =>
  isRecord(value) &&
  isAttributeName(value.attribute) &&
  isText(value.value) &&
  Object.keys(value).every((name) => name === "attribute" || name === "value");

const checks: Readonly<Record<keyof LdapProviderOptions, Check>> = {
  flavour: oneOf("ldap", "activeDirectory"),
  url: [
    (value) => typeof value === "string" && readServerUrl(value) !== null,
    "ldaps://host or ldap://host, with nothing behind it but a port",
  ],
  baseDn: dn,
  startTls: flag,
  caFile: [isText, "the path of a PEM file"],
  serverName: [(value) => isText(value) && /^[A-Za-z0-9._-]+$/.test(value), "the name of a host"],
  allowInsecure: flag,
  container: dn,
  allowDelete: flag,
  revokeSessions: oneOf("none", "resetPassword"),
  mustChangePassword: flag,
  nestedGroups: flag,
  attributeNames: [
    (value) =>
      isRecord(value) && Object.entries(value).every(([name, wire]) => isAttributeName(name) && isAttributeName(wire)),
    "an object of names and attributes, such as { CostCentre: extensionAttribute1 }",
  ],
  nameFrom: attribute,
  pageSize: [
    (value) => Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= 1_000,
    "a whole number, 1 to 1000",
  ],
  timeoutSeconds: seconds(3_600),
  connectTimeoutSeconds: seconds(600),
  upnSuffix: [(value) => isText(value) && /^[^\s@]+$/.test(value), "a suffix without @, such as example.com"],
  loginAttribute: attribute,
  rdnAttribute: attribute,
  objectClass: attribute,
  auxiliaryClasses: [(value) => Array.isArray(value) && value.every(isAttributeName), "a list of object classes"],
  accountLock: [(value) => value === null || isLock(value), "null or { attribute, value }"],
};

const ofLdapOnly = ["loginAttribute", "rdnAttribute", "objectClass", "auxiliaryClasses", "accountLock"] as const;

/** Fills in defaults and reads the CA file. Throws `InvalidInput`, or `FileUnreadable` for a CA file. */
export function readOptions(options: unknown): Settings {
  if (!isRecord(options)) throw refuse("options must be an object with flavour and url");
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof LdapProviderOptions] : undefined;
    if (check === undefined) {
      const near = didYouMean(name, Object.keys(checks));
      const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
      const known = Object.keys(checks).join(", ");
      throw refuse(`there is no option ${JSON.stringify(name)}.${hint} There are ${known}`, name);
    }
    const [isValid, wanted] = check;
    if (value !== undefined && !isValid(value)) throw refuse(`${name} must be ${wanted}`, name);
  }
  for (const name of ["flavour", "url"] as const) {
    if (options[name] === undefined) throw refuse(`${name} is missing; it must be ${checks[name][1]}`, name);
  }
  const checked = options as unknown as LdapProviderOptions;
  const { flavour, url, startTls = false, allowInsecure = false, caFile, loginAttribute = "uid" } = checked;
  const server = readServerUrl(url);
  if (server === null) throw refuse(`url must be ${checks.url[1]}`, "url");
  const stray = flavour === "ldap" ? (["upnSuffix"] as const) : ofLdapOnly;
  for (const name of stray) {
    if (checked[name] !== undefined) throw refuse(`${name} has no meaning with flavour ${flavour}`, name);
  }
  if (flavour === "ldap" && checked.baseDn === undefined) {
    throw refuse("baseDn is missing; with flavour ldap it must be named", "baseDn");
  }
  if (server.isLdaps && startTls) throw refuse("startTls is for ldap://; ldaps:// is TLS from the start", "startTls");
  const transport = server.isLdaps ? "ldaps" : startTls ? "startTls" : "clear";
  if (transport === "clear") {
    if (!server.isLoopback && !allowInsecure) {
      throw refuse(
        `${url} would send passwords in clear. Use ldaps://, or startTls: true; allowInsecure: true is for networks that nobody else is on`,
        "url",
      );
    }
    for (const name of ["caFile", "serverName"] as const) {
      if (checked[name] !== undefined) throw refuse(`${name} has no meaning without TLS`, name);
    }
  }
  return {
    flavour,
    server,
    baseDn: checked.baseDn ?? null,
    transport,
    ca: caFile === undefined ? null : readCertificates(caFile),
    serverName: checked.serverName ?? null,
    container: checked.container ?? null,
    allowDelete: checked.allowDelete ?? false,
    revokesSessions: checked.revokeSessions === "resetPassword",
    mustChangePassword: checked.mustChangePassword ?? true,
    nestedGroups: checked.nestedGroups ?? false,
    attributeNames: checked.attributeNames ?? {},
    nameFrom: checked.nameFrom ?? null,
    pageSize: checked.pageSize ?? 500,
    timeoutMs: (checked.timeoutSeconds ?? 30) * 1_000,
    connectTimeoutMs: (checked.connectTimeoutSeconds ?? 10) * 1_000,
    upnSuffix: checked.upnSuffix ?? null,
    loginAttribute,
    rdnAttribute: checked.rdnAttribute ?? loginAttribute,
    objectClass: checked.objectClass ?? "inetOrgPerson",
    auxiliaryClasses: checked.auxiliaryClasses ?? [],
    accountLock:
      checked.accountLock === undefined
        ? { attribute: "pwdAccountLockedTime", value: "000001010000Z" }
        : checked.accountLock,
  };
}

function readCertificates(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const where = isAbsolute(file) ? "" : ", which is looked for from the folder the program runs in";
    throw new IdleError("FileUnreadable", `The caFile ${JSON.stringify(file)}${where} cannot be read.`, {
      details: { file },
      cause,
    });
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw refuse(`caFile ${JSON.stringify(file)} has no certificate in PEM form`, "caFile");
}

function refuse(why: string, option?: string): IdleError {
  return new IdleError("InvalidInput", `The LDAP provider cannot be made: ${why}.`, {
    details: option === undefined ? {} : { option },
  });
}
