import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IdlePlugin, JsonObject } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { createConnectorProvider } from "../../src/provider/connector-provider.ts";
import { idlePlugin } from "../../src/provider/idle-plugin.ts";
import type { ConnectorProviderOptions } from "../../src/provider/options.ts";
import { failureOf } from "./connectors.ts";

const definition = { name: "pretend", capabilities: { enableExport: true } };
const named = {
  name: "pretend",
  capabilities: { enableExport: true, distinguishedNameStyle: "LDAP", enableObjectRename: true },
};

const make = (options: unknown) => createConnectorProvider(options as ConnectorProviderOptions);
const refusal = async (options: unknown) => {
  const { code, message } = await failureOf(() => make(options));
  expect(code).toBe("InvalidInput");
  return message;
};

describe("options of the provider", () => {
  it("needs a definition and an object type, and says what they are", async () => {
    expect(await refusal({ objectType: "user" })).toMatch(
      /definition is missing; it must be the path of a connector.yaml/,
    );
    expect(await refusal({ definition })).toMatch(/objectType is missing/);
    expect(await refusal(null)).toMatch(/must be an object/);
    expect(await refusal([])).toMatch(/must be an object/);
  });

  it("tells what an unknown option was probably meant to be", async () => {
    expect(await refusal({ definition, objectType: "user", identityKye: "uid" })).toContain(
      'Did you mean "identityKey"?',
    );
    expect(await refusal({ definition, objectType: "user", zzz: 1 })).toContain("There are definition, scripts,");
  });

  it("does so within options, too", async () => {
    const enabled = { attribute: "Active", enabled: true, disable: false };
    expect(await refusal({ definition, objectType: "user", enabled })).toContain('Did you mean "enabled.disabled"?');
    const entitlements = { kind: "Group", attribute: "member", off: "group" };
    expect(await refusal({ definition, objectType: "user", entitlements })).toContain(
      'Did you mean "entitlements.of"?',
    );
  });

  it.each([
    [{ objectType: 5 }, /objectType must be the name of an object type/],
    [{ objectType: " " }, /objectType must be/],
    [{ objectType: "a\u0000" }, /objectType must be/],
    [{ identityKey: "" }, /identityKey must be the name of an attribute/],
    [{ rdnAttribute: "C N" }, /rdnAttribute must be what names begin with/],
    [{ container: "Staff" }, /container must be a distinguished name/],
    [{ container: "" }, /container must be a distinguished name/],
    [{ enabled: true }, /enabled must be \{ attribute, enabled, disabled \}/],
    [{ enabled: { attribute: "A", enabled: 1.5, disabled: 0 } }, /enabled.enabled must be a text, a whole number/],
    [{ enabled: { attribute: "A", enabled: 1 } }, /enabled.disabled is missing/],
    [{ enabled: { attribute: "A", enabled: 1, disabled: 1 } }, /are the same/],
    [{ entitlements: { kind: "Group" } }, /entitlements.attribute is missing/],
    [
      { entitlements: { kind: "R", attribute: "a", displayName: "b" } },
      /displayName has no meaning without entitlements.of/,
    ],
    [{ allowDelete: "yes" }, /allowDelete must be true or false/],
    [{ revokeSessions: true }, /revokeSessions must be none or resetPassword/],
    [{ read: "both" }, /read must be import or space/],
    [{ maxAgeSeconds: -1 }, /maxAgeSeconds must be a number of seconds/],
    [{ maxAgeSeconds: Number.NaN }, /maxAgeSeconds must be/],
    [{ maxAgeSeconds: 5, read: "space" }, /maxAgeSeconds has no meaning with read: space/],
    [{ scripts: {} }, /scripts must be an object with schema/],
    [{ now: 5 }, /now must be a function/],
    [{ definition: 5 }, /definition must be the path/],
  ])("refuses %j", async (options, why) => {
    expect(await refusal({ definition, objectType: "user", ...options })).toMatch(why);
  });

  it.each([
    [definition, { container: "OU=Staff" }, /container is for names in the style LDAP, and .* is None/],
    [definition, { rdnAttribute: "CN" }, /rdnAttribute is for names in the style LDAP/],
    [definition, { rdnFrom: "Login" }, /rdnFrom has no meaning where objects have no names/],
    [definition, { identityKey: "dn" }, /identityKey is DN, and objects have no names here/],
    [named, { rdnFrom: "Login" }, /rdnFrom needs rdnAttribute/],
  ])("refuses what cannot be for such a connector: %j, %j", async (given, options, why) => {
    expect(await refusal({ definition: given, objectType: "user", ...options })).toMatch(why);
  });

  it("takes nothing of an object's prototype for an option, and no getter's error for its own", async () => {
    const hostile: object = JSON.parse('{ "objectType": "user", "__proto__": { "definition": {} } }');
    expect(await refusal(hostile)).toContain('no option "__proto__"');
    expect(await refusal({ definition, objectType: "user", constructor: 1 })).toContain('no option "constructor"');
    const throws = {
      definition,
      get objectType(): string {
        throw new Error("boo");
      },
    };
    expect(await refusal(throws)).toMatch(/cannot be read/);
    const inner = {
      get attribute(): string {
        throw new Error("boo");
      },
    };
    expect(await refusal({ definition, objectType: "user", enabled: inner })).toMatch(/cannot be read/);
  });

  it("tells all problems of the definition", async () => {
    const { code, details } = await failureOf(() =>
      make({ definition: { name: "pretend", capabilitys: {} }, objectType: "user" }),
    );
    expect(code).toBe("ConnectorInvalid");
    expect(details?.diagnostics).toHaveLength(1);
  });
});

