/** A request made up from a workflow's inputs passes the workflow's own check, or says where it does not. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isIdleError, type RequestInput } from "@idle/contract";
import { createEngine, readData } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { afterAll, describe, expect, it } from "vitest";
import { createSources } from "../../src/input/sources.ts";
import { requestForWorkflow } from "../../src/scaffold/request-for-workflow.ts";

const folder = mkdtempSync(join(tmpdir(), "idle-request-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shipped = fileURLToPath(new URL("../../../../workflows/", import.meta.url));
const engine = createEngine({ steps: [commonSteps, directorySyncSteps] });
const context = { workingFolder: folder, sources: createSources(), config: undefined };

function dataOf(text: string): RequestInput {
  const { data, diagnostics } = readData({ text, file: null });
  expect(diagnostics).toEqual([]);
  return data as unknown as RequestInput;
}

async function requestFor(inputs: object): Promise<string> {
  const step = { name: "Say", type: "IdLE.Step.EmitEvent" };
  writeFileSync(join(folder, "w.yaml"), JSON.stringify({ name: "W", lifecycleEvent: "Joiner", inputs, steps: [step] }));
  return requestForWorkflow("w.yaml", context);
}

/** The workflow's check; what else there is to plan does not matter. */
async function check(text: string, workflow = join(folder, "w.yaml")): Promise<string> {
  try {
    await engine.createPlan({ workflowPath: workflow, request: dataOf(text) });
    return "fits";
  } catch (error) {
    if (!isIdleError(error)) throw error;
    // The request is checked first; that there is nobody to read from comes after it.
    return /reads context, and there is no provider bag/.test(error.message) ? "fits" : error.message;
  }
}

describe("a request for a workflow that comes with IdLE", () => {
  it.each(readdirSync(shipped).filter((name) => /^[a-z-]+\.yaml$/.test(name)))(
    "%s is made up and fits",
    async (name) => {
      const path = join(shipped, name);
      const text = await requestForWorkflow(path, context);
      expect(text).not.toContain("does not fit");
      expect(await check(text, path)).toBe("fits");
    },
  );
});

