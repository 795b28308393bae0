/** PowerShell scripts, as the host knows scripts. In: a definition with scripts. Out: the script port. */
import { dirname } from "node:path";
import type { ScriptsDefinition } from "../scripts/load-scripts.ts";
import type { ScriptAdapter } from "../scripts/script-port.ts";
import type { TimeLimits } from "../scripts/time-of-call.ts";
import { createAgents } from "./agents.ts";
import { metadirectoryExpectations } from "./expectations.ts";
import { hashtableExpectations } from "./hashtable-expectations.ts";
import { createHashtableSession } from "./hashtable-session.ts";
import { openPowerShellSession } from "./powershell-session.ts";
import { readScriptTexts } from "./script-texts.ts";
import { refuseWindowsSettings } from "./windows-settings.ts";

export interface PowerShellAdapterOptions {
  readonly setTimer: TimeLimits["setTimer"];
  /** Where relative paths start from when the definition is no file. */
  readonly workingFolder: string;
}

/** Reads the scripts; nothing is started before the first of them is called. Throws ConnectorInvalid, Unsupported. */
export async function createPowerShellAdapter(
  definition: ScriptsDefinition,
  { setTimer, workingFolder }: PowerShellAdapterOptions,
): Promise<ScriptAdapter> {
  refuseWindowsSettings(definition);
  const texts = await readScriptTexts(definition, workingFolder);
  const folder = definition.path === null ? workingFolder : dirname(definition.path);
  const agents = createAgents({ definition, texts, workingFolder: folder, setTimer });
  const names = new Map(texts.map(({ slot, name }) => [slot, name]));
  const commonModuleName = definition.commonModule?.name ?? null;
  return {
    nameOf: (slot) => names.get(slot) ?? slot,
    slots: new Set(names.keys()),
    async open(kind, listeners = {}) {
      const isStreamed = definition.powerShell.dialect === "hashtables";
      const session = await openPowerShellSession({
        agents,
        kind,
        listeners,
        connector: definition.name,
        commonModuleName,
        expectations: isStreamed ? hashtableExpectations : metadirectoryExpectations,
        setTimer,
        isStreamed,
      });
      return isStreamed ? createHashtableSession(session) : session;
    },
    check: async () => await agents.giveBack(await agents.take()),
    close: () => agents.close(),
  };
}
