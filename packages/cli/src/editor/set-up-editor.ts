/**
 * idle schema --setup: the step types of a configuration in; schema files beside it, and VS Code told of them, out. All of it
 * is worked out before anything is written, and a second time there is nothing left to do.
 */
import { relative, sep } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { loadStepConfiguration } from "../configuration/load-configuration.ts";
import { loadSteps } from "../configuration/load-plugins.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { namedSchemas } from "../schemas/named-schemas.ts";
import { editorSetupView } from "../view/editor-setup-view.ts";
import { mapSchemas, type PlacedSchema, recommendExtension, yamlExtension } from "./code-settings.ts";
import { type ProjectFile, projectFile } from "./project-file.ts";
import { projectFolder, schemaFolder } from "./project-folder.ts";

/** A file that is to be written. */
interface PlannedFile {
  readonly file: ProjectFile;
  readonly before: string | null;
  readonly after: string;
  readonly about: string;
}

export async function setUpEditor(context: CommandContext): Promise<ExitCode> {
  const { config, workingFolder, sources, stdout } = context;
  const { steps } = await loadSteps(await loadStepConfiguration(config, workingFolder, sources));
  const folder = projectFolder(config, workingFolder);
  const prefix = relative(workingFolder, folder).replaceAll(sep, "/");
  const plan = async (path: string, about: string, edit: (text: string | null, name: string) => string) => {
    const file = projectFile(folder, path, prefix === "" ? path : `${prefix}/${path}`);
    const before = await file.read();
    return { file, before, after: edit(before, file.name), about };
  };

  const placed: PlacedSchema[] = [];
  const planned: PlannedFile[] = [];
  for (const [name, schema] of Object.entries(namedSchemas)) {
    const path = `${schemaFolder}/${name}.schema.json`;
    const text = jsonDocument(await schema.load(steps));
    placed.push({ ...schema, path });
    planned.push(
      await plan(path, name === "workflow" ? `${schema.of}, with ${countSteps(steps)}` : schema.of, () => text),
    );
  }
  const mapping = "which schema is for which files";
  planned.push(await plan(".vscode/settings.json", mapping, (text, name) => mapSchemas(text, name, placed)));
  planned.push(await plan(".vscode/extensions.json", `recommends ${yamlExtension}`, recommendExtension));

  const changed = planned.filter(({ before, after }) => before !== after);
  for (const { file, after } of changed) file.write(after);
  const files = changed.map(({ file, before, about }) => ({ name: file.name, isNew: before === null, about }));
  stdout.write(editorSetupView({ files, folder, schemaPath: `${schemaFolder}/workflow.schema.json` }, stdout.style()));
  return exitCodes.done;
}

function countSteps(steps: readonly (readonly unknown[])[]): string {
  const count = steps.flat().length;
  return count === 1 ? "1 step type" : `${count} step types`;
}
