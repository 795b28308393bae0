import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAttributeType } from "../../src/server/parse-attribute-type.ts";
import { readSchema } from "../../src/server/schema.ts";

// As OpenLDAP publishes them, and RFC 4519 and RFC 2798 define them.
const openldap = [
  "( 2.5.4.41 NAME 'name' DESC 'RFC4519: common supertype of name attributes' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{32768} )",
  "( 2.5.4.3 NAME ( 'cn' 'commonName' ) DESC 'RFC4519: common name(s) (SINGLE-VALUE is not said)' SUP name )",
  "( 2.5.4.49 NAME 'distinguishedName' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
  "( 2.5.4.31 NAME 'member' SUP distinguishedName )",
  "( 2.16.840.1.113730.3.1.3 NAME 'employeeNumber' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )",
  "( 2.5.4.20 NAME 'telephoneNumber' EQUALITY telephoneNumberMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.50{32} )",
  "( 0.9.2342.19200300.100.1.60 NAME 'jpegPhoto' SYNTAX 1.3.6.1.4.1.1466.115.121.1.28 )",
  "( 1.3.6.1.1.16.4 NAME 'entryUUID' EQUALITY UUIDMatch ORDERING UUIDOrderingMatch SYNTAX 1.3.6.1.1.16.1 SINGLE-VALUE NO-USER-MODIFICATION USAGE directoryOperation )",
  "( 1.3.6.1.1.1.1.0 NAME 'uidNumber' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE X-ORIGIN ( 'RFC2307' 'NO-USER-MODIFICATION' ) )",
  "( 0.9.2342.19200300.100.1.3 NAME ( 'mail' 'rfc822Mailbox' ) DESC 'RFC1274: RFC822 Mailbox' EQUALITY caseIgnoreIA5Match SUBSTR caseIgnoreIA5SubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.26{256} )",
  "( 2.5.4.5 NAME 'serialNumber' DESC 'RFC2256: serial number of the entity' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.44{64} )",
  "( 2.5.4.24 NAME 'x121Address' EQUALITY numericStringMatch SUBSTR numericStringSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.36{15} )",
  "( 2.5.4.36 NAME 'userCertificate' DESC 'RFC2256: X.509 user certificate, use ;binary' EQUALITY certificateExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.8 )",
  "( 1.3.6.1.1.1.1.3 NAME 'homeDirectory' EQUALITY caseExactIA5Match SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 SINGLE-VALUE )",
  // What only looks like a word of the language, or like a member of an object.
  "( 1.3.6.1.4.1.99999.1 NAME 'odd' DESC 'SYNTAX ( NAME 1.2 ) NO-USER-MODIFICATION' X-NOTE ( 'SINGLE-VALUE' 'SUP' ) OBSOLETE EQUALITY booleanMatch )",
  "( 1.3.6.1.4.1.99999.2 NAME 'constructor' EQUALITY constructor SYNTAX constructor )",
  "( 1.3.6.1.4.1.99999.3 SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 )",
  "( 2.16.840.1.113730.3.1.999 NAME 'circleA' SUP circleB )",
  "( 2.16.840.1.113730.3.1.998 NAME 'circleB' SUP circleA )",
];
// As Active Directory and Samba do.
const activeDirectory = [
  "( 1.2.840.113556.1.2.141 NAME 'department' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' SINGLE-VALUE )",
  "( 1.2.840.113556.1.4.2 NAME 'objectGUID' SYNTAX '1.3.6.1.4.1.1466.115.121.1.40' SINGLE-VALUE NO-USER-MODIFICATION )",
  "( 1.2.840.113556.1.4.146 NAME 'objectSid' SYNTAX '1.3.6.1.4.1.1466.115.121.1.40' SINGLE-VALUE NO-USER-MODIFICATION )",
  "( 1.2.840.113556.1.4.159 NAME 'accountExpires' SYNTAX '1.2.840.113556.1.4.906' SINGLE-VALUE )",
  "( 1.2.840.113556.1.4.96 NAME 'pwdLastSet' SYNTAX '1.2.840.113556.1.4.906' SINGLE-VALUE )",
  "( 1.2.840.113556.1.4.8 NAME 'userAccountControl' SYNTAX '1.3.6.1.4.1.1466.115.121.1.27' SINGLE-VALUE )",
  "( 1.2.840.113556.1.4.1119 NAME 'msNPAllowDialin' SYNTAX '1.3.6.1.4.1.1466.115.121.1.7' SINGLE-VALUE )",
  "( 0.9.2342.19200300.100.1.10 NAME 'manager' SYNTAX '1.3.6.1.4.1.1466.115.121.1.12' SINGLE-VALUE )",
];

