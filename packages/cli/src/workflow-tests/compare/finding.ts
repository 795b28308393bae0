import type { JsonValue } from "@idle/contract";

/** Keys and indexes from `expect` on. */
export type Path = readonly (string | number)[];

/** One thing that is not as expected. */
export interface Finding {
  /** Where the expectation stands. */
  readonly path: Path;
  /** What differs, in words without an end: `plan, step "Create account", Department: after`. */
  readonly about: string;
  /** The name the values stand under, such as an attribute's; a secret one hides them. */
  readonly name?: string;
  /** The two values, where both are one. */
  readonly expected?: JsonValue;
  readonly actual?: JsonValue;
  /** Entries of a list that are expected and not there, and that are there and not expected. */
  readonly missing?: readonly JsonValue[];
  readonly unexpected?: readonly JsonValue[];
  /** What a list has that no expected entry stands for, where it may have more than is expected. */
  readonly present?: readonly JsonValue[];
  /** What an update writes in place of the missing ones. */
  readonly replacements?: readonly JsonValue[];
  /** Why no update writes this: the test would check less. Its whole test stays as it is then. */
  readonly cannotUpdate?: string;
  /** More about it: why a step does not apply, what was probably meant. */
  readonly notes?: readonly string[];
}

/** What makes an expectation true. `path` leads through the expectation as it was, whatever other edits do. */
export type Edit =
  | { readonly kind: "set"; readonly path: Path; readonly value: JsonValue }
  | { readonly kind: "remove"; readonly path: Path }
  /** The list at `path` gets these entries in place of those it has. */
  | { readonly kind: "arrange"; readonly path: Path; readonly entries: readonly ListEntry[] };

export type ListEntry = { readonly kept: number } | { readonly added: JsonValue };

export interface Comparison {
  readonly findings: readonly Finding[];
  readonly edits: readonly Edit[];
}

/** Collects what the comparers of the parts find. */
export interface Collector {
  find(finding: Finding): void;
  edit(edit: Edit): void;
}
