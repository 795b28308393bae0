import { expect, it } from "vitest";
import { createProduct, joiner } from "../support/product.ts";

const hint = "A type of a package: name the package under steps in the configuration.";

it.each([
  ["Acme.Step.EnsureBadge", true],
  // Near one that is there, and of another prefix: it may be a package's.
  ["Acme.Step.DisableIdentity", true],
  ["IdLE.Step.DisableIdentiy", false],
  ["DisableIdentity", false],
])("an unknown type %s comes with how to name a package: %j", async (type, isHinted) => {
  const text = joiner(`steps:\n  - { name: A, type: ${type} }\n`);
  const [problem] = await createProduct().engine.validateWorkflow({ text, file: "test.yaml" });
  expect(problem?.code).toBe("StepTypeUnknown");
  expect(problem?.message.endsWith(hint)).toBe(isHinted);
  if (type.endsWith("DisableIdentity")) expect(problem?.message).toContain("Did you mean");
});
