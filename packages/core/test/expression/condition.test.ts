import { type IdleError, isIdleError, type JsonObject, type JsonValue } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCondition,
  evaluateCondition,
  listConditionPaths,
  probePrecondition,
} from "../../src/expression/condition.ts";
import { rootOf } from "./root.ts";

const P = "Request.Intent.P";

function decide(node: JsonObject, value?: JsonValue): boolean {
  return evaluateCondition(node, rootOf({ intent: value === undefined ? {} : { P: value } }));
}

function errorOf(decideIt: () => unknown): IdleError {
  try {
    decideIt();
  } catch (error) {
    if (isIdleError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const yes: JsonObject = { exists: "Request.LifecycleEvent" };
const no: JsonObject = { exists: "Request.Intent.Nowhere" };
const broken: JsonObject = { equals: { path: "Request.Intent.Nowhere", value: "x" } };

describe("groups", () => {
  it.each([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ none: [no, no] }, true],
    [{ none: [no, yes] }, false],
    [{ all: [{ any: [no, yes] }, { none: [{ all: [yes, no] }] }] }, true],
  ])("%j is %s", (node, expected) => {
    expect(decide(node)).toBe(expected);
  });

  it.each([
    [{ all: [no, broken] }, false],
    [{ any: [yes, broken] }, true],
    [{ none: [yes, broken] }, false],
  ])("decide from left to right and stop as soon as they know: %j", (node, expected) => {
    expect(decide(node)).toBe(expected);
  });

  it.each([{ all: [yes, broken] }, { any: [no, broken] }, { none: [no, broken] }, { all: [broken, no] }])(
    "look at what they need: %j",
    (node) => {
      expect(errorOf(() => decide(node)).code).toBe("PathNotFound");
    },
  );

  it("lets exists guard", () => {
    const guarded = { all: [{ exists: P }, { equals: { path: P, value: "IT" } }] };
    expect(decide(guarded)).toBe(false);
    expect(decide(guarded, "IT")).toBe(true);
  });

  it("agree with plain boolean logic", () => {
    const node = fc.letrec<{ node: JsonObject }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(yes, no),
        fc
          .tuple(fc.constantFrom("all", "any", "none"), fc.array(tie("node"), { minLength: 1, maxLength: 4 }))
          .map(([name, children]) => ({ [name]: children })),
      ),
    })).node;
    const plain = (here: JsonObject): boolean => {
      const [name, body] = Object.entries(here)[0] ?? [];
      if (name === "exists") return here === yes;
      const children = (body as JsonObject[]).map(plain);
      if (name === "all") return children.every(Boolean);
      return name === "any" ? children.some(Boolean) : !children.some(Boolean);
    };
    fc.assert(
      fc.property(node, (generated) => {
        expect(decide(generated)).toBe(plain(generated));
      }),
    );
  });
});

