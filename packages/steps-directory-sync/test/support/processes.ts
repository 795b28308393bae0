/** Runs in processes of their own, all of one machine: an engine for each, against one model of a server. */
import type { AnyProvider, CommandSession, JsonValue, ProviderBag } from "@idle/contract";
import { createEngine } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { createFakeHost, type FakeHost } from "@idle/testkit";
import { createMemoryState, type Process } from "./memory-state.ts";
import { syncStep } from "./play.ts";
import { type RunSpec, settled, startAll } from "./runs.ts";
import { type Behaviour, calm, createSyncServer } from "./sync-server.ts";

export interface ProcessSpec extends RunSpec {
  /** When the process dies, in milliseconds from the beginning. */
  readonly killAt?: number;
}

interface Fault {
  /** In milliseconds from the beginning. */
  readonly at: number;
  /** What stands in the record's place then; undefined: nothing. */
  readonly record?: JsonValue | undefined;
}

export interface Machine {
  readonly faults?: readonly Fault[];
  /** How long each operation on what is shared takes. */
  readonly takes?: () => number;
  readonly isBroken?: boolean;
}

const session: CommandSession & { readonly targetId: string } = {
  type: "Command",
  targetId: "entra-connect-01",
  invokeCommand: () => Promise.reject(new Error("The model has no commands.")),
};

export async function playProcesses(
  behaviour: Partial<Behaviour>,
  specs: readonly ProcessSpec[],
  machine: Machine = {},
) {
  const host = createFakeHost();
  const beginning = host.now();
  const server = createSyncServer({ ...calm, ...behaviour }, host);
  const state = createMemoryState((milliseconds) => host.sleep(milliseconds), machine.takes);
  if (machine.isBroken === true) state.break();
  const processes = specs.map(() => state.open());
  const engines = processes.map((process) =>
    createEngine({
      steps: [commonSteps, directorySyncSteps],
      host: mortal(host, process),
      machineState: process.state,
    }),
  );
  const bag: ProviderBag & { readonly DirectorySync: AnyProvider } = {
    DirectorySync: { ...server.provider, session: { type: "Command", required: true } } as AnyProvider,
    AuthSessionBroker: { acquireAuthSession: () => session },
  };
  const runs = await startAll(specs, bag, host, (index) => engines[index] as never);
  for (const [index, { killAt }] of specs.entries()) {
    if (killAt !== undefined) host.setTimer(killAt, () => processes[index]?.kill());
  }
  for (const { at, record } of machine.faults ?? []) host.setTimer(at, () => state.overwrite(record));
  const survivors = runs.filter((_, index) => specs[index]?.killAt === undefined);
  const outcomes = await settled(Promise.all(survivors), host);
  const steps = outcomes.map(syncStep);
  return { outcomes, steps, cycles: server.cycles, commands: server.commands(), host, beginning, state };
}

/** A host on which nothing comes back once the process is dead. */
function mortal(host: FakeHost, process: Process): FakeHost {
  return {
    ...host,
    async sleep(milliseconds, signal) {
      await host.sleep(milliseconds, signal);
      if (!process.isAlive()) await new Promise(() => {});
    },
    setTimer: (milliseconds, callback) => host.setTimer(milliseconds, () => process.isAlive() && callback()),
  };
}
