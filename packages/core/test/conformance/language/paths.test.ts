/** Specification 1.4. */
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { check, decide, note, resolve, workflowText } from "../../support/language.ts";
import { createProduct, jane } from "../../support/product.ts";

const exists = (path: string) => ({ exists: path });

describe("roots", () => {
  it.each([
    ["Request.LifecycleEvent", "Joiner"],
    ["Request.CorrelationId", "c-1"],
    ["Request.Actor", "test"],
    ["Request.IdentityKeys.login", "jane"],
    ["Request.Intent.A", "a"],
    ["Request.Context.B", "b"],
    ["Plan.LifecycleEvent", "Joiner"],
    ["Plan.WorkflowName", "Test"],
    ["request.lifecycleevent", "Joiner"],
    ["REQUEST.IDENTITYKEYS.LOGIN", "jane"],
    ["plan.workflowname", "test"],
  ])("%s can be asked for in a condition", async (path, value) => {
    expect(await decide({ equals: { path, value } }, { A: "a" }, { context: { B: "b" } })).toBe(true);
  });

  it("a group can be asked for as a whole", async () => {
    for (const group of ["IdentityKeys", "Intent", "Context"])
      expect(await decide(exists(`Request.${group}`), {})).toBe(true);
  });

  it("an actor that is not there is null", async () => {
    expect(await decide(exists("Request.Actor"), {}, { actor: undefined })).toBe(false);
  });

  it.each([
    "Request",
    "Plan",
    "Workflow.Name",
    "Intent.A",
    "Request.Intents.A",
    "Request.Type",
    "Plan.Name",
    "Plan.Steps",
    "Plan.WorkflowName.x",
    "Request.Actor.Name",
    "Request.LifecycleEvent.length",
    "Request.Context.Current.Identity.Profile",
    "Request.context.CURRENT.Identity",
    "__proto__.x",
    "Request.__proto__",
  ])("%s is refused as a path of a condition", async (path) => {
    expect(await check(workflowText({ steps: [{ ...note, condition: exists(path) }] }))).toEqual([
      expect.stringContaining("error PathInvalid"),
    ]);
  });

  it("Request.Context.Current is for preconditions only", async () => {
    const precondition = exists("Request.Context.Current.Identity.Profile");
    expect(await check(workflowText({ steps: [{ ...note, precondition }] }))).toEqual([]);
  });
});

describe("segments are letters, digits, _ and -", () => {
  it.each(["A", "a_b", "a-b", "9", "0", "-", "_", "Größe", "名"])("%s is one", async (key) => {
    expect(await decide({ equals: { path: `Request.Intent.${key}`, value: "x" } }, { [key]: "x" })).toBe(true);
    expect(await resolve(`{{Request.Intent.${key}}}`, { [key]: "x" })).toBe("x");
  });

  it.each(["a b", "a[0]", "a/b", "a$", "a:b", "a..b", ".a", "a.", "a\u200bb", "a'b", "$a", "*", "a\tb", "😀"])(
    "%j is malformed",
    async (key) => {
      const path = `Request.Intent.${key}`;
      expect(await check(workflowText({ steps: [{ ...note, condition: exists(path) }] }))).toEqual([
        expect.stringContaining("error PathInvalid"),
      ]);
      expect(await check(workflowText({ steps: [{ ...note, with: { message: `{{${path}}}` } }] }))).toEqual([
        expect.stringContaining("error PathInvalid"),
      ]);
    },
  );

  it("there is no indexing: a number after a list is a key", async () => {
    expect(await decide(exists("Request.Intent.List.0"), { List: ["a"] })).toBe(false);
    expect(await decide(exists("Request.Intent.List.length"), { List: ["a"] })).toBe(false);
    expect(await decide(exists("Request.Intent.Text.length"), { Text: "abc" })).toBe(false);
    expect(await resolve("{{Request.Intent.List.0}}", { List: [{ 0: "zero" }] })).toEqual(["zero"]);
  });

  it("a key with a dot or blank cannot be addressed", async () => {
    expect(await decide(exists("Request.Intent.a.b"), { "a.b": 1 })).toBe(false);
  });
});

