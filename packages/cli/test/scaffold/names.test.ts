import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readName } from "../../src/scaffold/names.ts";
import { readPackageName, readPrefix } from "../../src/scaffold/package-name.ts";
import { fillTemplate } from "../../src/scaffold/template.ts";

describe("a name", () => {
  it.each([
    ["badge-system", "BadgeSystem", "badge-system", "badgeSystem", "BADGE_SYSTEM", "Badge system"],
    ["BadgeSystem", "BadgeSystem", "badge-system", "badgeSystem", "BADGE_SYSTEM", "Badge system"],
    ["HRSystem2", "HrSystem2", "hr-system2", "hrSystem2", "HR_SYSTEM2", "Hr system2"],
    ["x", "X", "x", "x", "X", "X"],
  ])("%s takes every form", (name, pascal, kebab, camel, constant, title) => {
    expect(readName(name)).toEqual({ pascal, kebab, camel, constant, title });
  });

  it.each([
    ["", "such as badge-system"],
    ["Badge System", "such as badge-system"],
    ["badge_system", "such as badge-system"],
    ["Größe", "such as gro-e"],
    ["9lives", "such as lives"],
    ["-x", "such as x"],
    [".hidden", "such as hidden"],
    ["badge--system", "such as badge-system"],
    ["../badge", "the folder goes into --out"],
    ["a\\b", "the folder goes into --out"],
    ["con", "such as con-system"],
    ["Lpt1", "such as lpt1-system"],
    ["x".repeat(65), "at most 64 characters"],
  ])("%j is refused, with what to write instead", (name, advice) => {
    expect(() => readName(name)).toThrow(advice);
  });

  it("that was accepted is a safe file name, and reads the same in its other forms", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
    const kebab = fc.array(word, { minLength: 2, maxLength: 5 }).map((words) => words.join("-"));
    fc.assert(
      fc.property(kebab, (name) => {
        const names = readName(name);
        expect(names.kebab).toBe(name);
        expect(names.kebab).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(names.pascal).toMatch(/^[A-Z][A-Za-z0-9]*$/);
        expect(names.title.toLowerCase()).toBe(name.replaceAll("-", " "));
      }),
    );
  });

  it("of any kind is refused in words, or harmless", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (name) => {
        try {
          expect(readName(name).kebab).toMatch(/^[a-z][a-z0-9-]{0,63}$/);
        } catch (error) {
          expect(error).toMatchObject({ name: "UsageError" });
        }
      }),
    );
  });
});

describe("a name that means something else in what is made", () => {
  const make = (kind: "provider" | "step", name: string) =>
    fillTemplate(kind, { names: readName(name), packageName: "x", prefix: "Acme" });

  it.each([
    ["provider", "rest"],
    ["step", "delete"],
    ["step", "define-step"],
    ["step", "change"],
    ["step", "plugin"],
    ["step", "index"],
  ] as const)("is refused: %s %s", (kind, name) => {
    expect(() => make(kind, name)).toThrow(/means something else in the code that is made/);
  });

  it.each([
    ["provider", "account"],
    ["provider", "delete"],
    ["step", "ensure-badge"],
    ["step", "template-name"],
  ] as const)("is none of those that do not: %s %s", (kind, name) => {
    expect(make(kind, name).length).toBeGreaterThan(8);
  });
});

describe("a package's name", () => {
  it.each([
    ["@acme/idle-badges", "acme", "idle-badges"],
    ["idle-badges", null, "idle-badges"],
    ["a.b_c", null, "a.b_c"],
  ])("%s is one", (name, scope, folder) => {
    expect(readPackageName(name)).toEqual({ name, scope, folder });
  });

  it.each([
    "",
    "Upper",
    "@acme",
    "@acme/",
    "@/x",
    "a/b",
    "../x",
    ".x",
    "_x",
    "node_modules",
    "nul",
    "con.txt",
    "x".repeat(215),
    "a b",
  ])("%j is none", (name) => {
    expect(() => readPackageName(name)).toThrow("is no package name. Write");
  });

  it("is not of the scope of IdLE", () => {
    expect(() => readPackageName("@idle/badges")).toThrow("is for what comes with IdLE");
  });
});

describe("a prefix", () => {
  it("is the given one, else the scope's, else nobody's", () => {
    expect(readPrefix("Acme", "other")).toBe("Acme");
    expect(readPrefix(undefined, "acme-tools")).toBe("AcmeTools");
    expect(readPrefix(undefined, "9lives")).toBe("Custom");
    expect(readPrefix(undefined, "idle")).toBe("Custom");
    expect(readPrefix(undefined, null)).toBe("Custom");
  });

  it.each(["acme", "Acme.Step", "", "IdLE", "IDLE", "A".repeat(33), "Ä"])("%j is none", (prefix) => {
    expect(() => readPrefix(prefix, null)).toThrow("such as Acme");
  });
});
