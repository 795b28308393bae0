/** The provider bag: opened once for a plan or a run, checked, and looked up by alias without regard to case. */
import {
  type AnyProvider,
  type AuthSessionBroker,
  IdleError,
  isCapabilityId,
  type ProviderBag,
  type SessionType,
} from "@idle/contract";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { matchKey } from "./match-key.ts";

const brokerAlias = "AuthSessionBroker";
const aliasPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export interface BagEntry {
  /** In the bag's spelling. */
  readonly alias: string;
  readonly provider: AnyProvider;
  readonly capabilities: ReadonlySet<string>;
  /**
   * What tells the system behind it from others, the same in every run. Providers of one name that do not say it are taken
   * for one system: what counts and locks by it then does so rather too often.
   */
  readonly system: string;
}

export interface OpenBag {
  readonly broker: AuthSessionBroker | null;
  readonly aliases: readonly string[];
  /**
   * Exact alias first, else the one that equals it ignoring case. Throws ProviderAmbiguous, or ProviderMissing with the
   * alias that was probably meant as `details.suggestion`, if one is near.
   */
  find(alias: string): BagEntry;
  /** All that have the capability, in the bag's order. */
  withCapability(capability: string): readonly BagEntry[];
}

/** Checks the bag's shape and asks each provider for its capabilities. Throws InvalidInput or PluginAnswerInvalid. */
export function openBag(bag: ProviderBag): OpenBag {
  if (typeof bag !== "object" || bag === null) {
    throw new IdleError("InvalidInput", "The provider bag is no object of aliases and providers.");
  }
  const entries = new Map<string, BagEntry>();
  let broker: AuthSessionBroker | null = null;
  for (const [alias, value] of Object.entries(bag)) {
    if (value === undefined) continue;
    if (alias === brokerAlias) {
      broker = expectBroker(value);
    } else {
      const provider = expectProvider(alias, value);
      entries.set(alias, {
        alias,
        provider,
        capabilities: readCapabilities(alias, provider),
        system: readSystem(alias, provider),
      });
    }
  }
  const aliases = [...entries.keys()];
  return {
    broker,
    aliases,
    find(alias) {
      const match = matchKey(aliases, alias);
      if (match.kind === "ambiguous") {
        throw new IdleError(
          "ProviderAmbiguous",
          `The provider bag has ${match.keys.join(" and ")}, and "${alias}" fits more than one. Write one of them exactly.`,
        );
      }
      const entry = match.kind === "found" ? entries.get(match.key) : undefined;
      if (entry === undefined) {
        const there = aliases.length === 0 ? "It is empty." : `It has: ${aliases.join(", ")}.`;
        const { sentence, field } = suggest(alias, aliases);
        const message = `The provider bag has no alias "${alias}". ${there}${sentence}`;
        throw new IdleError("ProviderMissing", message, { details: { alias, ...field } });
      }
      return entry;
    },
    withCapability: (capability) => [...entries.values()].filter(({ capabilities }) => capabilities.has(capability)),
  };
}

function expectBroker(value: unknown): AuthSessionBroker {
  if (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { acquireAuthSession?: unknown }).acquireAuthSession === "function"
  ) {
    return value as AuthSessionBroker;
  }
  throw new IdleError(
    "InvalidInput",
    "The provider bag's AuthSessionBroker has no method acquireAuthSession(name, options).",
  );
}

function expectProvider(alias: string, value: unknown): AnyProvider {
  if (!aliasPattern.test(alias)) {
    throw new IdleError(
      "InvalidInput",
      `The provider bag's alias ${JSON.stringify(alias)} is malformed. Use up to 64 letters, digits, "_" and "-", with a letter or digit first.`,
    );
  }
  if (typeof value === "object" && value !== null && typeof (value as AnyProvider).getCapabilities === "function") {
    const provider = value as AnyProvider;
    expectRequirement(alias, provider);
    expectClose(alias, provider);
    return provider;
  }
  throw new IdleError(
    "InvalidInput",
    `The provider bag has something under "${alias}" that is no provider: it has no method getCapabilities().`,
  );
}

function expectRequirement(alias: string, provider: AnyProvider): void {
  const { session } = provider as {
    readonly session?: { readonly type?: unknown; readonly commands?: unknown } | null;
  };
  if (session === undefined) return;
  const refuse = (what: string) =>
    new IdleError(
      "PluginAnswerInvalid",
      `Provider ${nameOf(provider)} (alias ${alias}) declares a session ${what}. Tell its author.`,
    );
  if (!sessionTypes.some((type) => type === session?.type)) {
    throw refuse(`that is not { type, required } with a type of ${sessionTypes.join(", ")}`);
  }
  const commands = session?.commands;
  if (commands === undefined) return;
  if (session?.type !== "Command") throw refuse("with commands, which only one of type Command has");
  const isList = Array.isArray(commands) && commands.every((name) => typeof name === "string" && name !== "");
  if (!isList) throw refuse('whose commands are no list of names, such as ["Get-ADSyncScheduler"]');
}

function expectClose(alias: string, provider: AnyProvider): void {
  const { close } = provider as { readonly close?: unknown };
  if (close === undefined || typeof close === "function") return;
  throw new IdleError(
    "PluginAnswerInvalid",
    `Provider ${nameOf(provider)} (alias ${alias}) has a close that is no function. Tell its author.`,
  );
}

function readSystem(alias: string, provider: AnyProvider): string {
  const { targetId } = provider as { readonly targetId?: unknown };
  if (targetId === undefined) return nameOf(provider);
  if (typeof targetId === "string" && targetId !== "") return JSON.stringify([nameOf(provider), targetId]);
  throw new IdleError(
    "PluginAnswerInvalid",
    `Provider ${nameOf(provider)} (alias ${alias}) has a targetId that is no text. Tell its author.`,
  );
}

const sessionTypes: readonly SessionType[] = ["OAuth", "Command", "Credential"];

function readCapabilities(alias: string, provider: AnyProvider): ReadonlySet<string> {
  const who = `Provider ${nameOf(provider)} (alias ${alias})`;
  let answer: unknown;
  try {
    answer = provider.getCapabilities();
  } catch (cause) {
    throw new IdleError(
      "PluginAnswerInvalid",
      `${who} threw in getCapabilities(). Its author must return a list there.`,
      { cause },
    );
  }
  if (!Array.isArray(answer)) {
    throw new IdleError(
      "PluginAnswerInvalid",
      `${who} answered getCapabilities() with something that is no list. Tell its author.`,
    );
  }
  const wrong = answer.find((id) => !isCapabilityId(id));
  if (wrong !== undefined || answer.includes(undefined)) {
    throw new IdleError(
      "PluginAnswerInvalid",
      `${who} advertises ${JSON.stringify(wrong)}, which is no capability id. Tell its author.`,
    );
  }
  return new Set(answer as string[]);
}

/** The provider's name for messages, whatever it is. */
export function nameOf(provider: AnyProvider): string {
  return typeof provider.name === "string" && provider.name !== "" ? provider.name : "without a name";
}

/** The alias that was probably meant, of an error that `find` threw. */
export function suggestionOf({ details }: IdleError): string | undefined {
  const { suggestion } = details ?? {};
  return typeof suggestion === "string" ? suggestion : undefined;
}
