/** What a plan shows of the step. */
import { defineStep, type JsonObject } from "@idle/contract";
import { createEngine } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { directorySyncSteps } from "../src/index.ts";
import { calm, createSyncServer } from "./support/sync-server.ts";

interface Setting {
  readonly enabled?: boolean;
  readonly details?: JsonObject;
  readonly scheduled?: readonly number[];
  /** Before the sync. */
  readonly steps?: readonly object[];
}

/** Nobody knows beforehand what it changes. */
const blindStep = defineStep({
  type: "Test.Step.Blind",
  description: "Has no preview.",
  with: { type: "object", additionalProperties: false },
  execute: () => ({ changed: true }),
});
const blind = { name: "Blind", type: blindStep.type };
const disable = { name: "Disable", type: "IdLE.Step.DisableIdentity", with: { identityKey: "jane" } };

async function planned(
  inputs: object,
  { enabled = true, details = {}, scheduled = [], steps = [disable] }: Setting = {},
) {
  const host = createFakeHost();
  const server = createSyncServer({ ...calm, details, scheduled }, host);
  const engine = createEngine({ steps: [commonSteps, directorySyncSteps, blindStep], host });
  const sync = { name: "Sync", type: "IdLE.Step.TriggerDirectorySync", with: inputs };
  const text = JSON.stringify({ name: "T", lifecycleEvent: "Leaver", steps: [...steps, sync] });
  const plan = await engine.createPlan({
    workflow: await engine.loadWorkflow({ text, file: "t.yaml" }),
    request: { lifecycleEvent: "Leaver", correlationId: "c" },
    providers: {
      Identity: createMockProvider({ identities: [{ identityKey: "jane", enabled, attributes: {} }] }),
      DirectorySync: server.provider,
    },
  });
  expect(server.cycles.filter(({ isManual }) => isManual)).toEqual([]);
  return { step: plan.plan.steps.at(-1), commands: server.commands() };
}

const invoke = (before: string) => ({
  action: "invoke",
  target: { provider: "DirectorySync", identityKey: "" },
  path: "sync",
  before,
});

describe("the plan of TriggerDirectorySync", () => {
  it("shows one act, with the scheduler's state for readers", async () => {
    const { step } = await planned({});
    expect(step).toMatchObject({
      provider: "DirectorySync",
      authSessionName: "DirectorySync",
      changes: [invoke("Idle")],
      expectedState: {},
      warnings: [],
    });
    expect((await planned({}, { scheduled: [0] })).step?.changes).toEqual([invoke("InProgress")]);
  });

  it("with Changed: the same when an earlier step plans a change", async () => {
    expect((await planned({ when: "Changed" })).step?.changes).toEqual([invoke("Idle")]);
  });

  it("with Changed: nothing when none does, and nobody is asked", async () => {
    const { step, commands } = await planned({ when: "Changed" }, { enabled: false });
    expect({ changes: step?.changes, commands }).toEqual({ changes: [], commands: 0 });
  });

  it("with Changed: not known when that is not known", async () => {
    const { step } = await planned({ when: "Changed" }, { enabled: false, steps: [disable, blind] });
    expect(step?.changes).toBeNull();
  });

  it.each([
    [{ StagingModeEnabled: true }, /staging mode/],
    [{ SchedulerSuspended: true }, /suspended/],
    [{ SyncCycleEnabled: false }, /disabled/],
  ])("warns of %j", async (details, words) => {
    const { step } = await planned({}, { details });
    expect(step?.warnings).toEqual([expect.stringMatching(words)]);
    expect(step?.changes).toEqual([invoke("Idle")]);
  });
});
