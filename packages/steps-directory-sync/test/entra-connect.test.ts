/** The step with its reference provider and the pretend server, put together as a host does. */
import { type AuthSessionBroker, type CommandSession, type EventSink, type ProviderBag, Secret } from "@idle/contract";
import { createAuthSessionBroker, createEngine } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { type AdSyncSimulatorOptions, createAdSyncSimulator, createFakeHost, stepContract } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { directorySyncSteps } from "../src/index.ts";
import { eventsOf } from "./support/play.ts";

const workflow = (syncInputs: object) =>
  JSON.stringify({
    name: "Leaver",
    lifecycleEvent: "Leaver",
    steps: [
      { name: "Disable", type: "IdLE.Step.DisableIdentity", with: { identityKey: "{{Request.IdentityKeys.login}}" } },
      { name: "Sync", type: "IdLE.Step.TriggerDirectorySync", with: { provider: "DirectorySync", ...syncInputs } },
    ],
  });

function createWorld(options: AdSyncSimulatorOptions = {}) {
  const host = createFakeHost({ autoAdvance: true });
  const server = createAdSyncSimulator({ now: host.now, cycleSeconds: 20, ...options });
  const engine = createEngine({ steps: [commonSteps, directorySyncSteps], host });
  const identities = Array.from({ length: 100 }, (_, index) => ({
    identityKey: `u${index}`,
    enabled: true,
    attributes: {},
  }));
  const bag = (AuthSessionBroker: AuthSessionBroker): ProviderBag => ({
    Identity: createMockProvider({ identities }),
    DirectorySync: createEntraConnectDirectorySyncProvider(),
    AuthSessionBroker,
  });
  async function leave(login: string, providers: ProviderBag, inputs: object = { wait: true }) {
    const request = { lifecycleEvent: "Leaver", identityKeys: { login } };
    const loaded = await engine.loadWorkflow({ text: workflow(inputs), file: "leaver.yaml" });
    const plan = await engine.createPlan({ workflow: loaded, request, providers });
    const result = await engine.invokePlan(plan, { providers });
    return { plan, result, sync: result.steps[1] };
  }
  return { host, server, engine, bag, leave };
}

describe("a hundred leavers at five o'clock", () => {
  it.each([
    ["with a target", { targetId: "entra-connect-01" }],
    ["with nothing but the same session", {}],
  ])("cost two cycles at most, and each waits for one that has its change: %s", async (_, options) => {
    const { server, bag, leave, host } = createWorld(options);
    const session = () => server.session;
    const providers = bag(createAuthSessionBroker({ sessions: [{ match: { name: "DirectorySync" }, session }] }));
    const begun = host.now();
    const all = await Promise.all(Array.from({ length: 100 }, (_, index) => leave(`u${index}`, providers)));
    expect(server.cycles.length).toBeLessThanOrEqual(2);
    for (const { result, sync } of all) {
      expect(sync).toMatchObject({ status: "Completed", changed: true, outputs: { triggered: true, confirmed: true } });
      const changedAt = Date.parse(result.events.find(({ stepName }) => stepName === "Sync")?.timestamp ?? "");
      const finishedAt = Date.parse(result.finishedAt);
      const own = server.cycles.filter(
        ({ startedAt, endedAt }) => startedAt >= changedAt && endedAt !== null && endedAt <= finishedAt,
      );
      expect(own.length).toBeGreaterThan(0);
      expect(changedAt).toBeGreaterThanOrEqual(begun);
    }
  });

  it("two servers are not taken for one", async () => {
    const { server, bag, leave, host } = createWorld({ targetId: "a" });
    const other = createAdSyncSimulator({ now: host.now, cycleSeconds: 20, targetId: "b" });
    const providers = bag(
      createAuthSessionBroker({
        sessions: [
          { match: { name: "A" }, session: server.session },
          { match: { name: "B" }, session: other.session },
        ],
      }),
    );
    await Promise.all([
      leave("u1", providers, { authSessionName: "A", wait: true }),
      leave("u2", providers, { authSessionName: "B", wait: true }),
    ]);
    expect([server.cycles.length, other.cycles.length]).toEqual([1, 1]);
  });
});

