/** The provider over accounts in memory, for tests of workflows: `options: { pretend: [] }`. */
import { type Attributes, IdleError, type JsonValue } from "@idle/contract";
import type { Badge } from "./badge-capabilities.ts";
import type { Account, BadgeSystemClient } from "./badge-system-client.ts";
import { createProviderOver } from "./badge-system-provider.ts";

/** Throws `InvalidInput` for what is no list of accounts. */
export function readPretendAccounts(value: JsonValue): readonly Account[] {
  const refuse = (): never => {
    throw new IdleError("InvalidInput", "The option pretend must be a list of { id, active?, fields? }, or empty.");
  };
  if (!Array.isArray(value)) return refuse();
  return value.map((entry): Account => {
    const { id, active = true, fields = {} } = Object(entry) as Readonly<Record<string, JsonValue>>;
    if (typeof id !== "string" || typeof active !== "boolean" || typeof fields !== "object") return refuse();
    return { id, active, fields: fields as Attributes };
  });
}

export function createPretendBadgeSystem(initial: readonly Account[]) {
  const accounts = new Map(initial.map((account) => [account.id, account]));
  const badges = new Map<string, Badge>();
  const client: BadgeSystemClient = {
    find: async (id) => accounts.get(id) ?? null,
    async *list() {
      yield* accounts.values();
    },
    async create(account) {
      accounts.set(account.id, account);
    },
    async update(id, changes) {
      const account = accounts.get(id);
      if (account === undefined) return;
      const fields = Object.entries({ ...account.fields, ...changes.fields }).filter(([, value]) => value !== null);
      accounts.set(id, { ...account, ...changes, fields: Object.fromEntries(fields) });
    },
    findBadge: async (id) => badges.get(id) ?? null,
    async putBadge(id, badge) {
      badges.set(id, badge);
    },
  };
  return createProviderOver(client);
}
