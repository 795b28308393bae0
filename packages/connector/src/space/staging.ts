import type { CsValue } from "../model/value.ts";

/** How an object is named: by its distinguished name, or by its anchor (one value, or one for each anchor attribute). */
export type ObjectName =
  | { readonly dn: string }
  | { readonly objectType: string; readonly anchor: Readonly<Record<string, CsValue>> };

/** What somebody wants of an object; the difference to what is known becomes a pending export. */
export type StagedChange =
  | {
      readonly action: "add";
      readonly objectType: string;
      /** Needed where objects have names. */
      readonly dn?: string;
      /** Anchors included, as far as the system does not make them. */
      readonly attributes: Readonly<Record<string, readonly CsValue[]>>;
    }
  | {
      readonly action: "update";
      readonly object: ObjectName;
      /** What is not named stays; an empty list clears. */
      readonly attributes?: Readonly<Record<string, readonly CsValue[]>>;
      readonly newDn?: string;
    }
  | { readonly action: "delete"; readonly object: ObjectName };

/** Whatever is staged for an object and was never sent is wanted no more. */
export interface Unstaging {
  readonly action: "unstage";
  readonly object: ObjectName;
}

/** An object as the space has it. */
export interface SpaceObject {
  readonly objectType: string;
  /** Null where objects have no names. */
  readonly dn: string | null;
  /** Null as long as the system has not told it. */
  readonly anchor: Readonly<Record<string, CsValue>> | null;
  readonly partition: string | null;
  /** What the last import saw; null for what none has seen yet. */
  readonly imported: ReadonlyMap<string, readonly CsValue[]> | null;
  /** With what was exported since and went well; null for what is not there, as far as is known. */
  readonly current: ReadonlyMap<string, readonly CsValue[]> | null;
  readonly state:
    | "imported"
    | "pendingAdd"
    | "pendingUpdate"
    | "pendingDelete"
    | "awaitingConfirmation"
    | "outcomeUnknown";
}
