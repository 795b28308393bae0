/** The module in a real PowerShell: what it answers and fails with, beside what the simulator in process does. */
import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWith } from "../../../src/describe-with.ts";
import { kinds, type Log, look, type Outcome, play, problemOf, sampleScenarios, simulate, start } from "./scenario.ts";

const shell = { name: "pwsh", install: "https://learn.microsoft.com/powershell/scripting/install" };
const policyType = "Microsoft.IdentityManagement.PowerShell.ObjectModel.SynchronizationPolicyType";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What run-module.ps1 writes. */
interface Seen {
  readonly scenarios: readonly { readonly outcomes: readonly Outcome[]; readonly log: Log }[];
  readonly types: Readonly<Record<string, string>>;
  readonly timeKind: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly commands: readonly string[];
  readonly binding: Readonly<Record<string, unknown>>;
  readonly refusals: readonly string[];
  readonly goesOn: string;
  readonly further: Readonly<Record<string, unknown>> & { readonly log: Log };
  readonly wallClock: boolean;
  readonly shared: unknown;
}

/** Every kind of failure, of both commands. */
const everyFailure = [look, start].flatMap((command) =>
  kinds.map((FailNext) => ({ FailNext, command, scenario: [simulate({}), simulate({ FailNext }), command, start] })),
);
const scenarios = sampleScenarios(30);

