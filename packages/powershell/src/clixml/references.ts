/** The objects of a document by their RefId, and what a reference to each stands for. */
import { ClixmlError } from "./clixml-error.ts";
import { type Construction, labelOf } from "./construction.ts";
import type { Cost } from "./limits.ts";

interface Referred extends Cost {
  readonly value: unknown;
  /** What it is called as a key. */
  readonly label: string | null;
}

export interface References {
  begin(refId: string | null, object: Construction): void;
  /** `values` and `characters` are what it costs whoever walks the value. */
  finish(refId: string | null, finished: Referred): void;
  /** Of an object that is not finished, its text or null: it would hold itself. Throws ClixmlError where there is none. */
  find(refId: string | null): Referred;
}

export function createReferences(): References {
  const finished = new Map<string, Referred>();
  const begun = new Map<string, Construction>();
  return {
    begin(refId, object) {
      if (refId !== null) begun.set(refId, object);
    },
    finish(refId, referred) {
      if (refId === null) return;
      begun.delete(refId);
      finished.set(refId, referred);
    },
    find(refId) {
      const object = begun.get(refId ?? "");
      if (object !== undefined) {
        const { text } = object;
        return { value: text, label: labelOf(object), values: 1, characters: text?.length ?? 0 };
      }
      const known = finished.get(refId ?? "");
      if (known === undefined) throw new ClixmlError("A reference leads nowhere.");
      return known;
    },
  };
}
