import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLdapProvider, idlePlugin, type LdapProviderOptions } from "../../src/index.ts";

const directory = { flavour: "activeDirectory", url: "ldaps://dc.example.com" } as const;
const ldap = { flavour: "ldap", url: "ldaps://ldap.example.com", baseDn: "dc=example,dc=com" } as const;
const make = (options: unknown) => () => createLdapProvider(options as LdapProviderOptions);
const refused = (words: string) =>
  expect.objectContaining({ code: "InvalidInput", message: expect.stringContaining(words) });

describe("options", () => {
  it.each<[string, unknown]>([
    ["an object with flavour and url", undefined],
    ["an object with flavour and url", []],
    ["flavour is missing", {}],
    ["url is missing", { flavour: "ldap" }],
    ["flavour must be ldap or activeDirectory", { ...directory, flavour: "ad" }],
    ['Did you mean "baseDn"?', { ...directory, baseDN: "DC=a" }],
    ["baseDn must be a distinguished name", { ...directory, baseDn: "example.com" }],
    ["baseDn is missing", { flavour: "ldap", url: "ldaps://x" }],
    ["upnSuffix has no meaning with flavour ldap", { ...ldap, upnSuffix: "example.com" }],
    ["accountLock has no meaning with flavour activeDirectory", { ...directory, accountLock: null }],
    ["loginAttribute has no meaning with flavour activeDirectory", { ...directory, loginAttribute: "uid" }],
    ["startTls is for ldap://", { ...directory, startTls: true }],
    ["would send passwords in clear", { ...directory, url: "ldap://dc.example.com" }],
    ["would send passwords in clear", { ...directory, url: "ldap://127.0.0.1.example.com" }],
    ["caFile has no meaning without TLS", { ...directory, url: "ldap://localhost", caFile: "ca.pem" }],
    ["allowDelete must be true or false", { ...directory, allowDelete: "yes" }],
    ["revokeSessions must be none or resetPassword", { ...directory, revokeSessions: true }],
    ["pageSize must be a whole number", { ...directory, pageSize: 0 }],
    ["pageSize must be a whole number", { ...directory, pageSize: 1_001 }],
    ["timeoutSeconds must be a number of seconds", { ...directory, timeoutSeconds: 0 }],
    ["attributeNames must be an object", { ...directory, attributeNames: { "a b": "c" } }],
    ["nameFrom must be the name of an attribute", { ...directory, nameFrom: "a)(b" }],
    ["accountLock must be null or", { ...ldap, accountLock: { attribute: "nsAccountLock" } }],
    ["auxiliaryClasses must be a list", { ...ldap, auxiliaryClasses: "posixAccount" }],
    ["upnSuffix must be a suffix without @", { ...directory, upnSuffix: "@example.com" }],
    ["serverName must be the name of a host", { ...directory, serverName: "a b" }],
    ["startTls must be true or false", { ...directory, startTls: 1 }],
    ["allowInsecure must be true or false", { ...directory, allowInsecure: "true" }],
    ["mustChangePassword must be true or false", { ...directory, mustChangePassword: null }],
    ["nestedGroups must be true or false", { ...directory, nestedGroups: 0 }],
    ["caFile must be the path of a PEM file", { ...directory, caFile: "" }],
    ["caFile must be the path of a PEM file", { ...directory, caFile: "a\0b" }],
    ["container must be a distinguished name", { ...directory, container: "Staff" }],
    ["pageSize must be a whole number", { ...directory, pageSize: 1.5 }],
    ["timeoutSeconds must be a number of seconds", { ...directory, timeoutSeconds: Number.NaN }],
    ["timeoutSeconds must be a number of seconds", { ...directory, timeoutSeconds: 3_601 }],
    ["connectTimeoutSeconds must be a number of seconds", { ...directory, connectTimeoutSeconds: "10" }],
    ["loginAttribute must be the name of an attribute", { ...ldap, loginAttribute: "uid;binary" }],
    ["rdnAttribute must be the name of an attribute", { ...ldap, rdnAttribute: "" }],
    ["objectClass must be the name of an attribute", { ...ldap, objectClass: "a b" }],
    ["auxiliaryClasses must be a list", { ...ldap, auxiliaryClasses: ["a b"] }],
    ["accountLock must be null or", { ...ldap, accountLock: { attribute: "a", value: "b", c: 1 } }],
    ["accountLock must be null or", { ...ldap, accountLock: { attribute: "a", value: "" } }],
    ["attributeNames must be an object", { ...directory, attributeNames: ["a"] }],
    ["rdnAttribute has no meaning with flavour activeDirectory", { ...directory, rdnAttribute: "cn" }],
    ["objectClass has no meaning with flavour activeDirectory", { ...directory, objectClass: "user" }],
    ["auxiliaryClasses has no meaning with flavour activeDirectory", { ...directory, auxiliaryClasses: [] }],
    ["serverName has no meaning without TLS", { ...directory, url: "ldap://localhost", serverName: "dc" }],
    ["startTls is for ldap://", { ...directory, url: "ldaps://localhost", startTls: true }],
    ['there is no option "__proto__"', JSON.parse('{ "flavour": "ldap", "__proto__": 1 }')],
    ['there is no option "constructor"', { ...directory, constructor: 1 }],
  ])("are refused in words: %s", (words, options) => {
    expect(make(options)).toThrow(refused(words));
  });

  it.each([
    "http://x",
    "ldaps://",
    "ldaps://user@x",
    "ldaps://x/dc=a",
    "ldaps://x?y",
    "ldaps://x:0",
    "ldaps://x:99999",
    "ldaps://a b",
    "dc.example.com",
    "ldaps://x:",
    "ldaps://:636",
    "ldaps://x:636:636",
    "ldaps://user:secret@x",
    "ldaps://[::g]",
    "ldaps://[dc.example.com]",
    "ldaps://::1",
    "ldaps://x#y",
    "ldaps://x\n",
    " ldaps://x",
    "ldapi://x",
  ])("are refused with a url that is more or less than a server: %s", (url) =>
    expect(make({ ...directory, url })).toThrow(refused("url must be")),
  );

  it.each([
    "ldaps://dc.example.com",
    "LDAPS://DC.example.com:3269/",
    "ldaps://[::1]:636",
    "ldap://localhost",
    "ldap://127.1.2.3",
    "ldap://[::1]",
  ])("take %s", (url) => expect(make({ ...directory, url })).not.toThrow());

  it.each([
    "ldap://localhost.example.com",
    "ldap://127.0.0.1.nip.io",
    "ldap://127.1",
    "ldap://[::2]",
    "ldap://[::ffff:10.0.0.1]",
    "ldap://10.0.0.1",
    "ldap://0.0.0.0",
  ])("take no other machine for this one: %s", (url) => {
    expect(make({ ...directory, url })).toThrow(refused("would send passwords in clear"));
  });

  it("allow what is not secure only where they say so", () => {
    expect(make({ ...directory, url: "ldap://dc.example.com", allowInsecure: true })).not.toThrow();
    expect(make({ ...directory, url: "ldap://dc.example.com", startTls: true })).not.toThrow();
  });

  it("tell a CA file that cannot be read, or is none", () => {
    expect(make({ ...directory, caFile: "not-there.pem" })).toThrow(
      expect.objectContaining({ code: "FileUnreadable" }),
    );
    const folder = mkdtempSync(join(tmpdir(), "idle-ca-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "ca.pem"), "no certificate");
    expect(make({ ...directory, caFile: join(folder, "ca.pem") })).toThrow(refused("no certificate in PEM form"));
  });
});

describe("what is made of them", () => {
  it("advertises what the options allow", () => {
    const capabilities = (more: object) => createLdapProvider({ ...ldap, ...more }).getCapabilities();
    expect(capabilities({})).not.toContain("IdLE.Identity.Delete");
    expect(capabilities({})).not.toContain("IdLE.Identity.RevokeSessions");
    expect(capabilities({})).toContain("IdLE.Identity.Disable");
    expect(capabilities({ accountLock: null })).not.toContain("IdLE.Identity.Disable");
    expect(capabilities({ allowDelete: true, revokeSessions: "resetPassword" })).toEqual(
      expect.arrayContaining(["IdLE.Identity.Delete", "IdLE.Identity.RevokeSessions"]),
    );
  });

  it("says the same system however it is spelled, and another one for another base", () => {
    const target = (baseDn: string) => createLdapProvider({ ...ldap, baseDn }).targetId;
    expect(target("dc=example,dc=com")).toBe(target("DC=Example, DC=com"));
    expect(target("dc=example,dc=com")).not.toBe(target("dc=example,dc=net"));
    const hosts = [ldap, { ...ldap, url: "ldaps://other.example.com" }].map(
      (each) => createLdapProvider(each).targetId,
    );
    expect(new Set(hosts).size).toBe(2);
  });

  it("is made by a configuration, too", () => {
    expect(idlePlugin.createProvider({ ...directory }).name).toBe("Active Directory");
    expect(() => idlePlugin.createProvider({})).toThrow(refused("flavour is missing"));
  });
});
