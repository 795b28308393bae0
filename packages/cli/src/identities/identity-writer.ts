/** Identities in, one by one; a table, a JSON document or lines of JSON out. None of them holds more than a first page. */
import type { ErrorData, Identity } from "@idle/contract";
import type { Output } from "../output.ts";
import { escapeJson, jsonLine } from "../record/json.ts";
import { createIdentityTable, type IdentityTable } from "../view/identity-table.ts";

export interface IdentityWriter {
  add(identity: Identity): void;
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

export function tableWriter(stdout: Output): IdentityWriter {
  let firstPage: Identity[] | null = [];
  let table: IdentityTable | null = null;
  const begin = () => {
    if (firstPage === null) return;
    const page = firstPage;
    firstPage = null;
    if (page.length === 0) return;
    table = createIdentityTable(page, stdout.style());
    stdout.write(table.head + page.map(table.row).join(""));
  };
  return {
    add(identity) {
      if (table !== null) stdout.write(table.row(identity));
      firstPage?.push(identity);
      if (firstPage?.length === pageSize) begin();
    },
    end: begin,
    fail() {
      begin();
      return true;
    },
  };
}

export function lineWriter(stdout: Output): IdentityWriter {
  return {
    add: (identity) => stdout.write(jsonLine(identity)),
    end: () => undefined,
    fail: () => true,
  };
}

/** `{ provider, identities, more }`, begun with the first identity; where it ends too early, `more` is null and there is an `error`. */
export function documentWriter(stdout: Output, provider: string): IdentityWriter {
  let count = 0;
  const head = `{\n  "provider": ${JSON.stringify(provider)},\n  "identities": [`;
  const close = (rest: object) => {
    const members = JSON.stringify(rest, null, 2).slice(1);
    stdout.write(`${count === 0 ? head : "\n  "}],${escapeJson(members)}\n`);
  };
  return {
    add(identity) {
      const text = escapeJson(JSON.stringify(identity, null, 2)).replaceAll("\n", "\n    ");
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
