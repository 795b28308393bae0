// Composes schemas/workflow.schema.json and schemas/steps/*.schema.json, for editors, from the step types that come with
// IdLE. The other files in schemas are written by hand. With --check nothing is written, and a file that is not current, or
// is one too many, makes it fail.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { composeStepSchema, composeWorkflowSchema } from "../packages/core/src/index.ts";
import { commonSteps } from "../packages/steps-common/src/index.ts";
import { directorySyncSteps } from "../packages/steps-directory-sync/src/index.ts";
import { writeGenerated } from "./compile-schemas.mjs";
import { root } from "./workspace.mjs";

const steps = [...commonSteps, ...directorySyncSteps];
const folder = join(root, "schemas");
const stepFolder = join(folder, "steps");
const stepFiles = new Map(steps.map((step) => [`${step.type}.schema.json`, composeStepSchema(step)]));

writeGenerated([
  [join(folder, "workflow.schema.json"), text(composeWorkflowSchema(steps))],
  ...[...stepFiles].map(([name, schema]) => [join(stepFolder, name), text(schema)]),
]);

const present = existsSync(stepFolder) ? readdirSync(stepFolder) : [];
for (const file of present.filter((name) => !stepFiles.has(name)).map((name) => join(stepFolder, name))) {
  if (process.argv.includes("--check")) {
    process.stdout.write(`${relative(root, file)} belongs to no step type.\n`);
    process.exitCode = 1;
  } else rmSync(file);
}

function text({ $schema, ...schema }) {
  const $comment = "Generated from the step types by scripts/generate-schemas.mjs. Do not edit.";
  return `${JSON.stringify({ $schema, $comment, ...schema }, null, 2)}\n`;
}
