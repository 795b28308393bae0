import { executeStep, previewStep, runStep } from "@idle/testkit";
import { expect, it } from "vitest";
import { ensureAttributes } from "../src/ensure-attributes.ts";
import { createDirectory, target } from "./directory.ts";

it("previews what differs, in the order of the request, and tells each attribute", async () => {
  const attributes = { Title: "Engineer", EmployeeId: "4711", Phones: "", Department: "IT" };
  const { changes, outcome } = await runStep(ensureAttributes, {
    with: { identityKey: "jane", attributes },
    provider: createDirectory(),
  });
  expect(changes).toEqual([
    { action: "update", target, path: "Title", before: null, after: "Engineer" },
    { action: "update", target, path: "Phones", before: ["1", "2"], after: null },
    { action: "update", target, path: "Department", before: "HR", after: "IT" },
  ]);
  expect(outcome).toEqual({
    changed: true,
    outputs: {
      attributes: [
        { name: "Title", changed: true, before: null, after: "Engineer" },
        { name: "EmployeeId", changed: false, before: "4711", after: "4711" },
        { name: "Phones", changed: true, before: ["1", "2"], after: null },
        { name: "Department", changed: true, before: "HR", after: "IT" },
      ],
    },
  });
});

it("says what the provider says to differ, and writes in its normal form", async () => {
  const entry = { name: "manager", changed: true, after: "CN=Boss" };
  const answer = () => ({ changed: true, attributes: [entry] });
  const provider = { ...createDirectory(), previewAttributes: answer, ensureAttributes: answer };
  const inputs = { identityKey: "jane", attributes: { Manager: "boss@example.com" } };
  const { changes, outcome } = await runStep(ensureAttributes, { with: inputs, provider });
  expect(changes).toEqual([{ action: "update", target, path: "manager", before: null, after: "CN=Boss" }]);
  expect(outcome.outputs).toEqual({ attributes: [{ ...entry, before: null }] });
});

it("fails for an unknown identity, when it previews too", async () => {
  const options = { with: { identityKey: "nobody", attributes: { A: "b" } }, provider: createDirectory() };
  await expect(previewStep(ensureAttributes, options)).rejects.toMatchObject({ code: "NotFound" });
  await expect(executeStep(ensureAttributes, options)).rejects.toMatchObject({ code: "NotFound" });
});