describe("what the server says", () => {
  const kinds = ["AccessDenied", "ElevationRequired", "NotRecognized", "Suspended"] as const;
  const codes = ["PermissionDenied", "ElevationRequired", "RemoteExecutionFailed", "NotReady"];

  it.each(kinds.map((kind, index) => [kind, codes[index]] as const))("%s becomes %s, once", async (kind, code) => {
    const { server, bag, leave } = createWorld();
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    server.failNext({ kind, command: "Start-ADSyncSyncCycle", times: 9 });
    const { sync, result } = await leave("u1", providers);
    expect(sync).toMatchObject({ status: "Failed", changed: false, attempts: 1, error: { code } });
    expect(server.cycles).toEqual([]);
    expect(eventsOf({ result } as never)).toEqual(["DirectorySyncFailed"]);
  });

  it("busy, for a while: the step waits and triggers its own", async () => {
    const { server, bag, leave } = createWorld();
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    server.failNext({ kind: "Busy", command: "Start-ADSyncSyncCycle", times: 3 });
    const { sync } = await leave("u1", providers);
    expect(sync).toMatchObject({ status: "Completed", attempts: 1, outputs: { confirmed: true } });
    expect(server.cycles).toHaveLength(1);
  });

  it("throttled: the engine tries again by the retry profile", async () => {
    const { server, bag, leave } = createWorld();
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    server.failNext({ kind: "Throttled", command: "Start-ADSyncSyncCycle" });
    const { sync } = await leave("u1", providers);
    expect(sync).toMatchObject({ status: "Completed", attempts: 2, outputs: { confirmed: true } });
  });

  it("nothing about its state, for ever: Timeout, and no success", async () => {
    const { server, bag, leave } = createWorld();
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    server.set({ reportState: "Unknown" });
    const { sync } = await leave("u1", providers, { wait: true, timeoutSeconds: 90 });
    expect(sync).toMatchObject({ status: "Failed", changed: true, error: { code: "Timeout" } });
    expect(sync?.error?.details).toMatchObject({ lastState: "Unknown", triggered: true });
    expect(server.cycles).toHaveLength(1);
  });

  it("nothing about its state while the cycle before is still running: not taken for one's own", async () => {
    const { server, bag, host, engine } = createWorld({ startWhileBusy: "queue", startDelaySeconds: 90 });
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    const text = workflow({ wait: true });
    const request = { lifecycleEvent: "Leaver", identityKeys: { login: "u1" } };
    const plan = await engine.createPlan({
      workflow: await engine.loadWorkflow({ text, file: "l.yaml" }),
      request,
      providers,
    });
    server.runScheduled();
    server.set({ reportState: "Unknown" });
    const heard: EventSink = {
      writeEvent({ type }) {
        if (type === "DirectorySyncTriggered") server.set({ reportState: "Known" });
      },
    };
    const result = await engine.invokePlan(plan, { providers, eventSink: heard });
    expect(result.steps[1]?.outputs).toMatchObject({ triggered: true, confirmed: false });
    expect(host.now()).toBeGreaterThan(0);
  });

  it("in staging mode, with a cycle running: NotReady at once, whatever whenBusy says", async () => {
    for (const whenBusy of ["Wait", "Join", "Fail"]) {
      const { server, bag, leave, host } = createWorld({ stagingMode: true });
      const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
      server.runScheduled();
      const begun = host.now();
      const { sync } = await leave("u1", providers, { wait: true, whenBusy });
      expect(sync).toMatchObject({ status: "Failed", attempts: 1, error: { code: "NotReady" } });
      expect(host.now()).toBe(begun);
    }
  });

  it("in staging mode: a warning in the plan, NotReady in the run, and no cycle", async () => {
    const { server, bag, leave } = createWorld({ stagingMode: true });
    const providers = bag(createAuthSessionBroker({ sessions: [], default: server.session }));
    const { plan, sync } = await leave("u1", providers);
    expect(plan.plan.steps[1]?.warnings).toEqual([expect.stringContaining("staging mode")]);
    expect(sync).toMatchObject({ status: "Failed", error: { code: "NotReady" } });
    expect(server.cycles).toEqual([]);
  });
});

