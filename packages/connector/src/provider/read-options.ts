/** Checks what a host or a configuration hands in, so that a slip is told before anything is contacted. */
import { resolve } from "node:path";
import { didYouMean, dnKey, IdleError } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import { nameAttribute } from "../model/entry.ts";
import type { ConnectorProviderOptions } from "./options.ts";

export interface Settings {
  readonly objectType: string;
  /** Null: what the schema says. */
  readonly identityKey: string | null;
  readonly rdnAttribute: string | null;
  readonly rdnFrom: string | null;
  readonly container: string | null;
  readonly enabled: ConnectorProviderOptions["enabled"] | null;
  readonly entitlements: ConnectorProviderOptions["entitlements"] | null;
  readonly allowDelete: boolean;
  readonly revokesSessions: boolean;
  readonly read: "import" | "space";
  readonly maxAgeMs: number;
}

type Check = readonly [(value: unknown) => boolean, string];
type Checks = Readonly<Record<string, Check>>;

const isText = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && value.isWellFormed() && !/\p{Cc}/u.test(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isDn = (value: unknown): value is string => isText(value) && dnKey(value) !== null && dnKey(value) !== dnKey("");
const attribute: Check = [isText, "the name of an attribute"];
const functions = (...names: readonly string[]): Check => [
  (value) => isRecord(value) && names.every((name) => typeof value[name] === "function"),
  `an object with ${names.join(" and ")}, which are functions: a host hands it over in code`,
];
const aFunction: Check = [(value) => typeof value === "function", "a function: a host hands it over in code"];
const stateValue: Check = [
  (value) =>
    value === null || typeof value === "boolean" || Number.isSafeInteger(value) || (isText(value) && value !== ""),
  "a text, a whole number, true, false, or null for no value",
];

const checks: Checks = {
  definition: [(value) => isText(value) || isRecord(value), "the path of a connector.yaml, or what would stand in it"],
  scripts: functions("schema"),
  folder: [isText, "the path of a folder"],
  objectType: [isText, "the name of an object type"],
  identityKey: attribute,
  rdnAttribute: [
    (value) => typeof value === "string" && /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/.test(value),
    "what names begin with, such as CN",
  ],
  rdnFrom: attribute,
  container: [isDn, "a distinguished name, such as OU=Staff,DC=example,DC=com"],
  enabled: [isRecord, "{ attribute, enabled, disabled }"],
  entitlements: [isRecord, "{ kind, attribute }, with of and displayName where other objects are what is granted"],
  allowDelete: [(value) => typeof value === "boolean", "true or false"],
  revokeSessions: [(value) => value === "none" || value === "resetPassword", "none or resetPassword"],
  read: [(value) => value === "import" || value === "space", "import or space"],
  maxAgeSeconds: [
    (value) => typeof value === "number" && value >= 0 && value <= 86_400,
    "a number of seconds, 0 to 86400",
  ],
  secrets: functions("resolve", "resolveText"),
  now: aFunction,
  setTimer: aFunction,
};
const enabledChecks: Checks = { attribute, enabled: stateValue, disabled: stateValue };
const entitlementChecks: Checks = {
  kind: [isText, "a word, such as Group"],
  attribute,
  of: [isText, "the name of an object type"],
  displayName: attribute,
};

/** What is read of options that were checked: where the connector is, and what of it makes an identity. */
export interface ReadOptions {
  readonly settings: Settings;
  readonly given: ConnectorProviderOptions;
}

/** Throws InvalidInput with what was probably meant. */
export function readOptions(options: unknown): ReadOptions {
  const given = checked(options, checks, ["definition", "objectType"], "") as unknown as ConnectorProviderOptions;
  const { enabled, entitlements, read = "import", maxAgeSeconds, definition, folder } = given;
  if (enabled !== undefined) {
    checked(enabled, enabledChecks, ["attribute", "enabled", "disabled"], "enabled.");
    if (enabled.enabled === enabled.disabled)
      throw refuse("enabled.enabled and enabled.disabled are the same", "enabled");
  }
  if (entitlements !== undefined) {
    checked(entitlements, entitlementChecks, ["kind", "attribute"], "entitlements.");
    if (entitlements.displayName !== undefined && entitlements.of === undefined) {
      throw refuse("entitlements.displayName has no meaning without entitlements.of", "entitlements");
    }
  }
  if (read === "space" && maxAgeSeconds !== undefined) {
    throw refuse("maxAgeSeconds has no meaning with read: space", "maxAgeSeconds");
  }
  return {
    settings: {
      objectType: given.objectType,
      identityKey: given.identityKey ?? null,
      rdnAttribute: given.rdnAttribute ?? null,
      rdnFrom: given.rdnFrom ?? null,
      container: given.container ?? null,
      enabled: enabled ?? null,
      entitlements: entitlements ?? null,
      allowDelete: given.allowDelete ?? false,
      revokesSessions: given.revokeSessions === "resetPassword",
      read,
      maxAgeMs: (maxAgeSeconds ?? 60) * 1_000,
    },
    // The working folder may be another one by the time the connector is opened.
    given: {
      ...given,
      definition: typeof definition === "string" ? resolve(definition) : definition,
      ...(folder !== undefined && { folder: resolve(folder) }),
    },
  };
}

/** What cannot be meant for such a connector. Throws InvalidInput. */
export function checkAgainst(settings: Settings, capabilities: Capabilities): void {
  const { distinguishedNameStyle: style, enablePasswordOperations } = capabilities;
  if (settings.revokesSessions && !enablePasswordOperations) {
    throw refuse(
      "revokeSessions is resetPassword, and the connector sets no passwords (enablePasswordOperations is off)",
      "revokeSessions",
    );
  }
  for (const name of ["rdnAttribute", "container"] as const) {
    if (settings[name] === null || style === "LDAP") continue;
    throw refuse(
      `${name} is for names in the style LDAP, and distinguishedNameStyle of the connector is ${style}`,
      name,
    );
  }
  if (settings.rdnFrom !== null && style === "None") {
    throw refuse("rdnFrom has no meaning where objects have no names (distinguishedNameStyle is None)", "rdnFrom");
  }
  if (settings.rdnFrom !== null && style === "LDAP" && settings.rdnAttribute === null) {
    throw refuse("rdnFrom needs rdnAttribute, what the name begins with, such as CN", "rdnFrom");
  }
  if (isName(settings.identityKey) && style === "None") {
    throw refuse("identityKey is DN, and objects have no names here (distinguishedNameStyle is None)", "identityKey");
  }
}

/** No attribute of a schema is called so. */
export function isName(identityKey: string | null): boolean {
  return identityKey?.toUpperCase() === nameAttribute;
}

/** The values of an object's own properties, read once. */
function checked(value: unknown, known: Checks, needed: readonly string[], path: string): Record<string, unknown> {
  if (!isRecord(value)) throw refuse("its options must be an object");
  let entries: [string, unknown][];
  try {
    entries = Object.entries(value);
  } catch {
    throw refuse("its options cannot be read: one of them throws");
  }
  for (const [name, each] of entries) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) {
      const near = didYouMean(name, Object.keys(known));
      const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(`${path}${near}`)}?`;
      const all = Object.keys(known).map((each) => `${path}${each}`);
      throw refuse(`there is no option ${JSON.stringify(`${path}${name}`)}.${hint} There are ${all.join(", ")}`, name);
    }
    const [isValid, wanted] = check;
    if (each !== undefined && !passes(isValid, each))
      throw refuse(`${path}${name} must be ${wanted}`, `${path}${name}`);
  }
  const read = Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  for (const name of needed) {
    if (Object.hasOwn(read, name)) continue;
    throw refuse(`${path}${name} is missing; it must be ${known[name]?.[1] ?? ""}`, `${path}${name}`);
  }
  return read;
}

/** What throws when it is looked at is not right. */
function passes(isValid: Check[0], value: unknown): boolean {
  try {
    return isValid(value);
  } catch {
    return false;
  }
}

export function refuse(why: string, option?: string): IdleError {
  return new IdleError("InvalidInput", `The connector provider cannot be made: ${why}.`, {
    details: option === undefined ? {} : { option },
  });
}
