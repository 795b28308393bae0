// The engine's figures: planning, overhead for each executed step, a long stream's heap, loading a large workflow.
// Beside them stands what the machine needs for the same kind of work without an engine.
import { createHash } from "node:crypto";
import { cpus } from "node:os";
import { defineStep, type StepType } from "@idle/contract";
import { createEngine } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";

const identities = [
  {
    identityKey: "jane",
    enabled: true,
    container: "OU=A",
    attributes: { Department: "HR", Title: "Engineer", Manager: "mary" },
    entitlements: Array.from({ length: 20 }, (_, index) => ({
      kind: "Group",
      id: `CN=Group ${index},OU=Groups,DC=example,DC=com`,
    })),
  },
];
const key = '"{{Request.IdentityKeys.login}}"';
const tenSteps = `name: Ten steps
lifecycleEvent: Mover
steps:
  - { name: s1, type: IdLE.Step.EnsureAttributes, with: { identityKey: ${key}, attributes: { Department: "{{Request.Intent.Department}}", Company: Example } } }
  - { name: s2, type: IdLE.Step.EnsureAttributes, with: { identityKey: ${key}, attributes: { DisplayName: "{{Request.Intent.GivenName}} {{Request.Intent.Surname}}" } } }
  - { name: s3, type: IdLE.Step.EnableIdentity, with: { identityKey: ${key} } }
  - { name: s4, type: IdLE.Step.MoveIdentity, with: { identityKey: ${key}, targetContainer: OU=B } }
  - { name: s5, type: IdLE.Step.EnsureEntitlement, with: { identityKey: ${key}, state: Present, entitlement: { kind: Group, id: New } } }
  - { name: s6, type: IdLE.Step.EnsureEntitlement, with: { identityKey: ${key}, state: Absent, entitlement: { kind: Group, id: "CN=Group 3,OU=Groups,DC=example,DC=com" } } }
  - { name: s7, type: IdLE.Step.EnsureAttributes, condition: { equals: { path: Request.Intent.Department, value: Nowhere } }, with: { identityKey: ${key}, attributes: { Title: x } } }
  - { name: s8, type: IdLE.Step.RevokeIdentitySessions, condition: { exists: Request.Intent.Surname }, with: { identityKey: ${key} } }
  - { name: s9, type: IdLE.Step.EmitEvent, with: { message: "Done for {{Request.IdentityKeys.login}}" } }
  - { name: s10, type: IdLE.Step.DisableIdentity, with: { identityKey: ${key} } }
`;
const requestFor = (number: number) => ({
  lifecycleEvent: "Mover",
  correlationId: `c-${number}`,
  identityKeys: { login: "jane" },
  intent: { Department: "IT", GivenName: "Jane", Surname: "Doe" },
});

const nothing: StepType = defineStep({
  type: "Bench.Step.Nothing",
  description: "Does nothing.",
  with: { type: "object", additionalProperties: false, properties: {} },
  validate: Object.assign(() => true, { errors: null }),
  preview: () => [],
  execute: () => ({ changed: false }),
});

function print(what: string, figure: string, target: string): void {
  process.stdout.write(`${what.padEnd(58)} ${figure.padStart(14)}   ${target}\n`);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds of one call: the median of many rounds, each of several calls. */
async function time(calls: number, rounds: number, work: () => unknown): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) await work();
    figures.push((performance.now() - start) / calls);
  }
  return median(figures);
}

process.stdout.write(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}\n`);

const engine = createEngine({ steps: [commonSteps, [nothing]] });
const workflow = await engine.loadWorkflow({ text: tenSteps, file: "ten.yaml" });

// Planning
{
  const providers = { Identity: createMockProvider({ identities, historyLimit: 0 }) };
  let number = 0;
  const plan = await engine.createPlan({ workflow, request: requestFor(0), providers });
  const json = JSON.stringify(plan);
  const hash = await time(200, 20, () => createHash("sha256").update(JSON.stringify(plan)).digest("hex"));
  await time(500, 4, () => engine.createPlan({ workflow, request: requestFor(number++), providers }));
  const figure = await time(200, 30, () => engine.createPlan({ workflow, request: requestFor(number++), providers }));
  print(`plan of 10 steps with its id (${json.length} bytes)`, `${figure.toFixed(3)} ms`, "target < 0.5 ms");
  print("  baseline: JSON.stringify and SHA-256 of that plan", `${hash.toFixed(3)} ms`, "");
}

// Overhead for each executed step
{
  const steps = (count: number) =>
    Array.from({ length: count }, (_, index) => `  - { name: n${index}, type: Bench.Step.Nothing }`).join("\n");
  const planOf = async (count: number) => {
    const text = `name: N\nlifecycleEvent: Mover\nsteps:\n${steps(count)}\n`;
    return engine.createPlan({ workflow: await engine.loadWorkflow({ text }), request: requestFor(1), providers: {} });
  };
  const [few, many] = [await planOf(1), await planOf(401)];
  await time(5, 20, () => engine.invokePlan(many));
  const overhead =
    ((await time(5, 20, () => engine.invokePlan(many))) - (await time(5, 20, () => engine.invokePlan(few)))) / 400;
  let sink = 0;
  const awaited = await time(100_000, 5, async () => {
    sink += 1;
  });
  print(
    "overhead for each executed step, checks of the plan included",
    `${(overhead * 1000).toFixed(1)} µs`,
    "target < 30 µs",
  );
  print("  baseline: calling and awaiting an async function", `${(awaited * 1000).toFixed(2)} µs`, sink > 0 ? "" : "?");
}

// A stream of requests
{
  const heapNow = () => {
    (globalThis as { gc?: () => void }).gc?.();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  let heapAt2000 = 0;
  const start = performance.now();
  for (let number = 1; number <= 10_000; number += 1) {
    const providers = { Identity: createMockProvider({ identities, historyLimit: 0 }) };
    const plan = await engine.createPlan({ workflow, request: requestFor(number), providers });
    await engine.invokePlan(plan, { providers });
    if (number === 2000) heapAt2000 = heapNow();
  }
  const seconds = (performance.now() - start) / 1000;
  const heap = heapNow();
  print("10,000 requests planned and executed", `${seconds.toFixed(1)} s`, `${(10_000 / seconds).toFixed(0)} a second`);
  print(
    "  heap after 2,000 and after 10,000",
    `${heapAt2000.toFixed(1)}, ${heap.toFixed(1)} MiB`,
    `${(((heap - heapAt2000) / heapAt2000) * 100).toFixed(0)} %, target within 20 %`,
  );
}

// A large workflow
{
  const { parse } = await import("yaml");
  const step = (index: number) => `  - name: Step ${index}
    type: IdLE.Step.EnsureAttributes
    condition:
      all:
        - exists: Request.Intent.Department
        - notEquals: { path: Request.Intent.Department, value: "D${index}" }
    with:
      identityKey: ${key}
      attributes: { Department: "{{Request.Intent.Department}}", Title: "Title ${index}" }
`;
  const text = `name: Large\nlifecycleEvent: Mover\nsteps:\n${Array.from({ length: 500 }, (_, index) => step(index)).join("")}`;
  await time(1, 10, () => engine.loadWorkflow({ text }));
  const figure = await time(1, 15, () => engine.loadWorkflow({ text }));
  const bare = await time(1, 15, () => parse(text));
  print(
    `loading and validating 500 steps (${(text.length / 1024).toFixed(0)} KiB)`,
    `${figure.toFixed(1)} ms`,
    "target < 50 ms",
  );
  print("  baseline: the yaml library's parse of that text", `${bare.toFixed(1)} ms`, "");
}
