import type { JsonValue } from "@idle/contract";
import { type SlotName, slotNames } from "../model/slots.ts";
import type { ScriptSource } from "./definition.ts";
import { fieldOf, textOf } from "./read-fields.ts";

/** What stands under `scripts`, in the order of the slots. Blank ones are left out. */
export function readScripts(written: JsonValue | undefined): ReadonlyMap<SlotName, ScriptSource> {
  const found = slotNames.flatMap((slot): [SlotName, ScriptSource][] => {
    const path = textOf(written, slot) ?? "";
    const inline = textOf(fieldOf(written, slot), "inline") ?? "";
    if (path.trim() !== "") return [[slot, { kind: "file", path }]];
    return inline.trim() === "" ? [] : [[slot, { kind: "inline", text: inline }]];
  });
  return new Map(found);
}
