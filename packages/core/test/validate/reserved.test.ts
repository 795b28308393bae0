import { describe, expect, it } from "vitest";
import { createProduct, joiner } from "../support/product.ts";

const problems = async (step: string) =>
  (await createProduct().engine.validateWorkflow({ text: joiner(`steps:\n  - name: S\n${step}`) })).map(
    ({ code, line }) => [code, line],
  );

describe("slips that many make", () => {
  const messages = async (step: string) =>
    (await createProduct().engine.validateWorkflow({ text: joiner(`steps:\n  - name: S\n${step}`) })).map(
      ({ message }) => message,
    );

  it("are a step type without its prefix", async () => {
    expect((await messages("    type: EnsureAttributes\n"))[0]).toContain('Did you mean "IdLE.Step.EnsureAttributes"?');
  });

  it("are a template without quotes", async () => {
    const step = "    type: IdLE.Step.EnableIdentity\n    with: { identityKey: {{Request.IdentityKeys.login}} }\n";
    expect((await messages(step)).join("\n")).toContain("Put a template in quotes");
  });
});

describe("what a workflow may not do", () => {
  it("is to emit an event that passes for one of the engine", async () => {
    const step = (type: string) =>
      `    type: IdLE.Step.EmitEvent\n    preconditionEvent: { type: ${type}, message: x }\n    precondition: { exists: Request.Actor }\n`;
    expect(await problems(step("RunCompleted"))).toEqual([["NameReserved", 6]]);
    expect(await problems(step("MoverBlocked"))).toEqual([]);
  });

  it("is to let request data choose the session a password comes from", async () => {
    const step = (name: string) =>
      `    type: IdLE.Step.CreateIdentity\n    with: { identityKey: x, attributes: {}, initialPassword: { secret: ${name} } }\n`;
    expect(await problems(step('"{{Request.Intent.Session}}"'))).toEqual([["TemplateInLiteral", 6]]);
    expect(await problems(step("Initial"))).toEqual([]);
  });
});
