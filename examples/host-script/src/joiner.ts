// A host: it loads a workflow once, plans a joiner, shows what would change, applies the plan, and plans again to see
// that nothing is left to do. Run it with `node src/joiner.ts`.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Change, type IdleEvent, isIdleError, type Plan, type ProviderBag } from "@idle/contract";
import { createEngine, exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";

const engine = createEngine({ steps: [commonSteps] });

// The provider bag: aliases as the workflow names them. A real host puts its directory here, and an AuthSessionBroker
// under that very name where a provider needs credentials.
const { identities } = JSON.parse(await readFile(new URL("../../directory.json", import.meta.url), "utf8"));
const providers: ProviderBag = { Identity: createMockProvider({ identities }) };

const request = {
  lifecycleEvent: "Joiner",
  actor: "host-script",
  identityKeys: { sAMAccountName: "jdoe", EmployeeId: "004711" },
  intent: {
    GivenName: "Jane",
    Surname: "Doe",
    Department: "Engineering",
    EmployeeType: "Contractor",
    Container: "OU=Engineering,OU=Staff,DC=example,DC=com",
  },
};

try {
  const workflowPath = fileURLToPath(new URL("../../../workflows/joiner.yaml", import.meta.url));
  const workflow = await engine.loadWorkflow(workflowPath);
  const plan = await engine.createPlan({ workflow, request, providers });
  show("Planned", plan);

  // What a review system would store and hand back later is text.
  const reviewed = importPlan(exportPlan(plan));
  const result = await engine.invokePlan(reviewed, { providers, eventSink: { writeEvent } });
  console.log(`Run ${result.status}: ${result.steps.filter((step) => step.changed).length} steps changed something.`);

  show("Planned again", await engine.createPlan({ workflow, request, providers }));
  process.exitCode = result.status === "Completed" ? 0 : 1;
} catch (error) {
  if (!isIdleError(error)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}

function writeEvent(event: IdleEvent): void {
  console.log(`  ${event.type}: ${event.message}`);
}

function show(title: string, plan: Plan): void {
  const changes = plan.plan.steps.flatMap((step) => step.changes ?? []);
  console.log(`${title}: ${changes.length} changes.`);
  for (const change of changes) console.log(`  ${change.action} ${change.path} ${describe(change)}`);
}

function describe({ before, after }: Change): string {
  return [before, after].map((value) => (value === undefined ? "" : JSON.stringify(value))).join(" -> ");
}
