// Every shipped workflow is valid, its plan for the example request is the golden one, applying it does what the plan
// says, and the second plan is empty.
import { readdir, readFile } from "node:fs/promises";
import type { Change } from "@idle/contract";
import { createAuthSessionBroker, createEngine, exportPlan, readData } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { createAdSyncSimulator, createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const host = createFakeHost({ autoAdvance: true });
const engine = createEngine({ steps: [commonSteps, directorySyncSteps], host });
const workflows = (await readdir(at("workflows"))).filter(
  (name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"),
);

async function loaded(name: string) {
  return engine.loadWorkflow({ text: await readFile(at(`workflows/${name}`)), file: `workflows/${name}` });
}

async function requestFor(file: string) {
  const { data, diagnostics } = readData({ text: await readFile(at(`examples/requests/${file}`)), file });
  expect(diagnostics).toEqual([]);
  return { ...(data as object), correlationId: "00000000-0000-4000-8000-000000000001" } as never;
}

/** The example directory, and a sync server to go with it. */
async function world() {
  const { identities } = JSON.parse(await readFile(at("examples/directory.json"), "utf8"));
  const syncServer = createAdSyncSimulator({ now: host.now, cycleSeconds: 20 });
  const providers = {
    Identity: createMockProvider({ identities }),
    DirectorySync: createEntraConnectDirectorySyncProvider(),
    AuthSessionBroker: createAuthSessionBroker({
      sessions: [{ match: { name: "DirectorySync" }, type: "Command", session: syncServer.session }],
    }),
  };
  return { providers, syncServer };
}

describe.each(workflows)("workflows/%s", (name) => {
  it("is valid, without a warning", async () => {
    expect(await engine.validateWorkflow({ text: await readFile(at(`workflows/${name}`)), file: name })).toEqual([]);
  });

  it("plans the example request as the golden file says, does that, and has nothing to do the second time", async () => {
    const { providers, syncServer } = await world();
    const options = { workflow: await loaded(name), request: await requestFor(name), providers };
    const plan = await engine.createPlan(options);
    await expect(exportPlan(plan)).toMatchFileSnapshot(`./golden/${name.replace(".yaml", ".plan.json")}`);

    const result = await engine.invokePlan(plan, { providers });
    expect(result.status).toBe("Completed");
    const writes = providers.Identity.history.filter(({ kind }) => kind === "write").flatMap(({ changes }) => changes);
    const planned = plan.plan.steps.flatMap(({ changes }) => changes ?? []).filter(({ path }) => path !== "sync");
    const byPath = (changes: readonly Change[]) =>
      changes.map(({ action, path, before, after }) => ({ action, path, before, after }));
    // What revoking sessions did before is for readers of a plan only.
    expect(byPath(writes)).toEqual(byPath(planned));
    expect(result.steps.at(-1)?.outputs).toMatchObject({ triggered: true, confirmed: true });
    expect(syncServer.cycles).toHaveLength(1);

    const again = await engine.createPlan(options);
    expect(again.plan.steps.flatMap(({ changes }) => changes)).toEqual([]);
    expect((await engine.invokePlan(again, { providers })).steps.filter(({ changed }) => changed)).toEqual([]);
    expect(syncServer.cycles).toHaveLength(1);
  });
});

describe("the leaver workflow", () => {
  it("leaves the break-glass account alone, whatever the request says", async () => {
    const { providers } = await world();
    const plan = await engine.createPlan({
      workflow: await loaded("leaver.yaml"),
      request: await requestFor("leaver.json"),
      providers,
    });
    expect(plan.plan.steps.map(({ status }) => status)).toEqual(plan.plan.steps.map(() => "NotApplicable"));
  });
});

describe("the mover workflow", () => {
  it("stops, with an event, at an account that was disabled in the meantime", async () => {
    const { providers } = await world();
    const plan = await engine.createPlan({
      workflow: await loaded("mover.yaml"),
      request: await requestFor("mover.yaml"),
      providers,
    });
    await providers.Identity.disableIdentity({
      identityKey: "asmith",
      session: undefined,
      signal: new AbortController().signal,
    });
    const result = await engine.invokePlan(plan, { providers });
    expect(result.status).toBe("Blocked");
    expect(result.events.map(({ type }) => type)).toContain("MoverBlocked");
    expect(result.notReached.length).toBeGreaterThan(0);
  });
});
