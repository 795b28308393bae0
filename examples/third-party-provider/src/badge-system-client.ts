/** What the provider needs of the system, in the system's own words. */
import { type Attributes, type AttributeValue, IdleError, isIdleError } from "@idle/contract";
import type { Badge } from "./badge-capabilities.ts";
import { type Call, pathSegment, type RestClient } from "./rest-client.ts";

export interface Account {
  readonly id: string;
  readonly active: boolean;
  readonly fields: Attributes;
}

export interface BadgeSystemClient {
  /** null when there is no such account. */
  find(id: string, call: Call): Promise<Account | null>;
  /** All of them, page by page, as they are asked for. */
  list(call: Call): AsyncIterable<Account>;
  create(account: Account, call: Call): Promise<void>;
  /** Changes what is given; a field that is null is removed. */
  update(id: string, changes: Partial<Omit<Account, "id">>, call: Call): Promise<void>;
  /** null when there is no badge. */
  findBadge(id: string, call: Call): Promise<Badge | null>;
  putBadge(id: string, badge: Badge, call: Call): Promise<void>;
}

export function createBadgeSystemClient(rest: RestClient): BadgeSystemClient {
  return {
    async find(id, call) {
      const segment = pathSegment(id);
      call.signal.throwIfAborted();
      if (segment === null) return null;
      try {
        return readAccount(await rest.send({ method: "GET", path: `accounts/${segment}` }, call));
      } catch (error) {
        if (isIdleError(error, "NotFound")) return null;
        throw error;
      }
    },
    async *list(call) {
      let path: string | null = "accounts";
      while (path !== null) {
        const page = readPage(await rest.send({ method: "GET", path }, call));
        for (const entry of page.accounts) yield readAccount(entry);
        path = page.next === null ? null : `accounts?after=${encodeURIComponent(page.next)}`;
      }
    },
    async create(account, call) {
      if (pathSegment(account.id) === null) {
        throw new IdleError("InvalidInput", `No account can have the id ${JSON.stringify(account.id)}.`);
      }
      await rest.send({ method: "POST", path: "accounts", body: account }, call);
    },
    async update(id, changes, call) {
      await rest.send({ method: "PATCH", path: `accounts/${pathSegment(id)}`, body: changes }, call);
    },
    async findBadge(id, call) {
      const { colour } = Object(await rest.send({ method: "GET", path: `accounts/${pathSegment(id)}/badge` }, call));
      return typeof colour === "string" ? { colour } : null;
    },
    async putBadge(id, badge, call) {
      // PUT: done twice it is as done once, so that a lost answer does no harm.
      await rest.send({ method: "PUT", path: `accounts/${pathSegment(id)}/badge`, body: badge }, call);
    },
  };
}

/** What comes over the wire is looked at before anybody relies on it. */
function readAccount(body: unknown): Account {
  const { id, active, fields } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof id !== "string" || typeof active !== "boolean" || typeof fields !== "object" || fields === null) {
    throw new IdleError("RemoteExecutionFailed", "Badge system answered with something that is no account.");
  }
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  // The engine checks each value when it gets them.
  return { id, active, fields: Object.fromEntries(entries) as Record<string, AttributeValue> };
}

function readPage(body: unknown): { readonly accounts: readonly unknown[]; readonly next: string | null } {
  const { accounts, next = null } = Object(body) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(accounts) || (next !== null && typeof next !== "string")) {
    throw new IdleError("RemoteExecutionFailed", "Badge system answered with something that is no page of accounts.");
  }
  return { accounts, next };
}
