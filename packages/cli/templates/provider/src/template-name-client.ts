/** What the provider needs of the system, in the system's own words. */
import { type Attributes, type AttributeValue, IdleError, isIdleError } from "@idle/contract";
import { type Call, pathSegment, type RestClient } from "./rest-client.ts";

export interface Account {
  readonly id: string;
  readonly active: boolean;
  readonly fields: Attributes;
}

export interface TemplateNameClient {
  /** null when there is no such account. */
  find(id: string, call: Call): Promise<Account | null>;
  create(account: Account, call: Call): Promise<void>;
  /** Changes what is given; a field that is null is removed. */
  update(id: string, changes: Partial<Omit<Account, "id">>, call: Call): Promise<void>;
}

export function createTemplateNameClient(rest: RestClient): TemplateNameClient {
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
    async create(account, call) {
      if (pathSegment(account.id) === null) {
        throw new IdleError("InvalidInput", `No account can have the id ${JSON.stringify(account.id)}.`);
      }
      await rest.send({ method: "POST", path: "accounts", body: account }, call);
    },
    async update(id, changes, call) {
      await rest.send({ method: "PATCH", path: `accounts/${pathSegment(id)}`, body: changes }, call);
    },
  };
}

/** What comes over the wire is looked at before anybody relies on it. */
function readAccount(body: unknown): Account {
  const { id, active, fields } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof id !== "string" || typeof active !== "boolean" || typeof fields !== "object" || fields === null) {
    throw new IdleError("RemoteExecutionFailed", "Template name answered with something that is no account.");
  }
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  // The engine checks each value when it gets them.
  return { id, active, fields: Object.fromEntries(entries) as Record<string, AttributeValue> };
}
