import { type AdSyncSimulatorOptions, createAdSyncSimulator } from "../src/index.ts";

/** A simulator on a clock of its own, which begins at 0 and is moved in seconds. */
export function world(options: AdSyncSimulatorOptions = {}) {
  let seconds = 0;
  const simulator = createAdSyncSimulator({ enabled: false, ...options, now: () => seconds * 1000 });
  const { session } = simulator;
  return {
    simulator,
    pass(more: number) {
      seconds += more;
    },
    start: (policyType = "Delta") => session.invokeCommand("Start-ADSyncSyncCycle", { PolicyType: policyType }),
    scheduler: async () => (await session.invokeCommand("Get-ADSyncScheduler", {})) as Record<string, unknown>,
    /** Begin and end of each cycle, in seconds. */
    times: () => simulator.cycles.map(({ startedAt, endedAt }) => [startedAt, endedAt].map(inSeconds)),
  };
}

function inSeconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : milliseconds / 1000;
}
