import { type Diagnostic, defineStep, IdleError } from "@idle/contract";
import { expect, it } from "vitest";
import { causesInWords } from "../../src/events/causes-in-words.ts";
import { renderDiagnostic } from "../../src/index.ts";
import { createProduct, diagnosticsOf, errorOf, handMade, joiner } from "../support/product.ts";

const refused = new Error("connect ECONNREFUSED 127.0.0.1:1\u001b[2J");
const lookup = defineStep({
  type: "Test.Step.Look",
  description: "Looks.",
  with: { type: "object", additionalProperties: false },
  requiredCapabilities: ["IdLE.Identity.Read"],
  async preview(ctx) {
    await ctx.provider.getIdentity({ identityKey: "jane" });
    return [];
  },
  execute: () => ({ changed: false }),
});

it("a problem found while planning says what it was caused by, escaped", async () => {
  const getIdentity = () => {
    throw new IdleError("ConnectionFailed", "No connection.", {
      cause: new TypeError("fetch failed", { cause: refused }),
    });
  };
  const providers = { Identity: handMade({ getIdentity }, ["IdLE.Identity.Read"]) };
  const text = joiner("steps:\n  - { name: A, type: Test.Step.Look, with: { provider: Identity } }\n");
  const [problem] = diagnosticsOf(await errorOf(createProduct({ steps: [lookup] }).plan(text, { providers })));

  const because = "fetch failed: connect ECONNREFUSED 127.0.0.1:1\\u001b[2J";
  expect(problem).toMatchObject({ code: "ConnectionFailed", because });

  expect(renderDiagnostic({ severity: "error", file: "test.yaml", ...problem } as Diagnostic).split("\n")).toEqual([
    expect.stringContaining("error ConnectionFailed No connection."),
    `  because: ${because}`,
  ]);
});

it("a secret in a cause does not leave", async () => {
  const getIdentity = () => {
    throw new IdleError("ConnectionFailed", "No connection.", { cause: new Error("refused hunter22-hunter22") });
  };
  const providers = { Identity: handMade({ getIdentity }, ["IdLE.Identity.Read"]) };
  const text = joiner("steps:\n  - { name: A, type: Test.Step.Look, with: { provider: Identity } }\n");
  const request = {
    lifecycleEvent: "Joiner",
    correlationId: "c-1",
    actor: "test",
    identityKeys: {},
    intent: { password: "hunter22-hunter22" },
  };
  const error = await errorOf(createProduct({ steps: [lookup] }).plan(text, { providers, request }));
  expect(diagnosticsOf(error)[0]?.because).toMatch(/^refused /);
  expect(JSON.stringify(diagnosticsOf(error))).not.toContain("hunter22");
});

it("causes say nothing twice, end where they go round, and never throw", () => {
  const round = new Error("round");
  round.cause = round;
  const hostile = {
    get cause(): unknown {
      throw new Error("no");
    },
    message: "hostile",
  };
  expect(causesInWords(undefined, "said")).toBe("");
  expect(causesInWords(new Error("aid"), "said")).toBe("");
  expect(causesInWords(round, "said")).toBe("round");
  expect(causesInWords(hostile, "said")).toBe("hostile");
});
