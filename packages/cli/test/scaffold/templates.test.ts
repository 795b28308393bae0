/** The templates are whole: no placeholder is left, versions are those of this repository, workflows do what their tests say. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plan, RequestInput } from "@idle/contract";
import { createEngine, readData } from "@idle/core";
import { createMockProvider, type MockIdentity } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { describe, expect, it } from "vitest";
import { readName } from "../../src/scaffold/names.ts";
import { fillTemplate } from "../../src/scaffold/template.ts";

const filling = { names: readName("HollowThing"), packageName: "@acme/hollow", prefix: "Acme" };
const rootFile = (path: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8"));

describe.each(["provider", "step", "request", "workflow/joiner", "workflow/mover", "workflow/leaver"] as const)(
  "the template %s",
  (name) => {
    const files = fillTemplate(name, filling);

    it("has no placeholder left", () => {
      for (const { path, text } of files) {
        expect(`${path}\n${text}`).not.toMatch(/template[-_ ]?name|templateprefix|0\.0\.0-template/i);
      }
    });

    it("has line ends as everywhere", () => {
      for (const { text } of files) expect(text).toMatch(/^[^\r]+\n$/);
    });
  },
);

describe.each(["provider", "step"] as const)("the package of %s", (name) => {
  const files = new Map(fillTemplate(name, filling).map(({ path, text }) => [path, text]));
  const manifest = JSON.parse(files.get("package.json") ?? "");
  const ours = rootFile("package.json").devDependencies;

  it("is called as it should, and needs what this version of idle needs", () => {
    const own = `^${rootFile("packages/cli/package.json").version}`;
    expect(manifest.name).toBe("@acme/hollow");
    expect(manifest.type).toBe("module");
    expect(manifest.dependencies).toEqual({ "@idle/contract": own });
    const { "@types/node": types, ...others } = manifest.devDependencies;
    expect(types).toBe(`^${ours["@types/node"].split(".")[0]}.0.0`);
    for (const [dependency, range] of Object.entries(others)) {
      expect(range, dependency).toBe(dependency.startsWith("@idle/") ? own : `^${ours[dependency]}`);
    }
    expect(manifest.engines).toEqual(rootFile("packages/contract/package.json").engines);
  });

  it("keeps out of Git what is built and installed", () => {
    expect(files.get(".gitignore")).toMatch(/^node_modules\/\ndist\/\n/);
  });
});

interface WorkflowTest {
  readonly name: string;
  readonly request: RequestInput;
  readonly expect: {
    readonly error?: { readonly code: string };
    readonly plan?: {
      readonly steps: readonly { readonly step: string; readonly status?: string; readonly changes?: object[] }[];
    };
    readonly result?: { readonly status: string };
    readonly directory?: { readonly identities: readonly MockIdentity[] };
    readonly secondRun?: "noChanges";
  };
}

const dataOf = (text: string): unknown => {
  const { data, diagnostics } = readData({ text, file: null });
  expect(diagnostics).toEqual([]);
  return structuredClone(data);
};

describe.each(["joiner", "mover", "leaver"] as const)("the workflow for a %s", (event) => {
  const [test, workflow] = fillTemplate(`workflow/${event}`, filling).map(({ text }) => text);
  const engine = createEngine({ steps: [commonSteps] });
  const document = dataOf(test ?? "") as { directory?: { identities: MockIdentity[] }; tests: WorkflowTest[] };

  it("has no problems", async () => {
    expect((await engine.loadWorkflow({ text: workflow ?? "" })).warnings).toEqual([]);
  });

  it.each(document.tests.map((each) => [each.name, each] as const))("does what its test says: %s", async (_, each) => {
    const mock = createMockProvider({ identities: document.directory?.identities ?? [] });
    const providers = { Identity: mock };
    const plan = async (): Promise<Plan> =>
      engine.createPlan({
        workflow: await engine.loadWorkflow({ text: workflow ?? "" }),
        request: each.request,
        providers,
      });
    const { error, plan: wanted, result, directory, secondRun } = each.expect;
    if (error !== undefined) {
      await expect(plan()).rejects.toMatchObject({ code: error.code });
      return;
    }
    const first = await plan();
    for (const { step, status = "Planned", changes } of wanted?.steps ?? []) {
      const planned = first.plan.steps.find(({ name }) => name === step) ?? expect.fail(`no step ${step}`);
      expect(planned.status, step).toBe(status);
      if (changes !== undefined) {
        expect(planned.changes).toHaveLength(changes.length);
        expect(planned.changes).toMatchObject(changes);
      }
    }
    const run = await engine.invokePlan(first, { providers });
    if (result !== undefined) expect(run.status).toBe(result.status);
    const call = { session: undefined, signal: new AbortController().signal };
    for (const { entitlements, ...identity } of directory?.identities ?? []) {
      const args = { identityKey: identity.identityKey, ...call };
      expect(await mock.getIdentity(args)).toMatchObject(identity);
      if (entitlements !== undefined) expect(await mock.listEntitlements(args)).toEqual(entitlements);
    }
    if (secondRun !== undefined) expect((await plan()).plan.steps.flatMap(({ changes }) => changes ?? [])).toEqual([]);
  });
});
