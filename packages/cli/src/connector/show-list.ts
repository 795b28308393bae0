/** What a connector space has many of: a list in, rows, lines or one document out, as they are read. */
import type { Connector, ObjectQuery, SpaceObject } from "@idle/connector";
import { didYouMean, escapeText } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { documentWriter, lineWriter, tableWriter } from "../listing/list-writer.ts";
import type { Read } from "../listing/read-list.ts";
import { UsageError } from "../usage-error.ts";
import { countText } from "../view/count-text.ts";
import { sentence } from "../view/sentence.ts";
import { createErrorTable, createObjectTable, createRunTable } from "../view/space-tables.ts";
import type { Style } from "../view/style.ts";
import type { Table } from "../view/table.ts";
import type { AsJson } from "./as-json.ts";
import { mapped, writeList } from "./write-list.ts";
import { writePending } from "./write-pending.ts";

export const listNames = ["objects", "pending", "errors", "runs"] as const;
export type ListName = (typeof listNames)[number];

export interface ListOptions {
  /** An object type. */
  readonly type?: string;
  readonly state?: SpaceObject["state"];
  readonly partition?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

export interface ListWish {
  readonly list: ListName;
  readonly connector: Connector;
  readonly asJson: AsJson;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Of runs so many are shown when nobody asks for more. */
const usualRuns = 20;

export async function showList(wish: ListWish, options: ListOptions, context: CommandContext): Promise<ExitCode> {
  const { list, connector, asJson, limit, signal } = wish;
  const { stdout, stderr, redactor } = context;
  const partition = options.partition === undefined ? {} : { partition: options.partition };
  const isForPeople = options.json !== true && options.ndjson !== true;
  switch (list) {
    case "objects": {
      const query = { ...partition, ...queryOf(options, connector) };
      const objects = connector.objects(query);
      return write(objects, { one: "object", asDocument: asJson.object, createTable: createObjectTable });
    }
    case "pending": {
      const pending = connector.pendingExports(partition);
      if (!isForPeople) return write(pending, { one: "pending export", asDocument: asJson.pending });
      await writePending(pending, { asJson, output: stdout, signal, limit });
      return exitCodes.done;
    }
    case "errors":
      return write(connector.errors(), { one: "error", asDocument: redactor.data, createTable: createErrorTable });
    case "runs": {
      const most = Number.isFinite(limit) ? limit : usualRuns;
      const runs = connector.runs(most + 1);
      return write(runs, { one: "run", asDocument: redactor.data, createTable: createRunTable, most });
    }
  }

  function write<T>(items: Iterable<T>, { one, asDocument, createTable, most = limit }: Listing<T>): Promise<ExitCode> {
    const atEnd = ({ count, more }: Read) => {
      const rest = more ? `, and there are more: --limit ${most} leaves them out` : "";
      stderr.write(sentence(stderr.style(), `${countText(count, one)}${rest}.`));
    };
    const writing = { limit: most, signal, atEnd };
    if (isForPeople && createTable !== undefined) {
      return writeList(items, { ...writing, writer: tableWriter(stdout, createTable) }, context);
    }
    const about = { connector: connector.definition.name };
    const writer = options.ndjson === true ? lineWriter<unknown>(stdout) : documentWriter<unknown>(stdout, about, list);
    return writeList(mapped(items, asDocument), { ...writing, writer }, context);
  }
}

interface Listing<T> {
  readonly one: string;
  asDocument(item: T): unknown;
  /** For people; what they are shown otherwise has none. */
  createTable?(firstPage: readonly T[], style: Style): Table<T>;
  readonly most?: number;
}

/** Throws UsageError for a type that nobody has. */
function queryOf({ type, state }: ListOptions, connector: Pick<Connector, "schema">): ObjectQuery {
  const ofState = state === undefined ? {} : { state };
  if (type === undefined) return ofState;
  const names = connector.schema()?.types.map(({ name }) => name) ?? [];
  const found = names.find((name) => name.toLowerCase() === type.toLowerCase());
  if (found !== undefined) return { objectType: found, ...ofState };
  const meant = didYouMean(type, names);
  const known = names.length === 0 ? "The schema is not known yet." : `Types: ${names.map(escapeText).join(", ")}.`;
  const hint = meant === undefined ? known : `Did you mean ${escapeText(meant)}?`;
  throw new UsageError(`There is no type ${escapeText(JSON.stringify(type))}. ${hint}`);
}
