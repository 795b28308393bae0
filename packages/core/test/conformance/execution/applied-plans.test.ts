/** A plan that is applied a second time: it writes nothing, acts included, and says why. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStep, IdleError, type SharedState } from "@idle/contract";
import { createFolderState } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProduct, driven, jane, joiner } from "../../support/product.ts";

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