describeWith(shell, "The ADSync module", () => {
  let folder: string;
  let seen: Seen;

  // One shell for all of it: to start one takes most of a second.
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-adsync-")));
    const file = join(folder, "scenarios.json");
    writeFileSync(file, JSON.stringify([...everyFailure.map(({ scenario }) => scenario), ...scenarios]));
    const script = ["-NoProfile", "-NonInteractive", "-File", here("run-module.ps1")];
    const module = here("../../../powershell/ADSync");
    const { stdout } = await promisify(execFile)(shell.name, [...script, module, file, folder], {
      maxBuffer: 64 * 1024 * 1024,
    });
    seen = JSON.parse(stdout);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const outcomesOf = (index: number) =>
    seen.scenarios[index]?.outcomes.map(({ answer, error }) => ({ answer, error: problemOf(error) }));

  it("has the commands of the real one that the scheduler needs, and controls that the real one does not have", () => {
    expect(seen.commands).toEqual([
      "Get-ADSyncConnectorRunStatus",
      "Get-ADSyncScheduler",
      "Get-ADSyncSimulation",
      "Set-ADSyncScheduler",
      "Set-ADSyncSimulation",
      "Start-ADSyncSyncCycle",
      "Stop-ADSyncSyncCycle",
    ]);
  });

  it("tells the scheduler with the types of .NET", () => {
    expect(Object.entries(seen.types)).toEqual([
      ["AllowedSyncCycleInterval", "System.TimeSpan"],
      ["CurrentlyEffectiveSyncCycleInterval", "System.TimeSpan"],
      ["CustomizedSyncCycleInterval", "System.TimeSpan"],
      ["NextSyncCyclePolicyType", policyType],
      ["NextSyncCycleStartTimeInUTC", "System.DateTime"],
      ["PurgeRunHistoryInterval", "System.TimeSpan"],
      ["SyncCycleEnabled", "System.Boolean"],
      ["MaintenanceEnabled", "System.Boolean"],
      ["StagingModeEnabled", "System.Boolean"],
      ["SchedulerSuspended", "System.Boolean"],
      ["SyncCycleInProgress", "System.Boolean"],
    ]);
    expect(seen.timeKind).toBe("Utc");
  });

  it("takes the parameters of the real one", () => {
    expect(seen.parameters).toEqual({
      "Start-ADSyncSyncCycle": [`PolicyType: ${policyType}?`, "InteractiveMode: System.Boolean"],
      "Set-ADSyncScheduler": [
        "CustomizedSyncCycleInterval: System.TimeSpan?",
        "SyncCycleEnabled: System.Boolean?",
        `NextSyncCyclePolicyType: ${policyType}?`,
        "PurgeRunHistoryInterval: System.TimeSpan?",
        "MaintenanceEnabled: System.Boolean?",
        "SchedulerSuspended: System.Boolean?",
        "Force: System.Management.Automation.SwitchParameter",
      ],
    });
    expect(seen.binding).toMatchObject({
      value: { category: "InvalidData", message: expect.stringContaining("Unspecified, Delta, Initial") },
      name: { category: "InvalidArgument", message: expect.stringContaining("'Mode'") },
    });
  });

  describe("fails as the simulator does", () => {
    it.each(everyFailure.map(({ FailNext, command }, index) => [FailNext, command.command, index] as const))(
      "with %s, at %s",
      async (_, command, index) => {
        const { outcomes } = await play(everyFailure[index]?.scenario ?? []);
        expect(outcomes[2]?.error).toMatchObject({ category: expect.stringMatching(/./) });
        expect(outcomesOf(index)).toEqual(outcomes.map(({ answer, error }) => ({ answer, error })));
        const [, , failed] = seen.scenarios[index]?.outcomes ?? [];
        expect(failed?.error).toMatchObject({ activity: expect.stringMatching(`^(${command})?$`) });
      },
    );

    it("and ends a statement, not its script", () => {
      expect(seen.goesOn).toBe("after");
    });
  });

  it.each(scenarios.map((scenario, index) => [index, scenario] as const))(
    "answers, refuses and runs cycles as the simulator does, in scenario %i",
    async (index, scenario) => {
      const { outcomes, log } = await play(scenario);
      const own = everyFailure.length + index;
      expect(outcomesOf(own)).toEqual(outcomes.map(({ answer, error }) => ({ answer, error })));
      expect(seen.scenarios[own]?.log).toEqual(log);
    },
  );

  it("lets the scheduler be set and a cycle be stopped", () => {
    const { log, ...further } = seen.further;
    expect(further).toMatchObject({
      set: {
        NextSyncCyclePolicyType: "Initial",
        SyncCycleEnabled: false,
        MaintenanceEnabled: false,
        PurgeRunHistoryInterval: "1.00:00:00",
      },
      result: { Result: "Success" },
      busy: { RunState: "Busy", ConnectorName: "contoso.onmicrosoft.com - AAD" },
      idle: 0,
      short: { CustomizedSyncCycleInterval: "00:05:00", CurrentlyEffectiveSyncCycleInterval: "00:30:00" },
      null: { CustomizedSyncCycleInterval: null, CurrentlyEffectiveSyncCycleInterval: "00:30:00" },
      upgrade: true,
      upgraded: false,
    });
    // The first was asked for without a policy, and NextSyncCyclePolicyType counts once.
    expect(log.cycles).toMatchObject([
      { PolicyType: "Initial", StartedAt: 0, EndedAt: 4000 },
      { PolicyType: "Delta", StartedAt: 4000, EndedAt: 24_000 },
      { PolicyType: "Initial", StartedAt: 24_000, EndedAt: null },
    ]);
  });

  it("goes by the clock of the machine", () => {
    expect(seen.wallClock).toBe(true);
  });

  it("refuses controls that cannot be meant, with the reason", () => {
    expect(seen.refusals).toEqual([
      expect.stringContaining("-FailNext"),
      expect.stringContaining("Sleepy"),
      expect.stringContaining("CycleSeconds"),
      expect.stringContaining("-Reset"),
      expect.stringContaining("where.json"),
      expect.stringContaining("does not hold the state"),
    ]);
  });

  it("is one server to all shells with one state file", () => {
    expect(seen.shared).toEqual({
      exitCode: 0,
      isInFile: true,
      mine: 15,
      others: 15,
      unfinished: 0,
      commands: 30,
      files: ["state.json", "state.json.lock"],
    });
  });
});
