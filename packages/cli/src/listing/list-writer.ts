/** What is listed in, one by one; a table, a JSON document or lines of JSON out. None of them holds more than a first page. */
import type { ErrorData } from "@idle/contract";
import type { Output } from "../output.ts";
import { escapeJson, jsonLine } from "../record/json.ts";
import type { Style } from "../view/style.ts";
import type { Table } from "../view/table.ts";

export interface ListWriter<T> {
  add(item: T): void;
  /** All that there is, or was asked for, has come. */
  end(more: boolean): void;
  /**
   * No more comes, because of an error. True when what was written so far says so now; false when standard output is as if
   * nothing had happened.
   */
  fail(error: ErrorData): boolean;
}

/** So many rows are looked at before the columns of a table are laid out, and written at once. */
export const pageSize = 200;

export function tableWriter<T>(
  stdout: Output,
  createTable: (firstPage: readonly T[], style: Style) => Table<T>,
): ListWriter<T> {
  let firstPage: T[] | null = [];
  let table: Table<T> | null = null;
  const begin = () => {
    if (firstPage === null) return;
    const page = firstPage;
    firstPage = null;
    if (page.length === 0) return;
    table = createTable(page, stdout.style());
    stdout.write(table.head + page.map(table.row).join(""));
  };
  return {
    add(item) {
      if (table !== null) stdout.write(table.row(item));
      firstPage?.push(item);
      if (firstPage?.length === pageSize) begin();
    },
    end: begin,
    fail() {
      begin();
      return true;
    },
  };
}

export function lineWriter<T>(stdout: Output): ListWriter<T> {
  return {
    add: (item) => stdout.write(jsonLine(item)),
    end: () => undefined,
    fail: () => true,
  };
}

/**
 * `{ …about, [list]: […], more }`, begun with the first item; where it ends too early, `more` is null and there is an
 * `error`.
 */
export function documentWriter<T>(
  stdout: Output,
  about: Readonly<Record<string, string>>,
  list: string,
): ListWriter<T> {
  let count = 0;
  const members = Object.entries(about).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  const head = escapeJson(`{\n${members.join("")}  ${JSON.stringify(list)}: [`);
  const close = (rest: object) => {
    const after = JSON.stringify(rest, null, 2).slice(1);
    stdout.write(`${count === 0 ? head : "\n  "}],${escapeJson(after)}\n`);
  };
  return {
    add(item) {
      const text = escapeJson(JSON.stringify(item, null, 2)).replaceAll("\n", "\n    ");
      stdout.write(`${count === 0 ? head : ","}\n    ${text}`);
      count += 1;
    },
    end: (more) => close({ more }),
    fail(error) {
      if (count === 0) return false;
      close({ more: null, error });
      return true;
    },
  };
}