describe("a segment matches an own key exactly, else the one that equals it ignoring case", () => {
  it("at every level", async () => {
    expect(await resolve("{{request.INTENT.oRg.NAME}}", { Org: { name: "x" } })).toBe("x");
  });

  it("exactly first", async () => {
    expect(await resolve("{{Request.Intent.name}}", { Name: 1, name: 2, NAME: 3 })).toBe(2);
  });

  it("two that differ in case are an error, under exists as well", async () => {
    const intent = { Name: null, NAME: 2 };
    expect(await decide(exists("Request.Intent.name"), intent)).toBe("PathAmbiguous");
    expect(await decide(exists("Request.Intent.name.x"), intent)).toBe("PathAmbiguous");
    expect(await decide({ equals: { path: "Request.Intent.name", value: 2 } }, intent)).toBe("PathAmbiguous");
    expect(await decide(exists("Request.Intent.List.name"), { List: [{ a: 1 }, intent] })).toBe("PathAmbiguous");
    await expect(resolve("{{Request.Intent.name}}", intent)).rejects.toMatchObject({ code: "WorkflowInvalid" });
  });

  it("own keys only", async () => {
    for (const key of ["toString", "hasOwnProperty", "valueOf", "__defineGetter__"])
      expect(await decide(exists(`Request.Intent.${key}`), {})).toBe(false);
    expect(await resolve("{{Request.Intent.toString}}", { toString: "mine" })).toBe("mine");
  });

  it.each(["__proto__", "constructor", "prototype", "CONSTRUCTOR", "__PROTO__"])("%s never resolves", async (key) => {
    expect(await decide(exists(`Request.Intent.${key}`), { constructor: "x", prototype: "y" })).toBe(false);
    expect(await decide(exists(`Request.Intent.A.${key}.name`), { A: [{ constructor: { name: "x" } }] })).toBe(false);
    await expect(resolve(`{{Request.Intent.${key}}}`, { constructor: "x", prototype: "y" })).rejects.toMatchObject({
      code: "WorkflowInvalid",
    });
  });
});

describe("a segment after a list collects that key from every element that has it", () => {
  it.each([
    [
      [{ Id: 1 }, { id: 2 }, { Other: 3 }],
      [1, 2],
    ],
    [[{ Id: null }], [null]],
    [[], []],
    [["text", { Id: 1 }, null], [1]],
  ])("%j", async (List, expected) => {
    expect(await resolve("{{Request.Intent.List.Id}}", { List })).toEqual(expected);
  });

  it("an empty list gives an empty list, which exists, however deep the path goes on", async () => {
    expect(await decide(exists("Request.Intent.List.Id"), { List: [] })).toBe(true);
    expect(await decide(exists("Request.Intent.List.Id.X.Y"), { List: [] })).toBe(true);
    expect(await decide({ notContains: { path: "Request.Intent.List.Id", value: "a" } }, { List: [] })).toBe(true);
  });

  it("a non-empty list in which no element has the key is absent", async () => {
    expect(await decide(exists("Request.Intent.List.Id"), { List: [{ A: 1 }, "x"] })).toBe(false);
    expect(await decide({ contains: { path: "Request.Intent.List.Id", value: 1 } }, { List: [{ A: 1 }] })).toBe(
      "PathNotFound",
    );
  });

  it("goes on through objects and lists", async () => {
    const List = [{ Org: { Tags: [{ N: 1 }, { N: 2 }] } }, { Org: { Tags: [] } }, { Org: { Tags: [{ N: 3 }] } }];
    expect(await resolve("{{Request.Intent.List.Org.Tags.N}}", { List })).toEqual([1, 2, 3]);
  });
});

it("provider aliases are matched like segments; the plan keeps the bag's spelling", async () => {
  const text = workflowText({
    contextResolvers: [{ capability: "IdLE.Identity.Read", with: { identityKey: "jane", provider: "corporate-AD" } }],
    steps: [
      {
        name: "Disable",
        type: "IdLE.Step.DisableIdentity",
        with: { provider: "CORPORATE-ad", identityKey: "jane" },
        condition: exists("Request.Context.Views.Providers.corporate-ad.Identity.Profile"),
      },
    ],
  });
  const providers = { "Corporate-ad": createMockProvider({ identities: [jane], alias: "Corporate-ad" }) };
  const plan = await createProduct().plan(text, { providers });
  expect(plan.plan.steps[0]).toMatchObject({ provider: "Corporate-ad", status: "Planned" });
  expect(plan.plan.steps[0]?.changes?.[0]?.target.provider).toBe("Corporate-ad");
  expect(plan.plan.contextResolvers[0]?.with.provider).toBe("Corporate-ad");

  const exact = { IDENTITY: createMockProvider({ alias: "IDENTITY" }), identity: providers["Corporate-ad"] };
  const step = { name: "D", type: "IdLE.Step.DisableIdentity", with: { provider: "identity", identityKey: "jane" } };
  const chosen = await createProduct().plan(workflowText({ steps: [step] }), { providers: exact });
  expect(chosen.plan.steps[0]?.provider).toBe("identity");
  const ambiguous = { ...step, with: { provider: "Identity", identityKey: "jane" } };
  await expect(createProduct().plan(workflowText({ steps: [ambiguous] }), { providers: exact })).rejects.toMatchObject({
    details: { diagnostics: [{ code: "ProviderAmbiguous" }] },
  });
});
