import type { JsonObject, JsonValue } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPathUse, parsePath, resolvePath } from "../../src/expression/path.ts";
import { describeMissing } from "../../src/expression/path-words.ts";
import { rootOf } from "./root.ts";

function resolve(root: JsonObject, text: string) {
  return resolvePath(root, text.split("."));
}

function found(root: JsonObject, text: string): JsonValue {
  const resolution = resolve(root, text);
  if (resolution.kind !== "found") throw new Error(JSON.stringify(resolution));
  return resolution.value;
}

const entitlements = {
  context: { Views: { Identity: { Entitlements: [{ Kind: "Group", Id: "a" }, { Kind: "Role" }, { Id: "b" }] } } },
};

describe("the grammar of paths", () => {
  it.each([
    ["Request.Intent.Department", ["Request", "Intent", "Department"]],
    ["Request.Intent.cost-center_1", ["Request", "Intent", "cost-center_1"]],
    ["Request.Intent.Stra\u00dfe", ["Request", "Intent", "Stra\u00dfe"]],
    ["Request.Intent.0", ["Request", "Intent", "0"]],
  ])("takes letters, digits, _ and -: %s", (text, path) => {
    expect(parsePath(text)).toEqual({ path });
  });

  it.each([
    ["", "the path is empty"],
    ["  ", "the path is empty"],
    ["Request..Intent", 'the path "Request..Intent" has a dot with no segment beside it'],
    [".Request", "a dot with no segment"],
    ["Request.", "a dot with no segment"],
    ["Request.Intent.User Name", 'the path "Request.Intent.User Name" has a blank in it'],
    ["Request.Intent.Groups[0]", "there is no indexing"],
    ["Request.Intent.a$b", '"Request.Intent.a$b" is no path; write segments of letters, digits, _ and -'],
    ["Request.Intent.f()", "is no path"],
    ["Request.Intent.a\u202eb", "\\u202e"],
  ])("refuses %j in words", (text, reason) => {
    expect(parsePath(text)).toEqual({ reason: expect.stringContaining(reason) });
  });

  it("takes exactly the texts whose segments are of such characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "Z", "9", "_", "-", ".", " ", "$", "\u00e4") }), (text) => {
        const isPath = text.split(".").every((segment) => /^[aZ9_\u00e4-]+$/.test(segment));
        expect("path" in parsePath(text)).toBe(isPath);
      }),
    );
  });
});

describe("a segment", () => {
  it("matches an own key exactly, before one that differs in case", () => {
    const root = rootOf({ intent: { department: "small", Department: "exact" } });
    expect(found(root, "Request.Intent.Department")).toBe("exact");
    expect(found(root, "Request.Intent.department")).toBe("small");
  });

  it("else matches the one key that equals it ignoring case, roots too", () => {
    expect(found(rootOf({ intent: { DEPARTMENT: "IT" } }), "request.INTENT.department")).toBe("IT");
    expect(found(rootOf({}), "plan.workflowname")).toBe("Joiner - Standard");
  });

  it("is an error when two such keys are there", () => {
    const root = rootOf({ intent: { department: 1, DEPARTMENT: 2 } });
    const resolution = resolve(root, "Request.Intent.Department.Name");
    expect(resolution).toEqual({
      kind: "ambiguous",
      at: "Request.Intent.Department",
      keys: ["department", "DEPARTMENT"],
    });
  });

  it("finds null, which is there", () => {
    expect(found(rootOf({ intent: { Manager: null } }), "Request.Intent.Manager")).toBeNull();
  });

  it("does not go into text, numbers or null", () => {
    const root = rootOf({ intent: { Text: "abc", Number: 42, Nothing: null } });
    for (const path of ["Text.length", "Number.toFixed", "Nothing.x", "Text.0"]) {
      expect(resolve(root, `Request.Intent.${path}`).kind).toBe("absent");
    }
  });

  it("tells the deepest segment that did resolve and the keys that are there", () => {
    const root = rootOf({ intent: { Address: { City: "Ulm", Street: "x" } } });
    expect(resolve(root, "Request.Intent.address.Zip.Code")).toMatchObject({
      kind: "absent",
      deepest: "Request.Intent.address",
      keys: ["City", "Street"],
    });
    expect(resolve(root, "Nowhere.X")).toMatchObject({ kind: "absent", deepest: "", keys: ["Request", "Plan"] });
  });

  it("tells at most twenty keys", () => {
    const intent = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`Key${index}`, index]));
    const resolution = resolve(rootOf({ intent }), "Request.Intent.Missing");
    expect(resolution.kind === "absent" && resolution.keys.length).toBe(20);
  });
});

