/** Which elements there are, and in which others each may stand ([MS-PSRP] 2.2.5.2). */
import { ClixmlError } from "./clixml-error.ts";
import { scalars } from "./scalars.ts";

export type ElementKind =
  | "document"
  | "scalar"
  | "reference"
  | "object"
  | "text"
  | "types"
  | "type"
  | "knownTypes"
  | "members"
  | "list"
  | "dictionary"
  | "entry"
  | "ignored";

interface Grammar {
  readonly kind: ElementKind;
  /** The kinds of elements it may stand in; null is none, for the root. */
  readonly parents: ReadonlySet<ElementKind | null>;
}

const holders: readonly ElementKind[] = ["document", "members", "list", "entry"];

const grammar: ReadonlyMap<string, Grammar> = new Map([
  ...[...scalars.keys()].map((name) => rule(name, "scalar", ...holders, "object")),
  rule("Ref", "reference", ...holders),
  rule("Obj", "object", ...holders),
  rule("Objs", "document", null),
  rule("ToString", "text", "object"),
  rule("TN", "types", "object"),
  rule("T", "type", "types"),
  rule("TNRef", "knownTypes", "object"),
  rule("Props", "members", "object"),
  // One in another is a set of members, by which PowerShell keeps notes about an object.
  rule("MS", "members", "object", "members"),
  ...["LST", "IE", "QUE", "STK"].map((name) => rule(name, "list", "object")),
  rule("DCT", "dictionary", "object"),
  rule("En", "entry", "dictionary"),
]);

interface Parent {
  readonly element: string;
  readonly kind: ElementKind;
}

/** Throws ClixmlError for an element that is not known, or may not stand in its parent. */
export function kindOfElement(element: string, parent: Parent | undefined): ElementKind {
  if (parent?.kind === "ignored" || parent?.element === "PR") return "ignored";
  const found = grammar.get(element);
  if (found === undefined) throw new ClixmlError("The document has an element that is not known.");
  if (!found.parents.has(parent?.kind ?? null))
    throw new ClixmlError("The document has an element in the wrong place.");
  return found.kind;
}

function rule(name: string, kind: ElementKind, ...parents: readonly (ElementKind | null)[]): [string, Grammar] {
  return [name, { kind, parents: new Set(parents) }];
}