describe("a definition", () => {
  it("is read with its names, its rule and what it allows", () => {
    expect(parseAttributeType(openldap[1] ?? "")).toEqual({
      oid: "2.5.4.3",
      names: ["cn", "commonName"],
      superior: "name",
      isSingle: false,
      isReadOnly: false,
    });
    expect(parseAttributeType(activeDirectory[1] ?? "")).toEqual({
      oid: "1.2.840.113556.1.4.2",
      names: ["objectGUID"],
      syntax: "1.3.6.1.4.1.1466.115.121.1.40",
      isSingle: true,
      isReadOnly: true,
    });
    expect(parseAttributeType(openldap[8] ?? "")).toMatchObject({ isSingle: true, isReadOnly: false });
  });

  it.each(["", "x", "( )", "NAME 'a'"])("is none: %j", (text) => expect(parseAttributeType(text)).toBeNull());

  it("never throws, however odd, and ends in a time that grows with its length", () => {
    const token = fc.constantFrom("(", ")", "'", "NAME", "SUP", "X-a", "DESC", "1.2", " ", "'a'", "SINGLE-VALUE");
    fc.assert(fc.property(fc.array(token), (tokens) => void readSchema([tokens.join(" ")]).find("a")));
    const words = Array.from({ length: 200_000 }, (_, index) => `W${index}`).join(" ");
    readSchema([`( 1.2 NAME ( ${"'a' ".repeat(20_000)}`, `( 1.3 ${"(".repeat(100_000)}`, `( 1.4 ${words} )`]);
  });
});

describe("a schema", () => {
  const schema = readSchema([...openldap, ...activeDirectory, "garbage"]);

  it.each([
    ["cn", "text", false],
    ["commonname", "text", false],
    ["2.5.4.3", "text", false],
    ["member", "dn", false],
    ["EMPLOYEENUMBER", "text", true],
    ["telephoneNumber", "telephone", false],
    ["jpegPhoto", "binary", false],
    ["uidNumber", "integer", true],
    ["department", "text", true],
    ["objectGUID", "guid", true],
    ["objectSid", "sid", true],
    ["accountExpires", "fileTime", true],
    ["pwdLastSet", "largeInteger", true],
    ["userAccountControl", "integer", true],
    ["msNPAllowDialin", "boolean", true],
    ["manager", "dn", true],
    ["rfc822mailbox", "text", false],
    ["serialNumber", "text", false],
    ["x121Address", "digits", false],
    ["userCertificate", "binary", false],
    ["homeDirectory", "exactText", true],
    ["odd", "boolean", false],
    ["constructor", "text", false],
    ["1.3.6.1.4.1.99999.3", "boolean", false],
    ["circleA", "text", false],
  ] as const)("knows %s as %s", (name, kind, isSingle) => {
    expect(schema.find(name)).toMatchObject({ kind, isSingle });
  });

  it("answers in the server's spelling, and knows what nobody may write", () => {
    expect(schema.find("COMMONNAME")?.name).toBe("cn");
    expect(schema.find("entryuuid")?.isReadOnly).toBe(true);
    expect(schema.find("__proto__")).toBeUndefined();
    expect(schema.find("odd")?.isReadOnly).toBe(false);
    expect(schema.names).toContain("commonName");
  });
});
