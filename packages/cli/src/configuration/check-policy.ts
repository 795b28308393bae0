/** What the schema cannot say about `policy`: windows, times and time zones, and aliases that are there. */
import { type Diagnostic, isIdleError, type JsonValue } from "@idle/contract";
import { appendToPointer, didYouMean } from "@idle/core";
import { readPolicy } from "@idle/policy";
import { isObject } from "../input/is-object.ts";
import type { MakeProblem } from "./configuration.ts";

/** Loaded where there is a policy only. `aliases` are those of the providers. */
export function checkPolicy(policy: JsonValue, aliases: readonly string[], problem: MakeProblem): Diagnostic[] {
  try {
    readPolicy(policy);
  } catch (error) {
    if (!isIdleError(error, "ConfigInvalid")) throw error;
    const found = (error.details?.diagnostics ?? []) as unknown as readonly Diagnostic[];
    return found.map(({ code, pointer, message }) => problem(code, `/policy${pointer ?? ""}`, message));
  }
  return providerPlaces(policy).flatMap(({ pointer, alias }) => {
    if (aliases.some((known) => known.toLowerCase() === alias.toLowerCase())) return [];
    const near = didYouMean(alias, new Set(aliases));
    const there = aliases.length === 0 ? "There are none." : `There are: ${aliases.join(", ")}.`;
    const meant = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
    const message = `No provider has the alias ${JSON.stringify(alias)}, so this would guard nothing. ${there}${meant}`;
    const diagnostic = problem("ValueNotAllowed", pointer, message);
    return [near === undefined ? diagnostic : { ...diagnostic, suggestion: near }];
  });
}

/** Every place below that says provider. */
function providerPlaces(value: JsonValue, pointer = "/policy"): { pointer: string; alias: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => providerPlaces(entry, appendToPointer(pointer, index)));
  }
  if (!isObject(value)) return [];
  const { provider } = value;
  const own = typeof provider === "string" ? [{ pointer: `${pointer}/provider`, alias: provider }] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, entry]) => providerPlaces(entry, appendToPointer(pointer, key))),
  ];
}
