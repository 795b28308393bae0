/** The commands under idle connector that change a connector space or a connected system. */
import type { Command } from "commander";
import type { ConnectorExportOptions } from "../commands/connector-export.ts";
import type { ConnectorImportOptions } from "../commands/connector-import.ts";
import type { ConnectorPasswordOptions } from "../commands/connector-password.ts";
import type { ConnectorOptions } from "../connector/use-connector.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { definitionArgument } from "./connector-look-commands.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addConnectorImport(connector: Command, run: RunAction): void {
  connector
    .command("import")
    .summary("bring the connector space up to date")
    .description(
      "Reads the connected system into the connector space, one partition after the other. Each run takes effect as a whole or not at all; objects with errors are left out and told.",
    )
    .argument(...definitionArgument)
    .option("--delta", "only what changed since the last import; default: everything")
    .option("--partition <dn>", "only this partition; default: all that are chosen")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the result as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector import connector.yaml", "idle connector import connector.yaml --delta", "idle connector import connector.yaml --partition DC=example,DC=com --json"])}${exitCodeHelp("connector import")}`,
    )
    .action((file: string, options: ConnectorImportOptions) =>
      run(
        async (context) => (await import("../commands/connector-import.ts")).connectorImport(file, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}

export function addConnectorStage(connector: Command, run: RunAction): void {
  connector
    .command("stage")
    .summary("say what is wanted of objects")
    .description(
      "Notes in the connector space what is wanted of objects; an export sends the difference to what is known. All lines are taken, or none.",
    )
    .argument(...definitionArgument)
    .argument("<changes>", "a change on each line, as JSON; - for standard input")
    .option("--json", "the outcome as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector stage connector.yaml changes.ndjson", "idle connector stage connector.yaml - < changes.ndjson"])}${exitCodeHelp("connector stage")}`,
    )
    .action((file: string, changes: string, options: ConnectorOptions) =>
      run(
        async (context) =>
          (await import("../commands/connector-stage.ts")).connectorStage(file, changes, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}

export function addConnectorExport(connector: Command, run: RunAction): void {
  connector
    .command("export")
    .summary("send what is pending to the connected system")
    .description("Shows what is pending in the connector space, asks, and sends it. An import confirms it later.")
    .argument(...definitionArgument)
    .option("--dry-run", "show what is pending, and run no script")
    .option("--full", "send the whole connector space, for connectors that can take it")
    .option("--partition <dn>", "only this partition; default: all that are chosen")
    .option("-y, --yes", "do not ask; needed where there is no terminal")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the result, or with --dry-run what is pending, as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector export connector.yaml --dry-run", "idle connector export connector.yaml", "idle connector export connector.yaml --yes --json"])}${exitCodeHelp("connector export")}`,
    )
    .action((file: string, options: ConnectorExportOptions) =>
      run(
        async (context) => (await import("../commands/connector-export.ts")).connectorExport(file, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}

export function addConnectorPassword(connector: Command, run: RunAction): void {
  connector
    .command("password")
    .summary("set or change a password")
    .description(
      "Sets the password of one object in the connected system, or changes it with the old one. Passwords are asked for without showing them, or come from where references say; never from an argument.",
    )
    .argument(...definitionArgument)
    .argument("<name>", "the object: its distinguished name; TYPE:ANCHOR, such as user:42, where there are none")
    .option("--from <reference>", "where the new password is: env:NAME or file:PATH; default: ask")
    .option("--change", "change it, with the old one")
    .option("--old-from <reference>", "with --change, where the old password is: env:NAME or file:PATH; default: ask")
    .option("--unlock", "unlock the account, too")
    .option("--must-change", "have the person change it when they next log on")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the outcome as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector password connector.yaml CN=Jane,OU=Staff,DC=example,DC=com", "idle connector password connector.yaml user:42 --from file:/run/secrets/first --must-change"])}${exitCodeHelp("connector password")}`,
    )
    .action((file: string, name: string, options: ConnectorPasswordOptions) =>
      run(
        async (context) =>
          (await import("../commands/connector-password.ts")).connectorPassword(file, name, options, context),
        { json: options.json === true },
      ),
    );
}
