import { IdleError } from "@idle/contract";
import { connectorProblem } from "../model/define-connector.ts";
import { type ConnectorScripts, type SlotArguments, type SlotName, slotNames } from "../model/slots.ts";
import type { ScriptAdapter, ScriptSession } from "./script-port.ts";

/**
 * Functions as scripts. `nameOfPackage` is what messages call the place they come from. Throws DefinitionInvalid for what
 * is no connector.
 */
export function createTypeScriptAdapter(scripts: ConnectorScripts, nameOfPackage: string): ScriptAdapter {
  const wrong = connectorProblem(scripts);
  if (wrong !== null) throw new IdleError("DefinitionInvalid", `The connector of ${nameOfPackage} ${wrong}`);
  // Looked at once: what was checked is what is called.
  const functions = new Map<SlotName, Function>();
  for (const slot of slotNames) {
    const script: unknown = Reflect.get(scripts, slot);
    if (typeof script === "function") functions.set(slot, script);
  }
  const nameOf = (slot: SlotName) => `${slot} of ${nameOfPackage}`;
  return {
    nameOf,
    slots: new Set(functions.keys()),
    async close() {},
    async open(): Promise<ScriptSession> {
      return {
        async call<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown> {
          const script = functions.get(slot);
          if (script === undefined) throw new IdleError("Unsupported", `The connector has no script ${nameOf(slot)}.`);
          return Reflect.apply(script, scripts, [args]);
        },
        async close() {},
      };
    },
  };
}