describe("the host examples of the PowerShell provider, line by line", () => {
  const syncCred = { userName: "CONTOSO\\svc-sync", password: new Secret("correct horse battery") };

  it("A: a remoting wrapper with a credential, and a broker that always gives it", async () => {
    const { server, bag, leave } = createWorld();
    const asked: unknown[] = [];
    const authSession = {
      computerName: "entra-connect-01.contoso.local",
      credential: syncCred,
      async invokeCommand(commandName: string, parameters: Readonly<Record<string, unknown>>) {
        asked.push([this.computerName, this.credential.userName, commandName, parameters]);
        return server.session.invokeCommand(commandName, parameters);
      },
    };
    const broker: AuthSessionBroker = { acquireAuthSession: (_name, _options) => authSession };
    const { result, sync } = await leave("u1", bag(broker), {
      authSessionName: "DirectorySync",
      policyType: "Delta",
      wait: true,
      timeoutSeconds: 600,
      pollIntervalSeconds: 10,
    });
    expect(sync).toMatchObject({ status: "Completed", outputs: { confirmed: true } });
    expect(asked).toContainEqual([
      "entra-connect-01.contoso.local",
      "CONTOSO\\svc-sync",
      "Start-ADSyncSyncCycle",
      { PolicyType: "Delta" },
    ]);
    expect(JSON.stringify(result)).not.toContain("correct horse");
  });

  it("B: by role, Tier0 and Admin", async () => {
    const { server, bag, leave } = createWorld();
    const used: string[] = [];
    const sessionOf = (role: string): CommandSession => ({
      invokeCommand(commandName, parameters, options) {
        used.push(`${role} ${commandName}`);
        return server.session.invokeCommand(commandName, parameters, options);
      },
    });
    const [tier0, admin] = [sessionOf("tier0"), sessionOf("admin")];
    const broker: AuthSessionBroker = {
      acquireAuthSession(_name, options) {
        if (options.role === "Tier0") return tier0;
        return admin;
      },
    };
    await leave("u1", bag(broker), { authSessionOptions: { role: "Tier0" } });
    expect(new Set(used.map((line) => line.split(" ")[0]))).toEqual(new Set(["tier0"]));
    used.length = 0;
    await leave("u2", bag(broker), { whenBusy: "Wait" });
    expect(new Set(used.map((line) => line.split(" ")[0]))).toEqual(new Set(["admin"]));
  });
});

const [step] = directorySyncSteps;
if (step !== undefined) {
  const createProvider = (options: AdSyncSimulatorOptions = {}) => {
    const { session } = createAdSyncSimulator({ now: () => 0, ...options });
    const { getSyncCycleState, startSyncCycle, ...rest } = createEntraConnectDirectorySyncProvider();
    // Cases make their provider anew each time, and so the server behind its session.
    return {
      ...rest,
      getSyncCycleState: (args: Parameters<typeof getSyncCycleState>[0]) => getSyncCycleState({ ...args, session }),
      startSyncCycle: (args: Parameters<typeof startSyncCycle>[0]) => startSyncCycle({ ...args, session }),
    };
  };
  // A write that is refused as busy is waited for, unless the step says otherwise.
  const whenBusy = "Fail";
  stepContract({
    step,
    cases: [
      { name: "an idle scheduler", with: { whenBusy }, createProvider: () => createProvider() },
      { name: "an Initial cycle", with: { policyType: "Initial", whenBusy }, createProvider: () => createProvider() },
      { name: "nothing changed before", with: { when: "Changed" }, createProvider: () => createProvider() },
      {
        name: "something changed before",
        with: { when: "Changed", whenBusy },
        earlierChanges: "some",
        createProvider: () => createProvider(),
      },
    ],
  });
}