describe("a request for inputs", () => {
  const group = (properties: object, required = Object.keys(properties)) => ({
    intent: { type: "object", additionalProperties: false, required, properties },
  });

  it.each<[string, object]>([
    ["of texts", { a: { type: "string", minLength: 6, maxLength: 8 }, b: { type: "string", maxLength: 2 } }],
    [
      "of choices",
      { a: { enum: ["Employee", "Contractor"] }, b: { const: 7 }, c: { default: "x" }, d: { examples: [true] } },
    ],
    [
      "of formats",
      {
        a: { type: "string", format: "date" },
        b: { type: "string", format: "email" },
        c: { format: "uuid" },
        d: { format: "date-time" },
        e: { format: "uri" },
      },
    ],
    [
      "of patterns",
      { a: { type: "string", pattern: "^[A-Z]{2}\\d{4}$" }, b: { type: "string", pattern: "^\\d+$", minLength: 6 } },
    ],
    [
      "of numbers",
      {
        a: { type: "integer", minimum: 3 },
        b: { type: "number", exclusiveMinimum: 2 },
        c: { type: "integer", maximum: -4 },
        d: { type: "integer", minimum: 7, multipleOf: 5 },
      },
    ],
    [
      "of lists and objects",
      {
        a: { type: "array", minItems: 2, items: { type: "string" } },
        b: { type: "object", required: ["c"], properties: { c: { type: "boolean" } } },
      },
    ],
    [
      "of one of several",
      {
        a: { oneOf: [{ type: "integer" }, { type: "string" }] },
        b: { type: ["null", "string"] },
        c: { allOf: [{ type: "string" }, { minLength: 9 }] },
      },
    ],
    [
      "with odd names",
      { "a b": { type: "string" }, true: { type: "string" }, ключ: { type: "string" }, "x: y #": { type: "string" } },
    ],
  ])("%s fits", async (_, properties) => {
    const text = await requestFor(group(properties));
    expect(text).not.toContain("does not fit");
    expect(await check(text)).toBe("fits");
  });

  it("follows references", async () => {
    const inputs = {
      identityKeys: {
        type: "object",
        required: ["Id"],
        properties: { Id: { $ref: "#/$defs/id" } },
        $defs: { id: { type: "string", pattern: "^E-\\d{3}$" } },
      },
    };
    const text = await requestFor(inputs);
    expect(text).toContain("Id: E-000");
    expect(await check(text)).toBe("fits");
  });

  it("has what may be left out as comments, with the rules", async () => {
    const text = await requestFor(
      group(
        {
          Department: { type: "string", minLength: 1, description: "Where" },
          Level: { type: "integer", minimum: 1, maximum: 9 },
          Kind: { enum: ["A", "B"] },
        },
        ["Department"],
      ),
    );
    expect(text).toBe(`# A request for w.yaml. The values are made up: put yours in their place.
# What still says TODO is refused; what is a comment may be left out.
lifecycleEvent: Joiner
# actor: hr-feed
intent:
  Department: TODO  # Where, text, not empty
#   Level: 1  # whole number, 1 to 9
#   Kind: A  # one of "A", "B"
`);
    const whole = text.replace(/^# {3}/gm, "  ");
    expect(await check(whole)).toBe("fits");
  });

  it("says where no fitting value could be made up", async () => {
    const text = await requestFor(
      group({ Odd: { type: "string", pattern: "^[^a-z]\\p{Lu}$" }, Fine: { type: "string" } }),
    );
    expect(text).toContain("Odd: TODO  # TODO: this value does not fit yet; text, pattern ^[^a-z]\\p{Lu}$");
    expect(text).toContain("Fine: TODO  # text\n");
    expect(await check(text)).toContain('"intent.Odd" must match the pattern');
  });

  it("lets nothing of a schema out of its comment", async () => {
    const text = await requestFor(
      group({ A: { type: "string", description: "one\nlifecycleEvent: Leaver\u2028\u001b[31m" } }),
    );
    expect(dataOf(text).lifecycleEvent).toBe("Joiner");
    expect(text).not.toContain("\u001b");
    expect(await check(text)).toBe("fits");
  });

  it("is empty but for the event where there are none", async () => {
    expect(dataOf(await requestFor({}))).toEqual({ lifecycleEvent: "Joiner" });
  });
});

describe("a workflow that is none", () => {
  it.each([
    ["steps: [", "WorkflowInvalid"],
    ["[]", "WorkflowInvalid"],
    ["name: W", "WorkflowInvalid"],
    ["name: W\nlifecycleEvent: Joiner\nsteps: [{ name: A, type: IdLE.Step.EnsureAttributes }]", "WorkflowInvalid"],
    ["name: W\nlifecycleEvent: Joiner\nsteps: [{ name: A, type: Nowhere }]", "WorkflowInvalid"],
    ['{ "name": "W", "lifecycleEvent": "Joiner", "inputs": { "intent": { "type": "nothing" } } }', "WorkflowInvalid"],
  ])("is told: %s", async (text, code) => {
    writeFileSync(join(folder, "bad.yaml"), text);
    await expect(requestForWorkflow("bad.yaml", context)).rejects.toMatchObject({ code });
  });

  it("is told what it is: a request", async () => {
    writeFileSync(join(folder, "bad.yaml"), "lifecycleEvent: Joiner\nidentityKeys: { Id: a }\n");
    await expect(requestForWorkflow("bad.yaml", context)).rejects.toMatchObject({
      code: "WorkflowInvalid",
      details: {
        diagnostics: [{ code: "FileOfAnotherKind", message: expect.stringContaining("bad.yaml is a request.") }],
      },
    });
  });

  it("may not be there", async () => {
    await expect(requestForWorkflow("nowhere.yaml", context)).rejects.toMatchObject({ code: "FileUnreadable" });
  });
});
