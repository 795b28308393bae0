import { type AnyCapability, builtInCapabilities } from "@idle/contract";
import { type CapabilityMethod, methodsOf } from "../run-step/capability-methods.ts";

/** How the suite calls a method that is not built in. */
export interface SampleCall {
  /**
   * Arguments with which the call does its work over what `createProvider` gives: a write has something to change, and a
   * read reads what those writes change.
   */
  readonly args: object;
  /** Arguments with which the call must fail, about somebody who is not there for example. */
  readonly failing?: object;
}

/** By method. */
export type SampleCalls = Readonly<Record<string, SampleCall>>;

const builtIn: ReadonlySet<string> = new Set(builtInCapabilities.map(({ id }) => id));

/** The methods behind advertised capabilities that are not built in; of undeclared ones nothing is known. */
export function ownMethods(
  capabilities: readonly string[],
  definitions: readonly AnyCapability[],
): readonly CapabilityMethod[] {
  const declared = new Set(definitions.map(({ id }) => id));
  const own = capabilities.filter((id) => !builtIn.has(id) && declared.has(id));
  return [...new Map(methodsOf(own, definitions).map((method) => [method.name, method])).values()];
}

/** The sample calls that only read. */
export function readsOf(
  methods: readonly CapabilityMethod[],
  calls: SampleCalls,
): readonly { readonly name: string; readonly args: object }[] {
  return methods.flatMap(({ name, kind }) => {
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    return kind === "read" && call !== undefined ? [{ name, args: call.args }] : [];
  });
}

/** Throws for a sample call of a method that is not one of `methods`. */
export function checkSampleCalls(suite: string, calls: SampleCalls, methods: readonly CapabilityMethod[]): void {
  const names = methods.map(({ name }) => name);
  const unknown = Object.keys(calls).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const there = names.length === 0 ? "there is none" : `there are: ${names.join(", ")}`;
  throw new Error(
    `${suite}: calls has "${unknown}", which is no method of an advertised capability among the definitions; ${there}.`,
  );
}