describe("comparisons", () => {
  it.each<[JsonObject, JsonValue, boolean]>([
    [{ equals: { path: P, value: "it" } }, "IT", true],
    [{ equals: { path: P, value: "True" } }, true, true],
    [{ equals: { path: P, value: true } }, "TRUE", true],
    [{ equals: { path: P, value: "42" } }, 42, true],
    [{ equals: { path: P, value: 42 } }, "42", true],
    [{ equals: { path: P, value: "" } }, null, true],
    [{ equals: { path: P, value: null } }, "", true],
    [{ equals: { path: P, value: "\u00e9" } }, "e\u0301", false],
    [{ equals: { path: P, value: "stra\u00dfe" } }, "STRASSE", false],
    [{ equals: { path: P, value: "I" } }, "\u0131", false],
    [{ notEquals: { path: P, value: "it" } }, "IT", false],
    [{ notEquals: { path: P, value: "HR" } }, "IT", true],
    [{ in: { path: P, values: ["HR", "it"] } }, "IT", true],
    [{ in: { path: P, values: ["HR"] } }, "IT", false],
    [{ in: { path: P, values: "it" } }, "IT", true],
    [{ in: { path: P, values: [1, 2] } }, "2", true],
    [{ in: { path: P, values: [] } }, "IT", false],
    [{ in: { path: P, values: [null] } }, null, true],
    [{ exists: P }, "x", true],
    [{ exists: P }, "", true],
    [{ exists: P }, false, true],
    [{ exists: P }, [], true],
    [{ exists: P }, {}, true],
    [{ exists: P }, null, false],
    [{ exists: { path: P } }, "x", true],
    [{ contains: { path: P, value: "a" } }, ["A", "b"], true],
    [{ contains: { path: P, value: "c" } }, ["A", "b"], false],
    [{ contains: { path: P, value: 1 } }, ["1"], true],
    [{ contains: { path: P, value: "a" } }, [], false],
    [{ contains: { path: P, value: "a" } }, null, false],
    [{ contains: { path: P, value: "" } }, [null], true],
    [{ notContains: { path: P, value: "a" } }, ["A"], false],
    [{ notContains: { path: P, value: "c" } }, ["A"], true],
    [{ notContains: { path: P, value: "a" } }, null, true],
    [{ like: { path: P, pattern: "CN=*" } }, "cn=x", true],
    [{ like: { path: P, pattern: "4?" } }, 42, true],
    [{ like: { path: P, pattern: "*x" } }, ["a", "bx"], true],
    [{ like: { path: P, pattern: "*x" } }, ["a", "b"], false],
    [{ like: { path: P, pattern: "*" } }, [], false],
    [{ like: { path: P, pattern: "*" } }, null, false],
    [{ like: { path: P, pattern: "*" } }, [null], false],
    [{ notLike: { path: P, pattern: "*x" } }, ["a", "bx"], false],
    [{ notLike: { path: P, pattern: "*x" } }, ["a", "b"], true],
    [{ notLike: { path: P, pattern: "*" } }, null, true],
    [{ notLike: { path: P, pattern: "a*" } }, "Abc", false],
  ])("%j on %j is %s", (node, value, expected) => {
    expect(decide(node, value)).toBe(expected);
  });

  it("finds an absent path false under exists, in both of its shapes", () => {
    expect(decide({ exists: P })).toBe(false);
    expect(decide({ exists: { path: P } })).toBe(false);
    expect(decide({ exists: `${P}.Deeper.Still` }, null)).toBe(false);
  });

  it("reads lists of objects by a key", () => {
    const root = rootOf({ context: { Views: { Identity: { Entitlements: [{ Id: "CN=A" }, { Id: "CN=B" }] } } } });
    const path = "Request.Context.Views.Identity.Entitlements.Id";
    expect(evaluateCondition({ contains: { path, value: "cn=b" } }, root)).toBe(true);
    expect(evaluateCondition({ notContains: { path, value: "cn=c" } }, root)).toBe(true);
  });
});

describe("wrong kinds are errors that name the path and the operator to use instead", () => {
  it.each<[JsonObject, JsonValue, string]>([
    [
      { equals: { path: P, value: "x" } },
      ["x"],
      `${P} is a list, and equals compares a single value. Use contains instead.`,
    ],
    [
      { notEquals: { path: P, value: "x" } },
      ["x"],
      `${P} is a list, and notEquals compares a single value. Use notContains instead.`,
    ],
    [
      { in: { path: P, values: ["x"] } },
      ["x"],
      `${P} is a list, and in compares a single value. Use contains instead.`,
    ],
    [
      { equals: { path: P, value: "x" } },
      { City: 1 },
      `${P} is an object, and equals compares a single value. Use exists instead, or go on to one of its keys: "City".`,
    ],
    [{ in: { path: P, values: [] } }, {}, `${P} is an object, and in compares a single value. Use exists instead.`],
    [
      { contains: { path: P, value: "x" } },
      "x",
      `${P} is a single value, and contains looks into a list. Use equals or in instead.`,
    ],
    [
      { notContains: { path: P, value: "x" } },
      1,
      `${P} is a single value, and notContains looks into a list. Use notEquals instead.`,
    ],
    [
      { contains: { path: P, value: "x" } },
      { A: 1 },
      `${P} is an object, and contains looks into a list. Use exists instead`,
    ],
    [
      { notContains: { path: P, value: "x" } },
      {},
      `${P} is an object, and notContains looks into a list. Use exists instead`,
    ],
    [
      { like: { path: P, pattern: "x" } },
      {},
      `${P} is an object, and like compares text or a list of texts. Use exists instead`,
    ],
    [
      { notLike: { path: P, pattern: "x" } },
      {},
      `${P} is an object, and notLike compares text or a list of texts. Use exists`,
    ],
    [
      { notContains: { path: P, value: "x" } },
      [{ Id: "x" }],
      `${P} is a list of objects, and notContains compares single values. Go on to a key of its elements: "Id".`,
    ],
    [{ like: { path: P, pattern: "x" } }, [["x"]], `${P} is a list of lists, and like compares single values.`],
  ])("%j on %j", (node, value, message) => {
    const error = errorOf(() => decide(node, value));
    expect(error.code).toBe("WrongKind");
    expect(error.message).toContain(message);
    expect(error.details?.path).toBe(P);
  });
});

