/** The commands under idle connector. */
import type { Command } from "commander";
import type { RunAction } from "../run-action.ts";
import {
  addConnectorHierarchy,
  addConnectorPartitions,
  addConnectorSchema,
  addConnectorShow,
  addConnectorValidate,
} from "./connector-look-commands.ts";
import {
  addConnectorExport,
  addConnectorImport,
  addConnectorPassword,
  addConnectorStage,
} from "./connector-run-commands.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addConnector(program: Command, run: RunAction): void {
  const connector = program
    .command("connector")
    .summary("import from connected systems, and export to them")
    .description(
      "Runs a connector in the manner of ECMA2 from its definition: imports into a connector space, shows what is in it, exports what is wanted. Relative names in the definition are relative to its folder.",
    )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector validate connector.yaml", "idle connector import connector.yaml", "idle connector stage connector.yaml changes.ndjson", "idle connector export connector.yaml --dry-run"])}${exitCodeHelp("connector")}`,
    );
  addConnectorValidate(connector, run);
  addConnectorSchema(connector, run);
  addConnectorPartitions(connector, run);
  addConnectorHierarchy(connector, run);
  addConnectorImport(connector, run);
  addConnectorStage(connector, run);
  addConnectorExport(connector, run);
  addConnectorPassword(connector, run);
  addConnectorShow(connector, run);
}
