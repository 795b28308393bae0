/** The provider and the step for Entra Connect through a session, whose far end has the pretend cmdlets of the testkit. */
import type { AuthSessionBroker } from "@idle/contract";
import { createEngine } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PowerShellSession } from "../../src/index.ts";

const workflow = `name: Sync
lifecycleEvent: Leaver
steps:
  - name: Sync
    type: IdLE.Step.TriggerDirectorySync
    with: { wait: true, timeoutSeconds: 60, pollIntervalSeconds: 1 }
`;

export function entraConnectFlows(open: () => PowerShellSession): void {
  let session: PowerShellSession;
  beforeAll(() => {
    session = open();
  });
  afterAll(() => session.close());
  const simulate = (state: Readonly<Record<string, unknown>>) => session.invokeCommand("Set-ADSyncSimulation", state);
  beforeEach(async () => {
    await simulate({ StagingMode: false, Suspended: false, Enabled: true, CycleSeconds: 2, ReportState: "Known" });
  });
  async function run() {
    const engine = createEngine({ steps: [directorySyncSteps] });
    const AuthSessionBroker: AuthSessionBroker = { acquireAuthSession: () => session };
    const providers = { DirectorySync: createEntraConnectDirectorySyncProvider(), AuthSessionBroker };
    const loaded = await engine.loadWorkflow({ text: workflow, file: "sync.yaml" });
    const plan = await engine.createPlan({ workflow: loaded, request: { lifecycleEvent: "Leaver" }, providers });
    const apply = async () =>
      (await engine.invokePlan(plan, { providers, retryProfiles: { Default: { maxAttempts: 1 } } })).steps[0];
    return { warnings: plan.plan.steps[0]?.warnings ?? [], changes: plan.plan.steps[0]?.changes, apply };
  }

  it("has the commands that are needed", async () => {
    const { commands } = await session.check({ commands: ["Start-ADSyncSyncCycle", "Get-ADSyncScheduler"] });
    expect(commands.map(({ isAvailable }) => isAvailable)).toEqual([true, true]);
  });

  it("plans a cycle, triggers it and sees its end", async () => {
    const { warnings, changes, apply } = await run();
    expect(warnings).toEqual([]);
    expect(changes).toMatchObject([{ action: "invoke", path: "sync", before: "Idle" }]);
    expect(await apply()).toMatchObject({
      status: "Completed",
      changed: true,
      outputs: { triggered: true, policyType: "Delta", confirmed: true },
    });
  });

  it.each([
    ["in staging mode", { StagingMode: true }, /staging mode/, "NotReady"],
    ["suspended", { Suspended: true }, /suspended/, "NotReady"],
  ])("warns of a scheduler that is %s, and triggers nothing", async (_, state, warning, code) => {
    await simulate(state);
    const before = await cyclesOf(session);
    const { warnings, apply } = await run();
    expect(warnings.join()).toMatch(warning);
    expect(await apply()).toMatchObject({ status: "Failed", error: { code, message: expect.stringMatching(warning) } });
    expect(await cyclesOf(session)).toBe(before);
  });

  it.each([
    ["module", "NotRecognized", /module ADSync installed and imported \(Import-Module ADSync\)/],
    ["right", "AccessDenied", /ADSyncAdmins or ADSyncOperators/],
  ])("tells already while planning that a %s is missing, and what to do", async (_, FailNext, remedy) => {
    await simulate({ FailNext });
    const failure = await run().then(
      () => null,
      (error: unknown) => error as Error & { readonly details?: unknown },
    );
    expect(failure).toMatchObject({ code: "PlanFailed" });
    expect(JSON.stringify(failure?.details)).toMatch(remedy);
  });

  it("warns of a scheduler that is disabled, and triggers a cycle all the same", async () => {
    await simulate({ Enabled: false });
    const { warnings, apply } = await run();
    expect(warnings.join()).toMatch(/disabled/);
    expect(await apply()).toMatchObject({ status: "Completed", outputs: { triggered: true } });
  });

  describe("tells what is wrong, and what to do", () => {
    it.each([
      ["Busy", "Busy", /AAD is busy/],
      ["AccessDenied", "PermissionDenied", /80070005[\s\S]*ADSyncAdmins or ADSyncOperators/],
      ["ElevationRequired", "ElevationRequired", /elevated/],
      ["NotRecognized", "RemoteExecutionFailed", /module ADSync installed and imported/],
      ["ConnectionLost", "ConnectionFailed", /whether the command ran is not known/],
      ["Throttled", "Throttled", /concurrent shells|later/],
    ])("%s is %s", async (kind, code, message) => {
      const provider = createEntraConnectDirectorySyncProvider();
      await simulate({ FailNext: kind });
      const { signal } = new AbortController();
      await expect(provider.startSyncCycle({ policyType: "Delta", session, signal })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    });
  });
}

async function cyclesOf(session: PowerShellSession): Promise<number> {
  const { Cycles } = (await session.invokeCommand("Get-ADSyncSimulation")) as { readonly Cycles: readonly unknown[] };
  return Cycles.length;
}