describe("a segment after a list", () => {
  it("collects the key from every element that has it", () => {
    expect(found(rootOf(entitlements), "Request.Context.Views.Identity.Entitlements.Id")).toEqual(["a", "b"]);
    expect(found(rootOf(entitlements), "Request.Context.Views.Identity.Entitlements.kind")).toEqual(["Group", "Role"]);
  });

  it("goes on through lists in lists", () => {
    const root = rootOf({
      intent: { Teams: [{ Members: [{ Id: 1 }, { Id: 2 }] }, { Members: [] }, { Members: [{ Id: 3 }] }] },
    });
    expect(found(root, "Request.Intent.Teams.Members.Id")).toEqual([1, 2, 3]);
  });

  it("gives an empty list for an empty list, which exists", () => {
    expect(found(rootOf({ intent: { Groups: [] } }), "Request.Intent.Groups.Id")).toEqual([]);
  });

  it("is absent when no element of a non-empty list has the key", () => {
    expect(resolve(rootOf(entitlements), "Request.Context.Views.Identity.Entitlements.Name")).toEqual({
      kind: "absent",
      deepest: "Request.Context.Views.Identity.Entitlements",
      keys: ["Kind", "Id"],
      holds: "list",
    });
    expect(resolve(rootOf({ intent: { Ids: ["a", "b"] } }), "Request.Intent.Ids.0").kind).toBe("absent");
  });

  it("is an error when two keys of one element differ only in case", () => {
    const root = rootOf({ intent: { Groups: [{ Id: 1 }, { id: 1, ID: 2 }] } });
    expect(resolve(root, "Request.Intent.Groups.Id")).toMatchObject({
      kind: "ambiguous",
      at: "Request.Intent.Groups.Id",
    });
  });

  it("takes a list of many thousands", () => {
    const many = Array.from({ length: 200_000 }, (_, index) => index);
    expect(found(rootOf({ intent: { Lists: [{ Ids: many }] } }), "Request.Intent.Lists.Ids")).toHaveLength(200_000);
  });
});

