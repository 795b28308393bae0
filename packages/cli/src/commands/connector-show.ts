/**
 * idle connector show: what a connector space has: in numbers, one object, or a list of objects, runs, errors or pending
 * exports. Runs no script, and asks nobody.
 */
import type { Connector } from "@idle/connector";
import type { CommandContext } from "../command-context.ts";
import { type AsJson, createAsJson, objectLabel, type PendingDocument } from "../connector/as-json.ts";
import { findObject } from "../connector/object-name.ts";
import { type ListName, type ListOptions, listNames, showList } from "../connector/show-list.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLimit } from "../listing/read-list.ts";
import type { Output } from "../output.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { spaceObjectView } from "../view/space-object-view.ts";
import { spaceView } from "../view/space-view.ts";

export interface ConnectorShowOptions extends ConnectorOptions, ListOptions {
  readonly objects?: boolean;
  readonly pending?: boolean;
  readonly errors?: boolean;
  readonly runs?: boolean;
  readonly limit?: string;
}

export async function connectorShow(
  file: string,
  name: string | undefined,
  options: ConnectorShowOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, redactor } = context;
  const list = listOf(name, options);
  const limit = readLimit(options.limit);
  return useConnector(file, options, context, async ({ connector, signal }) => {
    const asJson = createAsJson(connector.schema(), redactor);
    if (name !== undefined) return showObject(name, options, { connector, asJson, stdout });
    if (list !== null) return showList({ list, connector, asJson, limit, signal }, options, context);
    const { description } = connector.definition;
    const space = { description, ...connector.summary() };
    stdout.write(options.json === true ? jsonDocument(space) : spaceView(space, stdout.style()));
    return exitCodes.done;
  });
}

/** Null for the numbers, or one object. Throws UsageError. */
function listOf(name: string | undefined, options: ConnectorShowOptions): ListName | null {
  const asked = listNames.filter((each) => options[each] === true);
  const isFiltered = [options.type, options.state].some((each) => each !== undefined);
  const [list = isFiltered ? "objects" : null, another] = asked;
  if (another !== undefined) throw new UsageError(`--${list} and --${another} are two lists. Choose one.`);
  if (name !== undefined && list !== null)
    throw new UsageError(`Name one object, or list them with --${list}: not both.`);
  if (isFiltered && list !== "objects") throw new UsageError("--type and --state choose among --objects.");
  if (list === null && (options.ndjson ?? options.limit ?? options.partition) !== undefined) {
    throw new UsageError(
      "--ndjson, --limit and --partition are for a list: add --objects, --pending, --errors or --runs.",
    );
  }
  if (options.partition !== undefined && list !== "objects" && list !== "pending") {
    throw new UsageError("--partition chooses among --objects and --pending.");
  }
  if (options.json === true && options.ndjson === true) {
    throw new UsageError("--json and --ndjson both want standard output. Choose one.");
  }
  return list;
}

interface Place {
  readonly connector: Connector;
  readonly asJson: AsJson;
}

/** Throws NotFound. */
function showObject(
  text: string,
  { json }: ConnectorShowOptions,
  { connector, asJson, stdout }: Place & { readonly stdout: Output },
): ExitCode {
  const { object: found } = findObject(text, connector);
  const label = objectLabel(found);
  const object = asJson.object(found);
  const pending = hasPending(found.state) ? pendingOf(label, found.objectType, { connector, asJson }) : null;
  stdout.write(
    json === true ? jsonDocument({ object, pending }) : spaceObjectView({ label, object, pending }, stdout.style()),
  );
  return exitCodes.done;
}

function hasPending(state: string): boolean {
  return state !== "imported" && state !== "awaitingConfirmation";
}

function pendingOf(label: string, objectType: string, { connector, asJson }: Place): PendingDocument | null {
  for (const each of connector.pendingExports()) {
    if (each.object === label && each.objectType === objectType) return asJson.pending(each);
  }
  return null;
}
