/** Badge system as a provider: what the engine asks for on one side, what the system can do on the other. */
import { defineProvider, type Identity, IdleError, isIdleError } from "@idle/contract";
import type {} from "./badge-capabilities.ts";
import { type Account, type BadgeSystemClient, createBadgeSystemClient } from "./badge-system-client.ts";
import { changedValues, compareAttributes } from "./compare-attributes.ts";
import type { BadgeSystemOptions } from "./options.ts";
import { type Call, createRestClient } from "./rest-client.ts";

export type { BadgeSystemOptions } from "./options.ts";

const system = "Badge system";

/** `fetch` is for tests and for hosts with a proxy of their own. */
export function createBadgeSystemProvider(
  { url, timeoutSeconds = 30 }: BadgeSystemOptions,
  { fetch = globalThis.fetch }: { readonly fetch?: typeof globalThis.fetch } = {},
) {
  return createProviderOver(createBadgeSystemClient(createRestClient({ system, url, timeoutSeconds, fetch })));
}

/** The provider over the system, or over what stands for it. */
export function createProviderOver(accounts: BadgeSystemClient) {
  async function known(id: string, call: Call): Promise<Account> {
    const account = await accounts.find(id, call);
    if (account !== null) return account;
    throw new IdleError("NotFound", `${system} has no account ${JSON.stringify(id)}.`);
  }

  async function setActive(id: string, active: boolean, call: Call): Promise<{ readonly changed: boolean }> {
    const account = await known(id, call);
    if (account.active === active) return { changed: false };
    await accounts.update(id, { active }, call);
    return { changed: true };
  }

  return defineProvider({
    name: system,
    session: { type: "Credential", required: true },
    getCapabilities: () => [
      "IdLE.Identity.Read",
      "IdLE.Identity.List",
      "IdLE.Identity.Create",
      "IdLE.Identity.Attribute.Ensure",
      "IdLE.Identity.Enable",
      "IdLE.Identity.Disable",
      "Acme.Badge.Read",
      "Acme.Badge.Issue",
    ],

    async getIdentity({ identityKey, ...call }) {
      const account = await accounts.find(identityKey, call);
      return account === null ? null : identityOf(account);
    },

    async *listIdentities({ filter = {}, ...call }) {
      for await (const account of accounts.list(call)) {
        if (filter.enabled !== undefined && filter.enabled !== account.active) continue;
        if (!compareAttributes(account.fields, filter.attributes ?? {}).changed) yield identityOf(account);
      }
    },

    async createIdentity({ identityKey, attributes, container, enabled = false, initialPassword, ...call }) {
      if ((await accounts.find(identityKey, call)) !== null) return { identityKey, changed: false };
      // What cannot be done is refused before anything is done, and never left out without a word.
      if (container !== undefined) throw new IdleError("Unsupported", `${system} has no containers.`);
      if (initialPassword !== undefined) throw new IdleError("Unsupported", `${system} has no passwords.`);
      const fields = changedValues(compareAttributes({}, attributes));
      try {
        await accounts.create({ id: identityKey, active: enabled, fields }, call);
      } catch (error) {
        // Somebody was quicker.
        if (isIdleError(error, "AlreadyExists")) return { identityKey, changed: false };
        throw error;
      }
      return { identityKey, changed: true };
    },

    async previewAttributes({ identityKey, attributes, assume, ...call }) {
      // An account that an earlier step of the plan creates is not there yet, and holds only what that step sets.
      const current = assume?.created === true ? {} : (await known(identityKey, call)).fields;
      return compareAttributes({ ...current, ...assume?.attributes }, attributes);
    },

    async ensureAttributes({ identityKey, attributes, ...call }) {
      const { fields: current } = await known(identityKey, call);
      const result = compareAttributes(current, attributes);
      if (result.changed) await accounts.update(identityKey, { fields: changedValues(result) }, call);
      return result;
    },

    enableIdentity: ({ identityKey, ...call }) => setActive(identityKey, true, call),
    disableIdentity: ({ identityKey, ...call }) => setActive(identityKey, false, call),

    async getBadge({ identityKey, ...call }) {
      await known(identityKey, call);
      return accounts.findBadge(identityKey, call);
    },

    async issueBadge({ identityKey, colour, ...call }) {
      await known(identityKey, call);
      if ((await accounts.findBadge(identityKey, call))?.colour === colour) return { changed: false };
      await accounts.putBadge(identityKey, { colour }, call);
      return { changed: true };
    },
  });
}

function identityOf({ id, active, fields }: Account): Identity {
  return { identityKey: id, enabled: active, attributes: fields };
}
