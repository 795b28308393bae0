/** Runs against the model of a server, and what must hold of them whatever it does. */
import type { JsonObject, StepResult } from "@idle/contract";
import { createFakeHost } from "@idle/testkit";
import { expect } from "vitest";
import { type RunOutcome, type RunSpec, runAll } from "./runs.ts";
import { type Behaviour, type Cycle, calm, createSyncServer } from "./sync-server.ts";

export async function play(behaviour: Partial<Behaviour>, specs: readonly RunSpec[]) {
  const host = createFakeHost();
  const beginning = host.now();
  const server = createSyncServer({ ...calm, ...behaviour }, host);
  const outcomes = await runAll(specs, { DirectorySync: server.provider }, host);
  const steps = outcomes.map(syncStep);
  return { outcomes, steps, cycles: server.cycles, host, beginning, commands: server.commands() };
}

export function syncStep({ result }: RunOutcome): StepResult | undefined {
  return result.steps.find(({ name }) => name === "Sync");
}

/** The types of what the step itself emitted. */
export function eventsOf({ result }: RunOutcome): readonly string[] {
  return result.events.map(({ type }) => type).filter((type) => type.startsWith("DirectorySync"));
}

/** A run that was told of a cycle was told of one that began after its change and, where it waited, has ended. */
export function expectTruth(outcome: RunOutcome, cycles: readonly Cycle[]): void {
  const { spec, result, changedAt, endedAt } = outcome;
  const step = syncStep(outcome);
  if (step?.status !== "Completed") return;
  const outputs = step.outputs as JsonObject;
  const wanted = spec.with?.policyType ?? "Delta";
  const fits = ({ policyType }: Cycle) => policyType === "Initial" || policyType === wanted;
  // A scheduled cycle that begins between the look and the end of the wait carries the change as well.
  const began = cycles.filter((cycle) => fits(cycle) && cycle.startsAt >= changedAt);
  if (outputs.joined === true) {
    expect(spec.with?.whenBusy).toBe("Join");
    expect(step.changed).toBe(false);
    if (outputs.confirmed === true) {
      expect(cycles.some((cycle) => cycle.endsAt > changedAt && cycle.endsAt <= endedAt)).toBe(true);
    }
    return;
  }
  expect(step.changed).toBe(true);
  const asked = cycles.filter((cycle) => fits(cycle) && cycle.isManual && cycle.requestedAt >= changedAt);
  expect(asked.length, "a cycle was triggered after the change").toBeGreaterThan(0);
  if (spec.with?.wait !== true) expect(outputs).not.toHaveProperty("confirmed");
  else if (outputs.confirmed === true) {
    expect(
      began.some(({ endsAt }) => endsAt <= endedAt),
      "it has ended",
    ).toBe(true);
  } else {
    expect(result.events.map(({ type }) => type)).toContain("DirectorySyncUnconfirmed");
  }
}
