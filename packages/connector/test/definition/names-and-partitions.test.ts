import { describe, expect, it } from "vitest";
import { codesOf, head, placesOf } from "./written.ts";

describe("names of parameters", () => {
  it.each(["a,b", "1a", "_a", "a/b", "", "ä", "a ", "a=b", "x".repeat(129)])("%j is none", async (name) => {
    const found = await codesOf({ name: "hr", parameters: { global: { [name]: "v" } } });
    expect(found).toEqual([`FormatInvalid /parameters/global/${name.replaceAll("/", "~1")}`]);
  });

  it.each(["a", "File Name", "a.b-c_d", "A1", "constructor", "toString", "x".repeat(128)])(
    "%j is one",
    async (name) => {
      expect(await codesOf({ name: "hr", parameters: { global: { [name]: "v" } } })).toEqual([]);
    },
  );

  it("differ in more than case", async () => {
    expect(await placesOf(`${head}parameters: { global: { File: a, Row: b, FILE: c } }\n`)).toEqual([
      "3:42 ParameterAmbiguous FILE and File differ in case alone, and some scripts could not tell them apart. Write one of them otherwise.",
    ]);
    expect(await codesOf(`${head}parameters: { global: { File: a }, runStep: { FILE: a } }\n`)).toEqual([]);
  });

  it("are those of the scope where a run step or a partition has its own", async () => {
    const own = `${head}parameters: { runStep: { Depth: 1 } }\nrunSteps: { export: { parameters: { depth: 2, Other: 3 } } }\n`;
    expect(await codesOf(own)).toEqual(["ParameterAmbiguous /runSteps/export/parameters/depth"]);
    const partition = {
      name: "hr",
      capabilities: { partitions: true, distinguishedNameStyle: "LDAP" },
      parameters: { partition: { Base: "a" } },
      partitions: [
        { dn: "DC=a", parameters: { Base: "b" } },
        { dn: "DC=b", parameters: { BASE: "c" } },
      ],
    };
    expect(await codesOf(partition)).toEqual(["ParameterAmbiguous /partitions/1/parameters/BASE"]);
  });

  it.each([
    ["null", "WrongType"],
    ["[1]", "WrongType"],
    ["{}", "MissingKey"],
    ["{ secret: 1 }", "WrongType"],
    ["{ secret: env:A, other: 1 }", "UnknownKey"],
  ])("have a value or a secret, and not %s", async (value, code) => {
    const found = await placesOf(`${head}parameters: { global: { Key: ${value} } }\n`);
    expect(found.map((place) => place.split(" ")[1])).toEqual([code]);
  });
});

const withPartitions = `${head}capabilities: { partitions: true, distinguishedNameStyle: LDAP }\n`;
const withHierarchy = `${head}capabilities: { partitions: true, hierarchy: true, distinguishedNameStyle: LDAP }\n`;

describe("partitions of a definition", () => {
  it.each<[string, string]>([
    [
      `${head}partitions: [{ dn: DC=a }]\n`,
      "3:1 PartitionInvalid Partitions are listed, and the capability partitions is off",
    ],
    [`${withPartitions}partitions: []\n`, '4:13 LengthOutOfRange "partitions" must not be empty.'],
    [`${withPartitions}partitions: [{ dn: nonsense }]\n`, '4:20 PartitionInvalid "nonsense" is no distinguished name.'],
    [`${withPartitions}partitions: [{ dn: " " }]\n`, '4:20 PartitionInvalid " " is no distinguished name.'],
    [
      `${withPartitions}partitions: [{ dn: DC=a }, { dn: DC=a }]\n`,
      '4:34 PartitionInvalid "DC=a" is in the list already. Take',
    ],
    [
      `${withPartitions}partitions: [{ dn: DC=a }, { dn: dc = A }]\n`,
      '4:34 PartitionInvalid "dc = A" is in the list already, as "DC=a".',
    ],
    [
      `${withPartitions}partitions: [{ dn: DC=a, include: ["OU=x,DC=a"] }]\n`,
      "4:26 PartitionInvalid Containers are chosen under include, and the capability hierarchy is off.",
    ],
    [
      `${withPartitions}partitions: [{ dn: DC=a, exclude: ["OU=x,DC=a"] }]\n`,
      "4:26 PartitionInvalid Containers are chosen under exclude, and the capability hierarchy is off.",
    ],
    [
      `${withHierarchy}partitions: [{ dn: DC=a, include: ["OU=x,DC=b"] }]\n`,
      '4:36 PartitionInvalid "OU=x,DC=b" is not in its partition.',
    ],
    [
      `${withHierarchy}partitions: [{ dn: "OU=x,DC=a", include: [DC=a] }]\n`,
      '4:43 PartitionInvalid "DC=a" is not in its partition.',
    ],
    [
      `${withHierarchy}partitions: [{ dn: DC=a, include: [nonsense] }]\n`,
      '4:36 PartitionInvalid "nonsense" is no distinguished name.',
    ],
    [
      `${withHierarchy}partitions: [{ dn: DC=a, include: ["OU=x,DC=a", "ou=X, dc=A"] }]\n`,
      '4:49 PartitionInvalid "ou=X, dc=A" is under include already.',
    ],
    [
      `${withHierarchy}partitions: [{ dn: DC=a, include: ["OU=x,DC=a"], exclude: ["OU=x,DC=a"] }]\n`,
      '4:60 PartitionInvalid "OU=x,DC=a" is under include as well.',
    ],
  ])("%j", async (text, expected) => {
    expect(await placesOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  it("are looked at each, also where one of them has a key that nobody knows", async () => {
    const text = `${withPartitions}partitions: [{ dn: DC=a, extra: 1 }, { dn: nonsense }]\n`;
    expect(await codesOf(text)).toEqual(["UnknownKey /partitions/0/extra", "PartitionInvalid /partitions/1/dn"]);
  });

  it("are chosen with containers that are in them, in whatever spelling, or that are them", async () => {
    const chosen =
      'partitions: [{ dn: "DC=a,DC=b", include: ["ou = X , dc=A,dc=B"], exclude: ["OU=y,OU=x,DC=a,DC=b", "dc=a, dc=b"] }]\n';
    expect(await placesOf(`${withHierarchy}${chosen}`)).toEqual([]);
  });

  it("show names from outside on one line", async () => {
    const [found] = await placesOf(`${withPartitions}partitions: [{ dn: "a\\n\\u202eb" }]\n`);
    expect(found).toContain('"a\\n\\u202eb" is no distinguished name');
  });
});
