/** A directory in a folder of CSV files, as a connector of IdLE. */
import { createCsvDirectory } from "./csv-directory.ts";

export { type CsvDirectoryOptions, createCsvDirectory } from "./csv-directory.ts";

/** What a connector.yaml finds under `use: "@example/idle-csv-directory"`. */
export const idleConnector = createCsvDirectory();
