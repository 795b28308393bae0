/** Two runs on one identity: one after the other, in one engine and over processes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyProvider, SharedState } from "@idle/contract";
import { createEngine, createFolderState } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost } from "@idle/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { driven, errorOf, jane, joiner, joinerRequest } from "../../support/product.ts";

const move = (identityKey: string, container: string) =>
  joiner(
    `steps:\n  - { name: Move, type: IdLE.Step.MoveIdentity, with: { identityKey: ${identityKey}, targetContainer: ${container} } }\n`,
  );

function setUp(machineState?: SharedState) {
  const host = createFakeHost();
  const log: string[] = [];
  const directory = createMockProvider({ identities: [jane, { ...jane, identityKey: "joe" }] });
  const provider = {
    ...directory,
    async moveIdentity(args: Parameters<typeof directory.moveIdentity>[0]) {
      log.push(`begin ${args.identityKey} ${args.targetContainer}`);
      await host.sleep(5_000, args.signal);
      const answer = await directory.moveIdentity(args);
      log.push(`end ${args.identityKey} ${args.targetContainer}`);
      return answer;
    },
  } as AnyProvider;
  const createOne = () =>
    createEngine({ steps: [commonSteps], host, ...(machineState === undefined ? {} : { machineState }) });
  const planned = async (engine: ReturnType<typeof createEngine>, key: string, container: string) =>
    engine.createPlan({
      workflow: await engine.loadWorkflow({ text: move(key, container) }),
      request: joinerRequest,
      providers: { Identity: provider },
    });
  return { host, log, directory, providers: { Identity: provider }, createOne, planned };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-locks-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ["in one engine", () => undefined, false],
  ["in two engines that share a folder", () => createFolderState(join(folder, "state")), true],
])("two runs on one identity, %s", (_, state, areTwo) => {
  it("write one after the other, and the second one looks at what the first has left", async () => {
    const { host, log, providers, createOne, planned } = setUp(state());
    const first = createOne();
    const second = areTwo ? createOne() : first;
    const plans = [await planned(first, "jane", "OU=A"), await planned(second, "jane", "OU=B")] as const;
    const runs = [first.invokePlan(plans[0], { providers }), second.invokePlan(plans[1], { providers })];
    const [one, other] = await driven(host, Promise.allSettled(runs), 250);
    expect(one).toMatchObject({ status: "fulfilled", value: { status: "Completed" } });
    expect(other).toMatchObject({ status: "rejected", reason: { code: "PlanDrifted" } });
    expect(log).toEqual(["begin jane OU=A", "end jane OU=A"]);
  });

  it("the second one finds done what it was to do, and writes nothing", async () => {
    const { host, log, providers, createOne, planned } = setUp(state());
    const first = createOne();
    const second = areTwo ? createOne() : first;
    const plan = await planned(first, "jane", "OU=A");
    const runs = [first.invokePlan(plan, { providers }), second.invokePlan(plan, { providers, acceptDrift: true })];
    const results = await driven(host, Promise.all(runs), 250);
    expect(results.map(({ status }) => status)).toEqual(["Completed", "Completed"]);
    expect(results[1]?.steps[0]?.changed).toBe(false);
    expect(log).toEqual(["begin jane OU=A", "end jane OU=A"]);
  });

  it("the second one says what it waits for, and when that is over", async () => {
    const { host, providers, createOne, planned } = setUp(state());
    const first = createOne();
    const second = areTwo ? createOne() : first;
    const plan = await planned(first, "jane", "OU=A");
    const said: string[] = [];
    const onWait = (what: string) => {
      said.push(what);
      return () => {
        said.push("over");
      };
    };
    await driven(host, Promise.all([first, second].map((each) => each.invokePlan(plan, { providers, onWait }))), 250);
    expect(said).toEqual(['Waiting for another run that writes to "jane" …', "over"]);
  });

  it("others do not wait", async () => {
    const { host, log, providers, createOne, planned } = setUp(state());
    const first = createOne();
    const second = areTwo ? createOne() : first;
    const plans = [await planned(first, "jane", "OU=A"), await planned(second, "joe", "OU=B")] as const;
    const runs = [first.invokePlan(plans[0], { providers }), second.invokePlan(plans[1], { providers })];
    await driven(host, Promise.all(runs), 250);
    expect(log.slice(0, 2).sort()).toEqual(["begin jane OU=A", "begin joe OU=B"]);
  });
});

describe("an identity that another run keeps", () => {
  it("is given up after a while: Busy, and nothing was written", async () => {
    const { host, log, providers, createOne, planned } = setUp({
      tryLock: async () => null,
      read: async () => null,
      write: async () => undefined,
    });
    const engine = createOne();
    const plan = await planned(engine, "jane", "OU=A");
    const error = await errorOf(driven(host, engine.invokePlan(plan, { providers }), 1000));
    expect(error).toMatchObject({ code: "Busy", transient: true });
    expect(error.message).toContain('Another run is writing to "jane"');
    expect(log).toEqual([]);
    expect(host.pending()).toBe(0);
  });

  it("is no longer waited for when the host aborts", async () => {
    const { host, log, providers, createOne, planned } = setUp({
      tryLock: async () => null,
      read: async () => null,
      write: async () => undefined,
    });
    const engine = createOne();
    const controller = new AbortController();
    const plan = await planned(engine, "jane", "OU=A");
    const running = errorOf(engine.invokePlan(plan, { providers, signal: controller.signal }));
    await host.advance(1000);
    controller.abort();
    expect(await driven(host, running)).toMatchObject({ code: "Cancelled" });
    expect(log).toEqual([]);
    expect(host.pending()).toBe(0);
  });

  it("is free again after a run, however that ended", async () => {
    const state = createFolderState(join(folder, "state"));
    const { host, providers, createOne, planned, directory } = setUp(state);
    const engine = createOne();
    const plan = await planned(engine, "jane", "OU=A");
    directory.failNext({ method: "getIdentity", error: new Error("boom") });
    await errorOf(driven(host, engine.invokePlan(plan, { providers })));
    expect((await driven(host, engine.invokePlan(plan, { providers }), 250)).status).toBe("Completed");
  });

  it("a state that cannot be used keeps nobody from writing", async () => {
    const broken = () => Promise.reject(new Error("no disk"));
    const { host, providers, createOne, planned } = setUp({ tryLock: broken, read: broken, write: broken });
    const engine = createOne();
    const plan = await planned(engine, "jane", "OU=A");
    expect((await driven(host, engine.invokePlan(plan, { providers }), 250)).status).toBe("Completed");
  });
});
