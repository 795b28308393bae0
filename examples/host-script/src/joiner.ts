// A host: it loads a workflow once, plans a joiner, shows what would change, applies the plan, and plans again to see
// that nothing is left to do. Run it with `node src/joiner.ts`.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createAdSyncSimulator } from "@idle/adsync-simulator";
import { type Change, type IdleEvent, isIdleError, type Plan, type ProviderBag } from "@idle/contract";
import { createAuthSessionBroker, createEngine, exportPlan, importPlan } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";

const engine = createEngine({ steps: [commonSteps, directorySyncSteps] });

// Where credentials and connections come from. A real host makes a session here that runs commands on its sync server;
// a function makes it when it is first needed, and the broker closes it in the end.
const broker = createAuthSessionBroker({
  sessions: [
    {
      match: { name: "DirectorySync" },
      type: "Command",
      session: () => createAdSyncSimulator({ cycleSeconds: 2 }).session,
    },
  ],
});

// The provider bag: aliases as the workflow names them. A real host puts its directory here.
const { identities } = JSON.parse(await readFile(new URL("../../directory.json", import.meta.url), "utf8"));
const providers: ProviderBag = {
  Identity: createMockProvider({ identities }),
  DirectorySync: createEntraConnectDirectorySyncProvider(),
  AuthSessionBroker: broker,
};

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
} finally {
  await broker.close();
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
