/** Whether the parameters lead to a directory that can be used. */
import { resolve } from "node:path";
import { isConnectorException, type ParameterValidationResult, type SlotContext } from "@idle/connector";
import { CsvError } from "./csv/parse-record.ts";
import type { Files } from "./folder/files.ts";
import { readPartitions } from "./folder/partitions.ts";
import { openSnapshot } from "./folder/snapshot.ts";

/** `Folder` under `parameters.global` of the definition. */
export const folderParameter = "Folder_Global";

/** Relative to the definition. An empty text when it is not there. */
export function folderIn({
  configParameters,
  definitionFolder,
}: Pick<SlotContext, "configParameters" | "definitionFolder">): string {
  const written = configParameters.get(folderParameter)?.value.trim() ?? "";
  return written === "" ? "" : resolve(definitionFolder, written);
}

export async function validate(files: Files, context: SlotContext): Promise<ParameterValidationResult> {
  const folder = folderIn(context);
  const failed = (errorMessage: string): ParameterValidationResult => ({
    code: "Failure",
    errorParameter: folderParameter,
    errorMessage,
  });
  if (folder === "") return failed("Write where the directory is: the parameter Folder under parameters.global.");
  try {
    for (const partition of await readPartitions(files, folder)) {
      if (!(await files.mayUse(partition.folder))) {
        return failed(`The folder ${JSON.stringify(partition.folder)} cannot be read and written, or is not there.`);
      }
      const snapshot = await openSnapshot(files, partition.folder);
      await snapshot.close();
    }
    return { code: "Success" };
  } catch (error) {
    if (isConnectorException(error) || error instanceof CsvError) {
      return failed(`${JSON.stringify(folder)}: ${error.message.replace(/\.?$/, ".")}`);
    }
    if (typeof Object(error).code !== "string") throw error;
    return failed(`The folder ${JSON.stringify(folder)} cannot be read: ${Object(error).code}.`);
  }
}
