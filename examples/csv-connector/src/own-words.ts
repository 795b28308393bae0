import { ConnectorException, isConnectorException } from "@idle/connector";
import { CellError } from "./cell.ts";
import { CsvError } from "./csv/parse-record.ts";

/** What goes wrong with files, in words for the people who run the connector. */
export async function inOwnWords<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error, folder);
  }
}

function translated(error: unknown, folder: string): unknown {
  const where = `the directory in ${JSON.stringify(folder)}`;
  if (isConnectorException(error)) return error;
  if (error instanceof CsvError || error instanceof CellError) {
    const message = `A file of ${where} cannot be used: ${error.message}. Mend it.`;
    return new ConnectorException("ExtensibleExtension", message, { cause: error });
  }
  const code: unknown = Object(error).code;
  if (typeof code !== "string" || !/^E[A-Z]+$/.test(code)) return error;
  return new ConnectorException("ServerDown", `There is no access to ${where}: ${code}.`, { cause: error });
}