describe("capabilities", () => {
  const capabilitiesOf = async (capabilities: object, options: object = {}) => {
    const provider = await make({ definition: { name: "pretend", capabilities }, objectType: "user", ...options });
    return provider.getCapabilities().map((id) => id.replace("IdLE.", ""));
  };
  const enabled = { attribute: "Active", enabled: true, disabled: false };
  const entitlements = { kind: "Role", attribute: "Roles" };

  it("are reading alone for a connector that does not export", async () => {
    expect(await capabilitiesOf({}, { enabled, allowDelete: true })).toEqual(["Identity.Read", "Identity.List"]);
    expect(await capabilitiesOf({}, { entitlements })).toEqual(["Identity.Read", "Identity.List", "Entitlement.List"]);
  });

  it("follow what is mapped", async () => {
    const plain = ["Identity.Read", "Identity.List", "Identity.Create", "Identity.Attribute.Ensure"];
    const enableExport = true;
    expect(await capabilitiesOf({ enableExport })).toEqual(plain);
    expect(await capabilitiesOf({ enableExport }, { enabled })).toEqual([
      ...plain,
      "Identity.Enable",
      "Identity.Disable",
    ]);
    expect(await capabilitiesOf({ enableExport }, { allowDelete: true })).toEqual([...plain, "Identity.Delete"]);
    expect(await capabilitiesOf({ enableExport }, { entitlements })).toEqual([
      ...plain,
      "Entitlement.List",
      "Entitlement.Grant",
      "Entitlement.Revoke",
      "Entitlement.Prune",
    ]);
  });

  it("have moving where objects stand in containers and can be renamed", async () => {
    const has = async (capabilities: object) =>
      (await capabilitiesOf({ enableExport: true, ...capabilities })).includes("Identity.Move");
    expect(await has({ distinguishedNameStyle: "LDAP", enableObjectRename: true })).toBe(true);
    expect(await has({ distinguishedNameStyle: "LDAP" })).toBe(false);
    expect(await has({ distinguishedNameStyle: "Generic", enableObjectRename: true })).toBe(false);
  });

  it("come with a name and a system that are the definition's", async () => {
    const provider = await make({ definition, objectType: "user" });
    expect(provider).toMatchObject({ name: "Connector pretend", targetId: "pretend" });
    expect(provider.session).toEqual({ type: "Credential", required: false });
  });
});

describe("the plug-in", () => {
  const plugin: IdlePlugin = idlePlugin;

  it("makes a provider of what a configuration holds", async () => {
    const folder = mkdtempSync(join(tmpdir(), "idle-connector-plugin-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "connector.yaml");
    writeFileSync(file, 'name: hr\nuse: "@acme/hr-connector"\ncapabilities:\n  enableExport: true\n');
    const options: JsonObject = { definition: file, objectType: "user", allowDelete: true };
    const provider = await plugin.createProvider?.(options);
    expect(provider?.targetId).toBe("hr");
    expect(provider?.getCapabilities()).toContain("IdLE.Identity.Delete");
  });

  it("checks what it gets", async () => {
    const create = async (options: JsonObject) => plugin.createProvider?.(options);
    expect((await failureOf(() => create({}))).code).toBe("InvalidInput");
    expect((await failureOf(() => create({ definition: "nowhere.yaml", objectType: "user" }))).code).toBe(
      "FileUnreadable",
    );
  });
});
