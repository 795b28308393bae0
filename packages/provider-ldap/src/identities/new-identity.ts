/** What a new identity's object is made of. In: what a workflow asks for. Out: a name and attributes, or `InvalidInput`. */
import { type CreateIdentityArgs, IdleError } from "@idle/contract";
import { resolveAttribute } from "../attributes/attribute-names.ts";
import { wantedValues } from "../attributes/wanted-values.ts";
import { accountDisabled, normalAccount } from "../flavours/active-directory.ts";
import { isSameDn, joinDn, parentOf, rdnOf } from "../names/dn.ts";
import { requireLock } from "./account-state.ts";
import { resolveAll } from "./attribute-plan.ts";
import type { Scope } from "./identity-scope.ts";
import { expectContainer } from "./move-identity.ts";

export interface NewIdentity {
  readonly dn: string;
  readonly container: string;
  readonly login: string;
  /** By the directory's names, without passwords. */
  readonly attributes: ReadonlyMap<string, { readonly name: string; readonly values: readonly Buffer[] }>;
}

export async function describeNewIdentity(scope: Scope, args: CreateIdentityArgs): Promise<NewIdentity> {
  const { directory, flavour, facts, names } = scope;
  const { settings } = directory;
  const isActiveDirectory = settings.flavour === "activeDirectory";
  const lookup = flavour.lookup(args.identityKey, facts.baseDn);
  if (lookup.by === "id") {
    throw new IdleError("InvalidInput", "A new identity gets its GUID from the directory: give it another key.");
  }
  const attributes = new Map<string, { name: string; values: readonly Buffer[] }>();
  const has = (name: string) => attributes.has(name.toLowerCase());
  const put = (name: string, value: string) => {
    if (!has(name) && value !== "") attributes.set(name.toLowerCase(), { name, values: [Buffer.from(value)] });
  };
  const text = (name: string) => attributes.get(name.toLowerCase())?.values[0]?.toString("utf8");

  const resolved = resolveAll(scope, args.attributes);
  for (const [index, asked] of Object.keys(args.attributes).entries()) {
    const attribute = resolved[index];
    if (attribute === undefined) continue;
    const values = await wantedValues(scope, attribute, args.attributes[asked]);
    if (values.length === 0) continue;
    const { name } = attribute.type;
    attributes.set(name.toLowerCase(), { name, values: values.map(({ bytes }) => bytes) });
  }

  const rdnOfKey = lookup.by === "dn" ? rdnOf(lookup.dn) : null;
  for (const { type, value } of rdnOfKey ?? []) put(type, value);
  const login = loginOf(scope, args.identityKey, text);
  put(flavour.loginAttribute, login);
  if (isActiveDirectory) {
    expectAccountName(login);
    const isUpn = lookup.by === "attributes" && args.identityKey.includes("@");
    if (isUpn) put("userPrincipalName", args.identityKey);
    else if (settings.upnSuffix !== null) put("userPrincipalName", `${login}@${settings.upnSuffix}`);
  }

  const source = settings.nameFrom === null ? null : resolveAttribute(settings.nameFrom, names, facts.schema).type.name;
  const shown = text("displayName") ?? [text("givenName"), text("sn")].filter(Boolean).join(" ");
  const cn = (source === null ? undefined : text(source)) ?? (isActiveDirectory ? login : shown || login);
  put("cn", cn);
  if (!isActiveDirectory) put("sn", shown || login);

  const rdnType = isActiveDirectory ? "cn" : settings.rdnAttribute;
  const rdnValue = text(rdnType);
  if (rdnOfKey === null && rdnValue === undefined) {
    throw new IdleError(
      "InvalidInput",
      `A new identity's name begins with ${rdnType}, and the workflow gives none. Set it among the attributes.`,
      { details: { attribute: rdnType } },
    );
  }
  const container = containerOf(scope, args.container, lookup.by === "dn" ? parentOf(lookup.dn) : null);
  const rdn = rdnOfKey ?? [{ type: rdnType, value: rdnValue ?? "" }];

  const classes = isActiveDirectory
    ? ["top", "person", "organizationalPerson", "user"]
    : [settings.objectClass, ...settings.auxiliaryClasses];
  const asked = (attributes.get("objectclass")?.values ?? []).map((bytes) => bytes.toString("utf8"));
  const allClasses = new Map([...classes, ...asked].map((name) => [name.toLowerCase(), name]));
  attributes.set("objectclass", {
    name: "objectClass",
    values: [...allClasses.values()].map((name) => Buffer.from(name)),
  });
  const enabled = args.enabled ?? false;
  if (isActiveDirectory) put("userAccountControl", String(enabled ? normalAccount : normalAccount | accountDisabled));
  else if (!enabled) {
    const { attribute, value } = requireLock(scope);
    put(attribute, value);
  }
  return { dn: joinDn(rdn, container), container, login, attributes };
}

function loginOf(scope: Scope, identityKey: string, text: (name: string) => string | undefined): string {
  const { flavour, facts } = scope;
  const given = text(flavour.loginAttribute);
  const lookup = flavour.lookup(identityKey, facts.baseDn);
  const isLogin = lookup.by === "attributes" && lookup.names.length === 1;
  if (isLogin && given !== undefined && given !== identityKey) {
    throw new IdleError(
      "InvalidInput",
      `The identity's key is ${JSON.stringify(identityKey)}, and its ${flavour.loginAttribute} is to be another one. They are the same thing: give one.`,
      { details: { identityKey, attribute: flavour.loginAttribute } },
    );
  }
  if (given !== undefined) return given;
  if (isLogin) return identityKey;
  if (lookup.by === "attributes") return identityKey.split("@", 1)[0] ?? "";
  throw new IdleError(
    "InvalidInput",
    `A new identity needs a ${flavour.loginAttribute}, and the workflow gives none. Set it among the attributes.`,
    { details: { attribute: flavour.loginAttribute } },
  );
}

/** The rules for names of users (https://learn.microsoft.com/windows/win32/adschema/a-samaccountname, MS-SAMR 3.1.1.6). */
function expectAccountName(login: string): void {
  const wrong =
    login.length > 20
      ? "is longer than 20 characters"
      : /["/\\[\]:;|=,+*?<>]/.test(login)
        ? 'has one of " / \\ [ ] : ; | = , + * ? < >'
        : /[\p{Cc}]/u.test(login)
          ? "has a control character"
          : /^[ .]*$|[.]$/.test(login)
            ? "ends with a dot, or is nothing else"
            : null;
  if (wrong === null) return;
  throw new IdleError(
    "InvalidInput",
    `${JSON.stringify(login)} ${wrong}, which Active Directory does not allow in the name of an account (sAMAccountName).`,
    { details: { attribute: "sAMAccountName" } },
  );
}

function containerOf(scope: Scope, asked: string | undefined, ofKey: string | null): string {
  if (asked !== undefined) expectContainer(scope, asked);
  if (asked !== undefined && ofKey !== null && !isSameDn(asked, ofKey)) {
    throw new IdleError(
      "InvalidInput",
      `The identity's key says that it stands in ${JSON.stringify(ofKey)}, and container says ${JSON.stringify(asked)}. Give one of them.`,
      { details: { container: asked } },
    );
  }
  const container = asked ?? ofKey ?? scope.directory.settings.container;
  if (container === null) {
    throw new IdleError(
      "InvalidInput",
      "It is not said where the new identity is to stand. Give container in the workflow, or in the provider's options.",
    );
  }
  expectContainer(scope, container);
  return container;
}
