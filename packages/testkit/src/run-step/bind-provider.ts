import { type AnyProvider, type CallContext, IdleError } from "@idle/contract";
import type { CapabilityMethod } from "./capability-methods.ts";

/**
 * An object with exactly these methods of a provider and nothing else, session and signal bound, every answer checked.
 * What is not among `methods` is not there at all: a step that calls it gets a TypeError, which is explained further out.
 */
export function bindProvider(
  provider: AnyProvider,
  methods: readonly CapabilityMethod[],
  context: CallContext,
): Readonly<Record<string, (args?: object) => unknown>> {
  const bound = methods.map((method) => [method.name, (args: object = {}) => call(provider, method, args, context)]);
  return Object.freeze(Object.assign(Object.create(null), Object.fromEntries(bound)));
}

function call(provider: AnyProvider, method: CapabilityMethod, args: object, context: CallContext): unknown {
  const { name } = method;
  const own: unknown = Reflect.get(provider, name);
  if (typeof own !== "function") {
    return Promise.reject(new IdleError("PluginAnswerInvalid", `Provider ${provider.name} has no method ${name}.`));
  }
  const check = (result: unknown): unknown => {
    const wrong = method.check?.(result, args) ?? null;
    if (wrong === null) return result;
    throw new IdleError("PluginAnswerInvalid", `Provider ${provider.name}: ${name} answered with ${wrong}.`);
  };
  const answer: unknown = attempt(() => Reflect.apply(own, provider, [{ ...args, ...context }]));
  return isAsyncIterable(answer) ? checkItems(answer, check) : Promise.resolve(answer).then(check);
}

async function* checkItems(items: AsyncIterable<unknown>, check: (item: unknown) => unknown): AsyncIterable<unknown> {
  for await (const item of items) yield check(item);
}

/** A method may throw before it gives a promise; that is an answer like any other. */
function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return Promise.reject(error);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
