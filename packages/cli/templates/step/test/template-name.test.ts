import { createMockProvider } from "@idle/provider-mock";
import { previewStep, runStep, stepContract } from "@idle/testkit";
import { expect, it } from "vitest";
import { templateName } from "../src/template-name.ts";

const createProvider = (attributes: Readonly<Record<string, string>>) =>
  createMockProvider({ identities: [{ identityKey: "jane", enabled: true, attributes }] });
const inputs = { identityKey: "jane", note: "On leave" };

stepContract({
  step: templateName,
  cases: [
    { name: "somebody without a note", with: inputs, createProvider: () => createProvider({}) },
    {
      name: "somebody with another note, in another attribute",
      with: { ...inputs, attribute: "Info" },
      createProvider: () => createProvider({ Info: "New" }),
    },
    {
      name: "somebody who has the note",
      with: inputs,
      createProvider: () => createProvider({ Description: "On leave" }),
    },
  ],
});

it("replaces a note, and says so", async () => {
  const provider = createProvider({ Description: "New" });
  const { changes, outcome, events } = await runStep(templateName, { with: inputs, provider });
  const target = { provider: "Identity", identityKey: "jane" };
  expect(changes).toEqual([{ action: "update", target, path: "Description", before: "New", after: "On leave" }]);
  expect(outcome).toEqual({ changed: true });
  expect(events).toEqual([{ type: "Noted", message: "The note on jane was set" }]);
});

it("cannot be planned for somebody who is not there", async () => {
  const planned = previewStep(templateName, {
    with: { ...inputs, identityKey: "nobody" },
    provider: createProvider({}),
  });
  await expect(planned).rejects.toMatchObject({ code: "NotFound" });
});
