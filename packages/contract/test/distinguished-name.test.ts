import { dnKey, foldText, nameKey, parseDn } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const value = (text: string) => parseDn(`CN=${text},DC=example`)?.[0]?.[0]?.value ?? null;

describe("a distinguished name", () => {
  it("is read into its steps and parts, from the object to the root", () => {
    expect(parseDn("CN=Jane Doe,OU=Staff,DC=example,DC=com")).toEqual([
      [{ type: "CN", value: "Jane Doe" }],
      [{ type: "OU", value: "Staff" }],
      [{ type: "DC", value: "example" }],
      [{ type: "DC", value: "com" }],
    ]);
    expect(parseDn("cn=a+uid=b,o=c")?.[0]).toEqual([
      { type: "cn", value: "a" },
      { type: "uid", value: "b" },
    ]);
    expect(parseDn("2.5.4.3=a")).toEqual([[{ type: "2.5.4.3", value: "a" }]]);
    expect(parseDn("")).toEqual([]);
  });

  // The examples of RFC 4514, 4, and what servers write.
  it.each([
    [String.raw`James \"Jim\" Smith\, III`, `James "Jim" Smith, III`],
    [String.raw`Before\0dAfter`, "Before\rAfter"],
    [String.raw`Lu\C4\8Di\C4\87`, "Lučić"],
    ["#04024869", "#04024869"],
    [String.raw`\20 a \ `, "  a  "],
    [String.raw`a\\`, "a\\"],
    [String.raw`a\2Cb\5C`, "a,b\\"],
    ["  a  ", "a"],
    ["a=b", "a=b"],
    ["👩‍💻", "👩‍💻"],
    // Blanks that are not of ASCII are the value's own.
    ["\u00a0a", "\u00a0a"],
    ["\u3000", "\u3000"],
    ["\ufeffa", "\ufeffa"],
  ])("takes escapes for what they stand for: %s", (text, meant) => {
    expect(value(text)).toBe(meant);
  });

  it.each([
    "Doe",
    "CN=",
    "CN=a,Doe",
    "=a",
    "a)(uid=*)",
    'CN="Doe, Jane"',
    "CN=a;b",
    "CN=<a>",
    String.raw`CN=\C4`,
    "CN=a\\",
    "CN=a\0",
    "1=a",
  ])("is none: %j", (text) => {
    expect(parseDn(text)).toBeNull();
    expect(dnKey(text)).toBeNull();
  });

  it.each([
    ["CN=Sales,OU=Groups,DC=example,DC=com", "cn = sales , ou=Groups,dc=EXAMPLE, dc=com"],
    ["CN=A  B,DC=x", "CN=a b,DC=x"],
    [String.raw`CN=A\, B,DC=x`, String.raw`CN=A\2C B,DC=x`],
    ["cn=a+uid=b,o=c", "UID=b+CN=a,o=c"],
    ["CN=Jürgen,DC=x", "CN=Ju\u0308rgen,DC=x"],
    ["CN=a,OU=b,DC=x", "2.5.4.3=a,2.5.4.11=b,0.9.2342.19200300.100.1.25=x"],
    ["CN=a,OU=b,DC=x", "commonName=a,organizationalUnitName=b,domainComponent=x"],
    ["UID=a,O=b,C=DE", "userid=a,organizationName=b,countryName=de"],
    ["CN=a,DC=x", "\tCN\t=\ta\n,\r\nDC=x\t"],
  ])("has one key in all spellings: %s", (one, other) => {
    expect(dnKey(one)).toBe(dnKey(other));
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ["CN=a,OU=b", String.raw`CN=a\,OU=b`],
    ["CN=a,CN=b", "CN=b,CN=a"],
    ["CN=muller", "CN=müller"],
    [String.raw`CN=a\+UID=b`, "CN=a+UID=b"],
    [String.raw`CN=a\09`, "CN=a"],
    ["CN=a", "OU=a"],
    ["1.2.3=a", "1.2.4=a"],
  ])("has another key than what only looks alike: %s", (one, other) => {
    expect(dnKey(one)).not.toBe(dnKey(other));
  });

  it("never throws, whatever it is, and in a time that grows with its length only", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void nameKey(text)));
    nameKey(`CN=${"\\,".repeat(50_000)},${" ".repeat(100_000)}a`);
    nameKey(`CN=a${" ".repeat(200_000)}b`);
  });
});

describe("the key of a name that is none", () => {
  it("minds everything but case", () => {
    expect(nameKey("VPN Users")).toBe(nameKey("vpn users"));
    expect(nameKey("VPN  Users")).not.toBe(nameKey("VPN Users"));
    expect(nameKey("role=Admin")).toBe(nameKey("ROLE = admin"));
  });
});

it("text is folded as rules that ignore case compare it", () => {
  expect(foldText("  Jane   DOE ")).toBe("jane doe");
  expect(foldText("Straße")).toBe("straße");
  expect(foldText("MÜLLER")).toBe("müller");
  expect(foldText("ASCII-Only")).toBe("ascii-only");
});
