/** A plan that is applied a second time: it writes nothing, acts included, and says why. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStep, IdleError, type SharedState } from "@idle/contract";
import { createFolderState } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProduct, jane, joiner } from "../../support/product.ts";

/** Moves the clock until the work settles; with turns for the files that are really written. */
async function driven<T>(host: ReturnType<typeof createFakeHost>, work: Promise<T>, stepMs: number): Promise<T> {
  let isSettled = false;
  const end = () => {
    isSettled = true;
  };
  work.then(end, end);
  while (!isSettled) {
    await host.advance(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return work;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-applied-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const disable = "{ name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }";
const revoke = "{ name: Revoke, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: jane } }";
const outside = { session: undefined, signal: new AbortController().signal };

async function setUp(steps: readonly string[], machineState: SharedState = createFolderState(folder)) {
  const host = createFakeHost();
  const product = createProduct({ host, machineState });
  const directory = createMockProvider({ identities: [jane] });
  const providers = { Identity: directory };
  const plan = await product.plan(joiner(`steps: [${steps.join(", ")}]\n`), { providers });
  const apply = (options: object = { repeatActs: false }) =>
    driven(host, product.engine.invokePlan(plan, { providers, ...options }), 500);
  const revocations = () => directory.history.filter(({ method }) => method === "revokeSessions").length;
  const writes = () => directory.history.filter(({ kind }) => kind === "write").length;
  return { directory, apply, revocations, writes };
}

it("does nothing the second time, and says which run did what", async () => {
  const { apply, writes, revocations } = await setUp([disable, revoke]);
  const first = await apply();
  expect(first.steps.map(({ changed }) => changed)).toEqual([true, true]);
  const before = writes();
  const second = await apply();
  expect(second).toMatchObject({
    status: "Completed",
    steps: [{ changed: false }, { status: "Completed", changed: false, attempts: 0 }],
  });
  expect(second.drift?.[1]).toEqual({
    id: "step-02",
    name: "Revoke",
    kind: "Fewer",
    differences: [
      `The run ${first.runId} did this for the same plan (${first.startedAt}), and nothing else is left to do.`,
    ],
  });
  expect(writes()).toBe(before);
  expect(revocations()).toBe(1);
});

it("does acts again where anything else is left to do: they follow from it", async () => {
  const { apply, revocations, directory } = await setUp([disable, revoke]);
  await apply();
  await directory.enableIdentity({ identityKey: "jane", ...outside });
  expect(await apply()).toMatchObject({ status: "Completed", steps: [{ changed: true }, { changed: true }] });
  expect(revocations()).toBe(2);
});

it("does acts again when the run that should have done them again failed before it came to them", async () => {
  const { apply, revocations, directory } = await setUp([disable, revoke]);
  await apply();
  await directory.enableIdentity({ identityKey: "jane", ...outside });
  directory.failNext({ method: "revokeSessions", error: new IdleError("PermissionDenied", "Not now.") });
  expect(await apply()).toMatchObject({ status: "Failed", steps: [{ changed: true }, { status: "Failed" }] });
  expect(await apply()).toMatchObject({ status: "Completed", steps: [{ changed: false }, { changed: true }] });
  expect(revocations()).toBe(3);
});

it("begins nothing when what was done before cannot be taken off the record", async () => {
  const real = createFolderState(folder);
  let isFull = false;
  const state: SharedState = {
    ...real,
    write: (name, value) => (isFull ? Promise.reject(new Error("disk full")) : real.write(name, value)),
  };
  const { apply, directory, writes } = await setUp([disable, revoke], state);
  await apply();
  await directory.enableIdentity({ identityKey: "jane", ...outside });
  isFull = true;
  const before = writes();
  await expect(apply()).rejects.toMatchObject({ message: expect.stringContaining("disk full") });
  expect(writes()).toBe(before);
});

it("does an act that no run has done, whatever else is done", async () => {
  const { apply, revocations, directory } = await setUp([disable, revoke]);
  await directory.disableIdentity({ identityKey: "jane", ...outside });
  await apply();
  expect(revocations()).toBe(1);
  await apply();
  expect(revocations()).toBe(1);
});

it("does them each time where nobody says that the plan may have been applied before", async () => {
  const { apply, revocations } = await setUp([revoke]);
  await apply({});
  await apply({});
  expect(revocations()).toBe(2);
  // Nor was that put on record.
  await apply();
  expect(revocations()).toBe(3);
  await apply();
  expect(revocations()).toBe(3);
});

it("does steps without a preview once, and again from the first that was not done", async () => {
  const calls: string[] = [];
  let isBroken = true;
  const scripted = (name: string, work: () => unknown = () => undefined) =>
    defineStep({
      type: `Test.Step.${name}`,
      description: "Does what a test says.",
      with: { type: "object", additionalProperties: false, properties: {} },
      async execute() {
        await work();
        calls.push(name);
        return { changed: true };
      },
    });
  const steps = [
    scripted("First"),
    scripted("Second", () => {
      if (isBroken) throw new Error("not yet");
    }),
    scripted("Third"),
  ];
  const host = createFakeHost();
  const product = createProduct({ host, machineState: createFolderState(folder), steps });
  const text = `steps: [${["First", "Second", "Third"].map((each) => `{ name: ${each}, type: Test.Step.${each} }`).join(", ")}]\n`;
  const plan = await product.plan(joiner(text));
  const apply = () => driven(host, product.engine.invokePlan(plan, { repeatActs: false }), 500);
  expect(await apply()).toMatchObject({ status: "Failed" });
  isBroken = false;
  expect(await apply()).toMatchObject({
    status: "Completed",
    steps: [{ attempts: 0 }, { attempts: 1 }, { attempts: 1 }],
  });
  expect(await apply()).toMatchObject({ steps: [{ changed: false }, { changed: false }, { changed: false }] });
  expect(calls).toEqual(["First", "Second", "Third"]);
});

it("names the run that did it, however many found it done since", async () => {
  const { apply } = await setUp([disable, revoke]);
  const { runId } = await apply();
  await apply();
  expect((await apply()).drift?.[1]?.differences[0]).toContain(runId);
});

it("does again what failure steps have undone", async () => {
  const host = createFakeHost();
  const fails = { isBroken: true };
  const steps = [
    defineStep({
      type: "Test.Step.Fail",
      description: "Fails as long as a test says.",
      with: { type: "object", additionalProperties: false, properties: {} },
      execute() {
        if (fails.isBroken) throw new Error("not yet");
        return { changed: true };
      },
    }),
  ];
  const product = createProduct({ host, machineState: createFolderState(folder), steps });
  const directory = createMockProvider({ identities: [jane], allowDelete: true });
  const providers = { Identity: directory };
  const text = joiner(`steps:
  - { name: Create, type: IdLE.Step.CreateIdentity, with: { identityKey: new, attributes: {} } }
  - { name: Sessions, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: new } }
  - { name: Fail, type: Test.Step.Fail }
onFailureSteps:
  - { name: Delete, type: IdLE.Step.DeleteIdentity, with: { identityKey: new } }
`);
  const plan = await product.plan(text, { offline: true });
  const apply = () => driven(host, product.engine.invokePlan(plan, { providers, repeatActs: false }), 500);
  expect(await apply()).toMatchObject({ status: "Failed", onFailure: { status: "Completed" } });
  fails.isBroken = false;
  expect(await apply()).toMatchObject({ status: "Completed", steps: [{ changed: true }, { changed: true }, {}] });
  expect(await directory.getIdentity({ identityKey: "new", ...outside })).not.toBeNull();
});

it("reads what a plan that was made offline has to do, each time", async () => {
  const host = createFakeHost();
  const product = createProduct({ host, machineState: createFolderState(folder) });
  const directory = createMockProvider({ identities: [jane] });
  const plan = await product.plan(joiner(`steps: [${disable}]\n`), { offline: true });
  const apply = () =>
    driven(host, product.engine.invokePlan(plan, { providers: { Identity: directory }, repeatActs: false }), 500);
  expect(await apply()).toMatchObject({ steps: [{ changed: true }] });
  const before = directory.history.filter(({ kind }) => kind === "write").length;
  expect(await apply()).toMatchObject({ steps: [{ changed: false, attempts: 0 }] });
  expect(directory.history.filter(({ kind }) => kind === "write")).toHaveLength(before);
  await directory.enableIdentity({ identityKey: "jane", ...outside });
  expect(await apply()).toMatchObject({ steps: [{ changed: true }] });
});

it("knows one system from another that the same plan is applied to", async () => {
  const host = createFakeHost();
  const product = createProduct({ host, machineState: createFolderState(folder) });
  const [test, prod] = ["test", "prod"].map((targetId) => ({
    ...createMockProvider({ identities: [jane] }),
    targetId,
  }));
  const plan = await product.plan(joiner(`steps: [${revoke}]\n`), { providers: { Identity: test } });
  const apply = (provider: typeof test) =>
    driven(
      host,
      product.engine.invokePlan(plan, { providers: { Identity: provider } as never, repeatActs: false }),
      500,
    );
  expect(await apply(test)).toMatchObject({ steps: [{ changed: true }] });
  expect(await apply(prod)).toMatchObject({ steps: [{ changed: true }] });
});

it("owes an act to what an earlier run changed before it ended, and no act to nothing", async () => {
  const seen: string[] = [];
  const act = defineStep({
    type: "Test.Step.Act",
    description: "Does something when something was changed.",
    with: { type: "object", additionalProperties: false, properties: {} },
    isAct: true,
    execute({ earlierChanges }) {
      seen.push(earlierChanges);
      if (seen.length === 1) throw new Error("not yet");
      return { changed: earlierChanges === "some" };
    },
  });
  const host = createFakeHost();
  const product = createProduct({ host, machineState: createFolderState(folder), steps: [act] });
  const providers = { Identity: createMockProvider({ identities: [jane] }) };
  const text = joiner(`steps: [${disable}, { name: Act, type: Test.Step.Act }]\n`);
  const plan = await product.plan(text, { providers });
  const apply = () => driven(host, product.engine.invokePlan(plan, { providers, repeatActs: false }), 500);
  expect(await apply()).toMatchObject({ status: "Failed" });
  expect(await apply()).toMatchObject({ status: "Completed", steps: [{ changed: false }, { changed: true }] });
  expect(await apply()).toMatchObject({ steps: [{ changed: false }, { changed: false, attempts: 0 }] });
  expect(seen).toEqual(["some", "some"]);
});

it("keeps other plans apart, and takes nothing from a record that is not its own", async () => {
  const { apply, revocations } = await setUp([revoke]);
  await apply();
  const other = await setUp([revoke.replace("Revoke,", "Revoke them,")]);
  await other.apply();
  expect(other.revocations()).toBe(1);
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".json"))) {
    writeFileSync(join(folder, name), '{"value":{"sha256:x":[1]}}');
  }
  await apply();
  expect(revocations()).toBe(2);
});

it("does them again where nothing can be shared or remembered", async () => {
  const broken: SharedState = {
    tryLock: () => Promise.reject(new Error("no disk")),
    read: () => Promise.reject(new Error("no disk")),
    write: () => Promise.reject(new Error("no disk")),
  };
  const { apply, revocations } = await setUp([revoke], broken);
  await apply();
  expect(await apply()).toMatchObject({ status: "Completed" });
  expect(revocations()).toBe(2);
});