describe("a path that cannot be decided", () => {
  it("names the operator, the path, the deepest segment that did resolve and the keys that are there", () => {
    const root = rootOf({ intent: { Title: "x", City: "y" } });
    const node = { all: [yes, { none: [{ equals: { path: "Request.Intent.Department", value: "IT" } }] }] };
    const error = errorOf(() => evaluateCondition(node, root));
    expect(error.code).toBe("PathNotFound");
    expect(error.message).toBe(
      "equals needs a value. Request.Intent.Department is not there. " +
        'The path resolves as far as Request.Intent, which has the keys "Title" and "City".',
    );
    expect(error.details).toEqual({ path: "Request.Intent.Department", pointer: "/all/1/none/0/equals/path" });
  });

  it.each<JsonObject>([
    { notEquals: { path: P, value: "x" } },
    { in: { path: P, values: ["x"] } },
    { contains: { path: P, value: "x" } },
    { notContains: { path: P, value: "x" } },
    { like: { path: P, pattern: "x" } },
    { notLike: { path: P, pattern: "x" } },
  ])("is an error for every operator but exists: %j", (node) => {
    expect(errorOf(() => decide(node)).code).toBe("PathNotFound");
  });

  const AB = "Request.Intent.AB";
  it.each<JsonObject>([{ exists: AB }, { exists: { path: AB } }, { equals: { path: AB, value: "x" } }])(
    "is an error when it fits two keys, under exists as well: %j",
    (node) => {
      const error = errorOf(() => evaluateCondition(node, rootOf({ intent: { Ab: 1, aB: 2 } })));
      expect(error.code).toBe("PathAmbiguous");
      expect(error.message).toContain('Request.Intent.AB fits several keys that differ only in case: "Ab" and "aB".');
    },
  );

  it.each<[JsonObject, string]>([
    [{ equals: { path: "Request.Intent.a b", value: "x" } }, "has a blank in it"],
    [{ like: { path: P, pattern: "[x" } }, "its pattern is malformed"],
    [{ unknown: { path: P } }, "exactly one known operator or group"],
    [{ exists: P, equals: { path: P, value: "x" } }, "exactly one known operator or group"],
    [{}, "exactly one known operator or group"],
    [{ all: yes }, "exactly one known operator or group"],
    [{ equals: { path: P, value: ["x"] } }, "is no single value"],
    [{ contains: { path: P } }, "is no single value"],
    [{ like: { path: P, pattern: 1 } }, "is no single value"],
  ])("is refused when the node is none that a workflow may hold: %j", (node, message) => {
    const error = errorOf(() => decide(node, "v"));
    expect(error.code).toBe("InvalidInput");
    expect(error.message).toContain(message);
  });

  it("does not say what stands there", () => {
    const error = errorOf(() => decide({ contains: { path: P, value: "x" } }, "hunter22"));
    expect(JSON.stringify([error.message, error.details])).not.toContain("hunter22");
  });
});

describe("the paths of a condition", () => {
  it("are listed with their places and operators, in the order they are written", () => {
    const node = { all: [{ exists: "A.B" }, { any: [{ exists: { path: "C" } }, { in: { path: "D", values: [] } }] }] };
    expect(listConditionPaths(node)).toEqual([
      { path: "A.B", pointer: "/all/0/exists", operator: "exists" },
      { path: "C", pointer: "/all/1/any/0/exists/path", operator: "exists" },
      { path: "D", pointer: "/all/1/any/1/in/path", operator: "in" },
    ]);
  });

  it("leaves out what has no shape of a node", () => {
    expect(listConditionPaths({ all: ["x", 1, null, { equals: "x" }, { equals: {} }, {}, { all: {} }] })).toEqual([]);
  });
});

