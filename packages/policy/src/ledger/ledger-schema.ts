/** How a ledger's file looks. Another layout is another version. */
import { actionClasses } from "../action-class.ts";

/** `IdLP` in ASCII, in the header of the file: what tells it from databases of others. */
export const applicationId = 0x49644c50;
export const schemaVersion = 1;

const actions = actionClasses.map((action) => `'${action}'`).join(", ");

export const schema = `
  CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL CHECK (action IN (${actions})),
    system TEXT NOT NULL,
    item TEXT NOT NULL,
    plan TEXT NOT NULL,
    run TEXT NOT NULL,
    time INTEGER NOT NULL,
    settled INTEGER NOT NULL CHECK (settled IN (0, 1))
  ) STRICT;
  CREATE INDEX entries_by_system ON entries (action, system, time);
  CREATE INDEX entries_by_action ON entries (action, time);
  CREATE INDEX entries_by_time ON entries (time);
  CREATE INDEX entries_open ON entries (plan) WHERE settled = 0;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Of each connection. With FULL, truncating the journal is synced as well, which deleting it is not: a commit that was
 * reported outlives a loss of power (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export const settings = `
  PRAGMA busy_timeout = 25;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  PRAGMA trusted_schema = OFF;
  PRAGMA cell_size_check = ON;
`;
