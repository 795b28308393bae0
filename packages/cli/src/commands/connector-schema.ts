/** idle connector schema: asks a connector for its schema and keeps it; shows it, and what of it is new. */
import type { ConnectorSchema } from "@idle/connector";
import { IdleError } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { whileWaiting } from "../connector/waiting.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { connectorSchemaView, schemaChanges, schemaChangesView } from "../view/connector-schema-view.ts";
import { countText } from "../view/count-text.ts";
import { sentence } from "../view/sentence.ts";

export interface ConnectorSchemaOptions extends ConnectorOptions {
  readonly kept?: boolean;
}

export async function connectorSchema(
  file: string,
  options: ConnectorSchemaOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr } = context;
  return useConnector(file, options, context, async ({ connector, signal }) => {
    const before = connector.schema();
    const { name } = connector.definition;
    if (options.kept === true) {
      if (before === null)
        throw new IdleError("NotReady", `The schema of ${name} was not asked for yet. Leave --kept away.`);
      stdout.write(
        options.json === true ? jsonDocument({ schema: before }) : connectorSchemaView(before, stdout.style()),
      );
      return exitCodes.done;
    }
    const { schema, changed } = await whileWaiting("Asking for the schema", context, () =>
      connector.discoverSchema({ signal }),
    );
    const changes = before === null ? [] : schemaChanges(before, schema);
    if (options.json === true) {
      stdout.write(jsonDocument({ schema, changed, changes }));
      return exitCodes.done;
    }
    stdout.write(connectorSchemaView(schema, stdout.style()));
    if (changes.length > 0) stdout.write(`\n${schemaChangesView(changes, stdout.style())}`);
    stderr.write(sentence(stderr.style(), keptInWords(schema, before, changed)));
    return exitCodes.done;
  });
}

function keptInWords({ types }: ConnectorSchema, before: ConnectorSchema | null, changed: boolean): string {
  const kept = `${countText(types.length, "type")} kept`;
  if (before === null) return `${kept}.`;
  return changed ? `${kept} in place of what was there. The next import has to be a full one.` : `${kept}, as before.`;
}
