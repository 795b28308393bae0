/**
 * What a preview sees of a provider: its read methods and nothing else, with the predicted changes of earlier steps laid
 * over them. A preview that writes finds no method to do it with.
 */
import type { Change } from "@idle/contract";
import { IdleError } from "@idle/contract";
import { alsoIterable } from "../providers/async-iterable.ts";
import type { MethodInfo } from "../providers/capability-registry.ts";
import type { Prediction } from "./prediction.ts";

export interface ReadFacadeParts {
  readonly alias: string;
  readonly methods: readonly MethodInfo[];
  readonly prediction: Prediction;
  /** Asks the provider. */
  read(method: MethodInfo, args: object): Promise<unknown>;
}

export interface BuiltFacade {
  readonly facade: object;
  /** True once a read could not be answered, so that nothing the preview says can be relied on. */
  isUnknown(): boolean;
}

const empty: BuiltFacade = { facade: Object.freeze({}), isUnknown: () => false };

export function buildReadFacade(parts: ReadFacadeParts | null): BuiltFacade {
  if (parts === null) return empty;
  const { alias, methods, prediction, read } = parts;
  let unknown = false;

  const notKnown = (method: string): Promise<never> => {
    unknown = true;
    return Promise.reject(new IdleError("Unsupported", `What ${method} reads depends on earlier steps of the plan.`));
  };

  const answer = (method: MethodInfo, args: object): Promise<unknown> => {
    const earlier: readonly Change[] | null = prediction.touching(alias, args);
    if (earlier === null) return notKnown(method.name);
    if (earlier.length === 0) return read(method, args);
    if (method.overlay === undefined) return notKnown(method.name);
    return method.overlay((realArgs) => read(method, realArgs), args, earlier);
  };

  const facade = Object.fromEntries(
    methods.map((method) => [method.name, (args: object = {}) => alsoIterable(answer(method, args))]),
  );
  return { facade: Object.freeze(facade), isUnknown: () => unknown };
}