describe("prototypes", () => {
  const names = ["__proto__", "constructor", "prototype", "Constructor", "__PROTO__"];

  it.each(names)("%s never resolves, not even as an own key, and is not offered", (name) => {
    const owned: JsonObject = JSON.parse(`{ "${name}": { "Name": "x" }, "Other": 1 }`);
    expect(resolve(rootOf({ intent: owned }), `Request.Intent.${name}`)).toMatchObject({
      kind: "absent",
      keys: ["Other"],
    });
    expect(resolve(rootOf({ intent: { List: [owned] } }), `Request.Intent.List.${name}`).kind).toBe("absent");
  });

  it("are never reached: whatever resolves stands in the data", () => {
    const segment = fc.oneof(
      fc.constantFrom(...names, "toString", "valueOf", "hasOwnProperty", "length", "__defineGetter__", "at", "0"),
      fc.constantFrom("a", "B", "c"),
    );
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(fc.dictionary(segment, value), fc.array(segment, { minLength: 1, maxLength: 5 }), (data, path) => {
        const root: JsonObject = JSON.parse(JSON.stringify(data));
        const resolution = resolvePath(root, path);
        if (resolution.kind !== "found") return;
        expect(path.some((name) => names.includes(name))).toBe(false);
        // A function, or anything that is no plain data, would not survive.
        expect(JSON.parse(JSON.stringify(resolution.value))).toEqual(resolution.value);
        expect([Object.prototype, Array.prototype, Object, Function]).not.toContain(resolution.value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the roots", () => {
  it.each([
    ["Request.LifecycleEvent", "template"],
    ["Request.CorrelationId", "template"],
    ["Request.Actor", "template"],
    ["Request.IdentityKeys.EmployeeId", "template"],
    ["request.intent.Department", "template"],
    ["Request.Context.Views.Identity.Profile", "template"],
    ["Plan.LifecycleEvent", "condition"],
    ["plan.workflowName", "precondition"],
    ["Request.Intent", "condition"],
    ["Request.Context.Current.Identity.Profile", "precondition"],
  ] as const)("%s may stand in a %s", (text, use) => {
    expect(checkPathUse(text.split("."), use)).toBeNull();
  });

  it.each([
    ["Requst.Intent.Department", "condition", "did you mean Request.Intent.Department?"],
    ["Plam.WorkflowName", "condition", "did you mean Plan.WorkflowName?"],
    ["Intent.Department", "template", "did you mean Request.Intent.Department?"],
    ["Request.Intend.Department", "template", "did you mean Request.Intent.Department?"],
    ["Request.Identitykey.Id", "template", "did you mean Request.IdentityKeys.Id?"],
    ["Plan.Workflow", "condition", "the roots are Plan.LifecycleEvent, Plan.WorkflowName"],
    ["Elsewhere.X", "condition", "Elsewhere.X starts with no known root; the roots are Request and Plan"],
    ["Elsewhere.X", "template", "the root is Request"],
    ["Request.Steps.X", "template", "the roots are Request.LifecycleEvent, Request.CorrelationId, Request.Actor, "],
    ["Request", "condition", "Request is no value by itself"],
    ["Plan", "precondition", "Plan is no value by itself"],
    ["Request.Actor.Name", "condition", "Request.Actor is a single value and has no keys"],
    ["Plan.WorkflowName", "template", "Plan paths are for conditions"],
    ["Request", "template", "Request is no value by itself"],
    ["Request.Intent", "template", "Request.Intent is a whole group"],
    ["Request.Context.Current.Identity", "condition", "allowed in a precondition only"],
    ["Request.context.current.Identity", "template", "allowed in a precondition only"],
  ] as const)("%s may not stand in a %s: %s", (text, use, reason) => {
    expect(checkPathUse(text.split("."), use)).toContain(reason);
  });
});

describe("what is said of a missing value", () => {
  function words(root: JsonObject, text: string): string {
    const resolution = resolve(root, text);
    if (resolution.kind === "found") throw new Error("it is there");
    return describeMissing(text.split("."), resolution);
  }

  it.each([
    [
      { Dept: "IT", Title: "x" },
      "Department",
      'The path resolves as far as Request.Intent, which has the keys "Dept" and "Title".',
    ],
    [{}, "Department", "Request.Intent, which has no keys."],
    [{ A: null }, "A.B", "as far as Request.Intent.A, which is null."],
    [{ A: "text" }, "A.B", "as far as Request.Intent.A, which is a single value and has no keys."],
    [{ A: [{ C: 1 }] }, "A.B", 'as far as Request.Intent.A, a list whose elements have the keys "C".'],
    [{ A: [1] }, "A.B", "as far as Request.Intent.A, a list whose elements have no keys."],
    [{ "\u202eX": 1 }, "Y", '"\\u202eX"'],
  ])("%j: %s → %s", (intent, path, expected) => {
    expect(words(rootOf({ intent }), `Request.Intent.${path}`)).toContain(expected);
  });

  it("names the keys a path fits, and never a value", () => {
    const said = words(rootOf({ intent: { A: "hunter22", B: "hunter23" } }), "Request.Intent.A.Deeper");
    expect(said).not.toContain("hunter");
    expect(words(rootOf({ intent: { dept: 1, DEPT: 2 } }), "Request.Intent.Dept")).toBe(
      'Request.Intent.Dept fits several keys that differ only in case: "dept" and "DEPT". Write one of them exactly.',
    );
  });
});
