/** The commands under idle connector that look at a definition, a connected system or a connector space. */
import { type Command, Option } from "commander";
import type { ConnectorHierarchyOptions } from "../commands/connector-hierarchy.ts";
import type { ConnectorPartitionsOptions } from "../commands/connector-partitions.ts";
import type { ConnectorSchemaOptions } from "../commands/connector-schema.ts";
import type { ConnectorShowOptions } from "../commands/connector-show.ts";
import type { ConnectorValidateOptions } from "../commands/connector-validate.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export const definitionArgument = ["<file>", "the definition of a connector, such as connector.yaml"] as const;

export function addConnectorValidate(connector: Command, run: RunAction): void {
  connector
    .command("validate")
    .summary("check a definition, and its parameters")
    .description(
      "Shows every problem of a definition with its place, and asks the connector's validation script whether the parameters are right.",
    )
    .argument(...definitionArgument)
    .option("--offline", "the file alone: load no package, make no connector space, ask no script")
    .addOption(
      new Option(
        "--page <page>",
        "what the script is asked about; default: Connectivity, Global and Partition",
      ).choices(["Connectivity", "Global", "Partition", "RunStep"]),
    )
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the problems as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector validate connector.yaml", "idle connector validate connector.yaml --offline --json"])}${exitCodeHelp("connector validate")}`,
    )
    .action((file: string, options: ConnectorValidateOptions) =>
      run(
        async (context) =>
          (await import("../commands/connector-validate.ts")).connectorValidate(file, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}

export function addConnectorSchema(connector: Command, run: RunAction): void {
  connector
    .command("schema")
    .summary("ask for the schema, and keep it")
    .description(
      "Asks the connector for its object types and their attributes, keeps them, and shows them with what is not as it was. Imports and exports do so by themselves the first time.",
    )
    .argument(...definitionArgument)
    .option("--kept", "show what is kept, and ask nobody")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector schema connector.yaml", "idle connector schema connector.yaml --kept --json"])}${exitCodeHelp("connector schema")}`,
    )
    .action((file: string, options: ConnectorSchemaOptions) =>
      run(
        async (context) => (await import("../commands/connector-schema.ts")).connectorSchema(file, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}

export function addConnectorPartitions(connector: Command, run: RunAction): void {
  connector
    .command("partitions")
    .summary("ask for the partitions, and keep them")
    .description(
      "Asks the connector for its partitions, keeps them, and shows them with whether the definition works in them.",
    )
    .argument(...definitionArgument)
    .option("--kept", "show what is kept, and ask nobody")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector partitions connector.yaml", "idle connector partitions connector.yaml --kept"])}${exitCodeHelp("connector partitions")}`,
    )
    .action((file: string, options: ConnectorPartitionsOptions) =>
      run(
        async (context) =>
          (await import("../commands/connector-partitions.ts")).connectorPartitions(file, options, context),
        { json: options.json === true },
      ),
    );
}

export function addConnectorHierarchy(connector: Command, run: RunAction): void {
  connector
    .command("hierarchy")
    .summary("show the containers as a tree")
    .description(
      "Asks the connector for the containers below each partition, or below one container, and shows them as a tree.",
    )
    .argument(...definitionArgument)
    .option("--parent <dn>", "the container to begin with; default: every partition")
    .option("--depth <number>", "how many levels below it; default: 1")
    .addOption(allowCommandSecrets("the definition"))
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector hierarchy connector.yaml", "idle connector hierarchy connector.yaml --parent OU=Staff,DC=example,DC=com --depth 3"])}${exitCodeHelp("connector hierarchy")}`,
    )
    .action((file: string, options: ConnectorHierarchyOptions) =>
      run(
        async (context) =>
          (await import("../commands/connector-hierarchy.ts")).connectorHierarchy(file, options, context),
        { json: options.json === true },
      ),
    );
}

export function addConnectorShow(connector: Command, run: RunAction): void {
  connector
    .command("show")
    .summary("show what is in the connector space")
    .description(
      "Shows a connector space in numbers, one object of it, or a list. Runs no script and asks no system, so it works where the connector's package is not installed.",
    )
    .argument(...definitionArgument)
    .argument("[name]", "one object: its distinguished name; TYPE:ANCHOR, such as user:42, where there are none")
    .option("--objects", "list the objects")
    .option("--pending", "list what an export would do")
    .option("--errors", "list what went wrong with objects")
    .option("--runs", "list the runs, the newest first; 20 of them without --limit")
    .option("--type <name>", "only objects of this type")
    .addOption(
      new Option("--state <state>", "only objects in this state").choices([
        "imported",
        "pendingAdd",
        "pendingUpdate",
        "pendingDelete",
        "awaitingConfirmation",
        "outcomeUnknown",
      ]),
    )
    .option("--partition <dn>", "only those of this partition")
    .option("--limit <number>", "stop after so many")
    .option("--json", "one JSON document on standard output")
    .option("--ndjson", "each item of a list as a line of JSON on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle connector show connector.yaml", "idle connector show connector.yaml CN=Jane,OU=Staff,DC=example,DC=com", "idle connector show connector.yaml --objects --type user --ndjson", "idle connector show connector.yaml --errors"])}${exitCodeHelp("connector show")}`,
    )
    .action((file: string, name: string | undefined, options: ConnectorShowOptions) =>
      run(
        async (context) => (await import("../commands/connector-show.ts")).connectorShow(file, name, options, context),
        {
          json: options.json === true,
        },
      ),
    );
}
