/**
 * A host's own look at a system, outside of any plan: a provider bag and capabilities come in; the provider's read methods
 * go out, with sessions as planning gets them. Answers are checked, and leave without secrets.
 */
import {
  type CapabilityId,
  IdleError,
  type JsonObject,
  type JsonValue,
  type ProviderBag,
  type ReadFacade,
} from "@idle/contract";
import { errorWithoutSecrets } from "../events/error-without-secrets.ts";
import { collectSecretValues } from "../events/redact.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { createRunRedactor, type SecretListener } from "../events/run-redactor.ts";
import type { Host } from "../host.ts";
import { type RetryOptions, readRetryProfiles } from "../retry/profile.ts";
import { retry } from "../retry/retry.ts";
import { createSessionSource } from "../sessions/session-source.ts";
import { abortable } from "./abortable.ts";
import { alsoIterable, isIterable } from "./async-iterable.ts";
import { type BagEntry, type OpenBag, openBag } from "./bag.ts";
import { type Caller, createCaller } from "./caller.ts";
import { neverAborted, throwIfAborted } from "./cancellation.ts";
import type { CapabilityRegistry, MethodInfo } from "./capability-registry.ts";

export interface OpenReaderOptions<C extends CapabilityId = CapabilityId> extends RetryOptions {
  readonly providers: ProviderBag;
  /** The alias of the provider to be asked. */
  readonly provider: string;
  /** What is to be read. The provider must have all of them. */
  readonly capabilities: readonly C[];
  /** As a step would name it. Default: the default session. */
  readonly authSessionName?: string;
  readonly authSessionOptions?: JsonObject;
  /** Who asks; the broker is told. */
  readonly actor?: string;
  readonly signal?: AbortSignal;
}

/** What of the engine a reader needs. */
export interface ReaderParts {
  readonly host: Host;
  readonly capabilities: CapabilityRegistry;
  readonly redactNames: readonly string[];
  readonly hostRedactor?: SecretListener | undefined;
}

export async function openReader<C extends CapabilityId>(
  options: OpenReaderOptions<C>,
  parts: ReaderParts,
): Promise<ReadFacade<C>> {
  const { signal = neverAborted(), actor = null } = options;
  const { host } = parts;
  const redactor = createRunRedactor(parts);
  const correlationId = host.randomUUID();
  const profile = readRetryProfiles(options).get(null);
  const looped = <T>(what: string, work: () => Promise<T>) =>
    retry(work, { host, profile, seed: `${correlationId}|read|${what}`, signal });

  /** What is revealed in the course of the work is hidden from then on; what it throws leaves without secrets. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      throwIfAborted(signal);
      return await learnReveals(redactor.addValue, () => abortable(work(), signal));
    } catch (error) {
      throwIfAborted(signal);
      throw errorWithoutSecrets(error, redactor);
    }
  }

  const caller = await guarded(async () => {
    expectDeclared(parts.capabilities, options.capabilities);
    const bag = openBag(options.providers);
    const entry = bag.find(options.provider);
    expectCapabilities(entry, options.capabilities, bag);
    const sessions = createSessionSource({ broker: bag.broker, purpose: "Plan", correlationId, actor, redactor });
    const { authSessionName: sessionName = null, authSessionOptions: sessionOptions = null } = options;
    return looped("session", () => createCaller({ entry, sessions, sessionName, sessionOptions, signal }));
  });

  const ask = (method: MethodInfo, args: object) => looped(method.name, async () => caller.call(method, args));

  /** The list that was asked for; asked for again when not even its first item comes, and trying again may help. */
  async function* itemsOf(list: AsyncIterable<unknown>, method: MethodInfo, args: object): AsyncGenerator {
    let source: AsyncIterable<unknown> | null = list;
    let iterator: AsyncIterator<unknown> | undefined;
    const begin = async () => {
      iterator = (source ?? (await listedBy(caller, method, args)))[Symbol.asyncIterator]();
      source = null;
      return iterator.next();
    };
    try {
      let item = await guarded(() => looped(method.name, begin));
      while (item.done !== true) {
        yield redactor.data(item.value);
        item = await guarded(async () => iterator?.next() ?? ended);
      }
    } finally {
      await letGo(iterator);
    }
  }

  /** Also when it was aborted: then without waiting, because what ignores the signal may never come back. */
  async function letGo(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
    const closing = Promise.resolve(iterator?.return?.());
    if (signal.aborted) closing.catch(() => undefined);
    else await guarded(() => closing);
  }

  const read = (method: MethodInfo, args: object): Promise<unknown> => {
    for (const value of collectSecretValues(redactor, args as JsonValue)) redactor.addValue(value);
    const answer = guarded(() => ask(method, args));
    return alsoIterable(
      answer.then((given) => (isIterable(given) ? itemsOf(given, method, args) : redactor.data(given))),
    );
  };
  const methods = options.capabilities.flatMap((id) => parts.capabilities.methodsOf(id));
  const facade = Object.fromEntries(
    methods
      .filter(({ kind }) => kind === "read")
      .map((method) => [method.name, (args: object = {}) => read(method, args)]),
  );
  // Those that the capabilities declare as reads, which is what the type says as well.
  return Object.freeze(facade) as ReadFacade<C>;
}

const ended: IteratorResult<unknown> = { done: true, value: undefined };

async function listedBy(caller: Caller, method: MethodInfo, args: object): Promise<AsyncIterable<unknown>> {
  const answer: unknown = await caller.call(method, args);
  if (isIterable(answer)) return answer;
  throw new IdleError("PluginAnswerInvalid", `${method.name} gave a list, and none when it was asked again.`);
}

function expectCapabilities({ alias, capabilities }: BagEntry, wanted: readonly string[], others: OpenBag): void {
  const missing = wanted.find((id) => !capabilities.has(id));
  if (missing === undefined) return;
  const having = others.withCapability(missing).map((each) => each.alias);
  const there = having.length === 0 ? "No provider in the bag has it." : `These have it: ${having.join(", ")}.`;
  throw new IdleError("CapabilityMissing", `Provider ${alias} does not have ${missing}. ${there}`);
}

function expectDeclared(registry: CapabilityRegistry, wanted: readonly string[]): void {
  const unknown = wanted.find((id) => registry.declared.every((each) => each.id !== id));
  if (unknown === undefined) return;
  throw new IdleError(
    "CapabilityUndeclared",
    `Nobody declared ${unknown}, so that it is not known what it reads. Pass its definition (defineCapability) to createEngine({ capabilities }).`,
  );
}
