import type { JsonObject, JsonValue } from "@idle/contract";
import type { Path } from "./path.ts";
import type { ExpressionProblem } from "./problem.ts";
import type { Slot } from "./template-text.ts";

export interface CompiledTemplates {
  /** As it was written. */
  readonly value: JsonObject;
  readonly placeholders: readonly {
    readonly pointer: string;
    readonly path: Path;
    /** As it was written, braces included. */
    readonly text: string;
    /** Nothing but blanks stands around it. */
    readonly lone: boolean;
  }[];
  readonly problems: readonly ExpressionProblem[];
  /** What to replace; null when nothing is. */
  readonly edits: Branch | null;
}

/** A list or an object in which something is to be replaced. */
export interface Branch {
  readonly kind: "branch";
  readonly source: JsonObject | readonly JsonValue[];
  readonly edits: readonly { readonly key: string; readonly edit: Edit }[];
}

/** A text to be replaced: by the value of one placeholder, or by its parts, joined. */
export interface TextEdit {
  readonly kind: "text";
  readonly pointer: string;
  readonly lone: Slot | null;
  readonly parts: readonly (string | Slot)[];
}

export type Edit = Branch | TextEdit;
