import { describe, expect, it } from "vitest";
import { directorySyncSteps, idlePlugin } from "../src/index.ts";
import { schemas } from "../src/schemas/index.ts";

const [step] = directorySyncSteps;
const check = (inputs: unknown) => step?.validate?.(inputs);

describe("the inputs of TriggerDirectorySync", () => {
  it.each([
    {},
    { policyType: "Initial" },
    { when: "Changed", wait: true, whenBusy: "Join" },
    { timeoutSeconds: 0.5, pollIntervalSeconds: 0.1 },
    { timeoutSeconds: 86_400, pollIntervalSeconds: 3_600 },
  ])("%j are taken", (inputs) => expect(check(inputs)).toBe(true));

  it.each([
    { policyType: "delta" },
    { policyType: "Full" },
    { when: "Never" },
    { wait: "true" },
    { whenBusy: "Retry" },
    { timeoutSeconds: 0 },
    { timeoutSeconds: -1 },
    { timeoutSeconds: 86_401 },
    { pollIntervalSeconds: 0 },
    { pollIntervalSeconds: "10" },
    { identityKey: "x" },
  ])("%j are refused", (inputs) => expect(check(inputs)).toBe(false));
});

it("comes as a plug-in with one type, which is an act", () => {
  expect(directorySyncSteps.map(({ type }) => type)).toEqual(Object.keys(schemas));
  expect(step).toMatchObject({
    idempotent: false,
    defaultProvider: "DirectorySync",
    defaultAuthSessionName: "DirectorySync",
  });
  expect(idlePlugin).toEqual({ contractVersion: 1, steps: directorySyncSteps });
});