describe("the static check", () => {
  it("finds every malformed path, unknown root and malformed pattern, with its place", () => {
    const node = {
      any: [
        { exists: "Request.Intent.a b" },
        { equals: { path: "Requst.Intent.X", value: "x" } },
        { notLike: { path: "Request.Intent.X", pattern: "a[b" } },
        { exists: "Request.Context.Current.Identity.Profile" },
        { exists: "Plan.WorkflowName" },
      ],
    };
    expect(checkCondition(node, "condition")).toEqual([
      {
        code: "PathInvalid",
        pointer: "/any/0/exists",
        path: "Request.Intent.a b",
        message: expect.stringContaining("has a blank in it"),
      },
      {
        code: "PathInvalid",
        pointer: "/any/1/equals/path",
        path: "Requst.Intent.X",
        message: expect.stringContaining("did you mean Request.Intent.X?"),
      },
      {
        code: "PatternInvalid",
        pointer: "/any/2/notLike/pattern",
        path: "Request.Intent.X",
        message:
          'The pattern is malformed: the "[" at character 2 is not closed; put a backtick before it to mean the character "[".',
      },
      {
        code: "PathInvalid",
        pointer: "/any/3/exists",
        path: "Request.Context.Current.Identity.Profile",
        message: expect.stringContaining("precondition only"),
      },
    ]);
    expect(checkCondition(node, "precondition")).toHaveLength(3);
  });
});

describe("a precondition while planning", () => {
  const live = "Request.Context.Views.Identity.Profile.Enabled";
  const isLive = (path: readonly string[]) => path[1]?.toLowerCase() === "context";
  const probe = (node: JsonObject, context: JsonObject = {}) =>
    probePrecondition(node, rootOf({ context, intent: { There: "x", Groups: [] } }), isLive).map(
      ({ error, live: isLiveProblem }) => ({ code: error.code, pointer: error.details?.pointer, live: isLiveProblem }),
    );

  it("has nothing to say about what can be decided", () => {
    expect(probe({ all: [yes, { equals: { path: "Request.Intent.There", value: "y" } }] })).toEqual([]);
  });

  it("tells an absent live path as live, any other as not", () => {
    expect(probe({ equals: { path: live, value: "true" } })).toEqual([
      { code: "PathNotFound", pointer: "/equals/path", live: true },
    ]);
    expect(probe(broken)).toEqual([{ code: "PathNotFound", pointer: "/equals/path", live: false }]);
  });

  it("tells a live value of the wrong kind as live", () => {
    const context = { Views: { Identity: { Profile: { Enabled: [true] } } } };
    expect(probe({ equals: { path: live, value: "true" } }, context)).toMatchObject([
      { code: "WrongKind", live: true },
    ]);
  });

  it("says nothing of an exists on a live path", () => {
    expect(probe({ exists: live })).toEqual([]);
  });

  it.each(["all", "any", "none"])(
    "finds a static problem behind a live sibling under %s, whatever it says now",
    (group) => {
      for (const enabled of [true, false]) {
        const context = { Views: { Identity: { Profile: { Enabled: enabled } } } };
        const node = { [group]: [{ equals: { path: live, value: "true" } }, broken] };
        expect(probe(node, context)).toEqual([
          { code: "PathNotFound", pointer: `/${group}/1/equals/path`, live: false },
        ]);
      }
    },
  );

  it("does not look behind what is decided for good", () => {
    expect(probe({ all: [no, broken] })).toEqual([]);
    expect(probe({ any: [yes, broken] })).toEqual([]);
    expect(probe({ none: [yes, broken] })).toEqual([]);
    expect(probe({ all: [{ equals: { path: live, value: "x" } }, { all: [no] }, broken] }, {})).toMatchObject([
      { live: true },
    ]);
  });

  it("finds every problem, not the first", () => {
    const wrong = { contains: { path: "Request.Intent.There", value: "x" } };
    expect(
      probe({ any: [broken, { all: [wrong] }, { equals: { path: "Request.Intent.Groups", value: "x" } }] }),
    ).toEqual([
      { code: "PathNotFound", pointer: "/any/0/equals/path", live: false },
      { code: "WrongKind", pointer: "/any/1/all/0/contains/path", live: false },
      { code: "WrongKind", pointer: "/any/2/equals/path", live: false },
    ]);
  });

  it("takes an exists for a guard of live paths at and under its own", () => {
    const guard = "Request.Context.Views.Identity.Profile";
    const read = { equals: { path: live, value: "true" } };
    expect(probe({ all: [{ exists: guard }, read] })).toEqual([]);
    expect(probe({ all: [{ exists: live }, { none: [read] }] })).toEqual([]);
    expect(probe({ all: [read, { exists: guard }] })).toHaveLength(1);
    expect(probe({ any: [{ exists: guard }, read] })).toHaveLength(1);
    expect(probe({ all: [{ exists: `${guard}s` }, read] })).toHaveLength(1);
  });
});
