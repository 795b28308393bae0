/** Partitions and containers. */
import { describe, expect, it } from "vitest";
import { checkHierarchy } from "../../src/answers/check-hierarchy.ts";
import { checkPartitions } from "../../src/answers/check-partitions.ts";
import { contextOf, refusal } from "./answer.ts";

describe("partitions", () => {
  const check = (answer: unknown, style: "LDAP" | "Generic" | "None" = "LDAP") =>
    checkPartitions(answer, contextOf("partition"), { style });
  const refused = (answer: unknown, style?: "LDAP" | "Generic" | "None") =>
    refusal("partition", () => check(answer, style));

  it("come as one or as a list, and go as a frozen list", () => {
    const one = { dn: "dc=example,dc=org", id: "7", name: "Example" };
    expect(check(one)).toStrictEqual([one]);
    const list = check([one, { dn: "dc=other", name: null }]);
    expect(list).toStrictEqual([one, { dn: "dc=other" }]);
    expect(Object.isFrozen(list) && Object.isFrozen(list[0])).toBe(true);
  });

  it("are at least one", () => {
    expect(refused([])).toContain("returned an empty list");
  });

  it("have distinguished names where the style says so", () => {
    expect(refused({ dn: "example" })).toContain('"example" as dn of a partition');
    expect(refused({ dn: " " })).toContain("an empty text as dn");
    expect(refused({ name: "x" })).toContain("nothing as dn");
    expect(check({ dn: "example" }, "Generic")).toEqual([{ dn: "example" }]);
  });

  it("are there once, in whatever spelling", () => {
    expect(refused([{ dn: "dc=a" }, { dn: "DC = A" }])).toContain(
      'one partition in two spellings, "dc=a" and "DC = A"',
    );
    expect(refused([{ dn: "a" }, { dn: "A" }], "Generic")).toContain("two spellings");
    expect(check([{ dn: "a" }, { dn: "A" }], "None")).toHaveLength(2);
    expect(
      refused([
        { dn: "dc=a", id: "1" },
        { dn: "dc=b", id: "1" },
      ]),
    ).toContain('two partitions with the id "1"');
  });
});

describe("children of a container", () => {
  const check = (answer: unknown) =>
    checkHierarchy(answer, contextOf("hierarchy"), { parent: { dn: "DC=example,dc=org" } });
  const refused = (answer: unknown) => refusal("hierarchy", () => check(answer));

  it("come as one or as a list, which may be empty", () => {
    expect(check([])).toEqual([]);
    expect(check({ dn: "ou=a,dc=Example,dc=org", name: "A" })).toStrictEqual([
      { dn: "ou=a,dc=Example,dc=org", name: "A" },
    ]);
    expect(check([{ dn: "ou=a,dc=example,dc=org" }, { dn: "ou=b, dc=example, dc=org" }])).toHaveLength(2);
  });

  it.each(["dc=example,dc=org", "ou=b,ou=a,dc=example,dc=org", "ou=a,dc=other,dc=org", "dc=org"])(
    "are one step below it: %s is refused by its name",
    (dn) => {
      expect(refused([{ dn: "ou=x,dc=example,dc=org" }, { dn }])).toContain(
        `${JSON.stringify(dn)}, which is no direct child of "DC=example,dc=org"`,
      );
    },
  );

  it("have distinguished names, each once", () => {
    expect(refused([{ dn: "nothing" }])).toContain('"nothing" as dn of a child');
    expect(refused([{ dn: "ou=a,dc=example,dc=org" }, { dn: "OU=A,dc=example,dc=org" }])).toContain("twice");
  });
});
