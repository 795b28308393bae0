import type { JsonObject, JsonValue } from "@idle/contract";
import { showName } from "../../view/value.ts";
import type { Collector, Path } from "./finding.ts";
import { isSameValue, ownValue } from "./values.ts";

export interface FieldsComparison {
  readonly path: Path;
  readonly about: string;
  /** Only what is written here is compared. */
  readonly expected: JsonObject;
  readonly actual: JsonObject;
  /** The name the values stand under. Default: each field's own. */
  readonly name?: string;
  readonly notesOf?: (key: string) => readonly string[];
}

/** Compares values by their keys; one that is not there is null. */
export function compareFields(
  { path, about, expected, actual, name, notesOf }: FieldsComparison,
  collector: Collector,
): void {
  for (const [key, value] of Object.entries(expected)) {
    const found: JsonValue = ownValue(actual, key) ?? null;
    if (isSameValue(value, found)) continue;
    const at = [...path, key];
    const notes = notesOf?.(key) ?? [];
    collector.find({
      path: at,
      about: `${about}: ${showName(key)}`,
      name: name ?? key,
      expected: value,
      actual: found,
      notes,
    });
    collector.edit({ kind: "set", path: at, value: found });
  }
}
