/**
 * A process that uses a ledger in a folder. `admit FOLDER MAX KEY`: asks for one disable and says "asking, admitted" or "asking, refused".
 * `hold FOLDER`: stays in the middle of a transaction until it is killed, and says "held" when it is there.
 */
import { writeSync } from "node:fs";
import type { Change } from "@idle/contract";
import { createFileLedger, createPolicy, readPolicy } from "../../src/index.ts";

const [mode = "", folder = "", max = "0", key = ""] = process.argv.slice(2);
const ledger = createFileLedger(folder);

if (mode === "hold") {
  await ledger.transact((page) => {
    const entry = { action: "disable", system: "ad", planId: "p", runId: "r", time: 1000, isSettled: true } as const;
    // More than SQLite keeps in memory: some of it is in the file when the process ends.
    page.add(Array.from({ length: 60_000 }, (_, index) => ({ ...entry, item: `${index}`.padStart(100, "x") })));
    writeSync(1, "held");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}
if (mode === "admit") {
  const policy = createPolicy(readPolicy({ limits: [{ action: "disable", max: Number(max), per: "24h" }] }), {
    state: ledger,
    now: () => Date.now(),
  });
  const change: Change = {
    action: "update",
    target: { provider: "AD", identityKey: key },
    path: "enabled",
    before: true,
    after: false,
  };
  writeSync(1, "asking, ");
  const admission = await policy.admit({
    planId: `plan-${key}`,
    runId: `run-${key}`,
    isPart: false,
    workflow: "Leaver",
    actor: null,
    correlationId: key,
    steps: [
      {
        id: "step-01",
        name: "Disable",
        stepType: "IdLE.Step.DisableIdentity",
        provider: "AD",
        capabilities: ["IdLE.Identity.Disable"],
        changes: [change],
        identityKey: key,
      },
    ],
    entitlementsOf: async () => [],
    ownKeysOf: async (_provider, identityKey) => [identityKey],
    populationOf: async () => null,
    systemOf: (provider) => provider,
    signal: new AbortController().signal,
  });
  await admission.settle(new Map([["step-01", [change]]]));
  writeSync(1, admission.isAdmitted ? "admitted" : "refused");
}
