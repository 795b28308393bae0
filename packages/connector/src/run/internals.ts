/** What the operations of an opened connector have in common. */
import type { SecretResolver } from "@idle/core";
import type { Definition } from "../definition/definition.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { ScriptAdapter, ScriptListeners } from "../scripts/script-port.ts";
import type { Naming } from "../space/naming.ts";
import type { ObjectStore } from "../space/object-store.ts";
import type { Space } from "../space/open-space.ts";
import type { RecordStore } from "../space/record-store.ts";
import type { ScriptCalls } from "./script-calls.ts";

export interface Internals {
  readonly definition: Definition;
  readonly naming: Naming;
  readonly space: Space;
  /** Of the connection that writes. */
  readonly objects: ObjectStore;
  readonly records: RecordStore;
  readonly secrets: Pick<SecretResolver, "resolve" | "resolveText">;
  readonly now: () => number;
  readonly setTimer: (milliseconds: number, callback: () => void) => () => void;
  readonly scriptCalls: ScriptCalls;
  /** Hear what scripts say, without secrets. */
  readonly listeners: ScriptListeners;
  /** Loads the scripts when they are first needed. */
  adapter(): Promise<ScriptAdapter>;
  /** As kept; null before the first discovery. */
  index(): SchemaIndex | null;
}

export function timeText({ now }: Pick<Internals, "now">): string {
  return new Date(now()).toISOString();
}
