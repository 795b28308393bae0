/** Starts PowerShells that host a connector's scripts, and keeps one warm for scripts that run alone. */
import { IdleError, type JsonValue } from "@idle/contract";
import { startPowerShell } from "@idle/powershell";
import type { Definition } from "../definition/definition.ts";
import type { SlotName } from "../model/slots.ts";
import { makeCacheFolder } from "../scripts/own-folder.ts";
import type { TimeLimits } from "../scripts/time-of-call.ts";
import { type AgentChannel, openAgent } from "./agent-channel.ts";
import type { ScriptText } from "./script-texts.ts";

export interface AgentsOptions {
  readonly definition: Pick<Definition, "name" | "folder" | "powerShell" | "connectivity" | "problem">;
  readonly texts: readonly ScriptText[];
  /** Where PowerShell works: where the definition stands. */
  readonly workingFolder: string;
  readonly setTimer: TimeLimits["setTimer"];
}

export interface Agents {
  /** A fresh one. All scripts are parsed in it. Throws ConnectorInvalid for those that do not, RemoteExecutionFailed, Timeout. */
  start(): Promise<AgentChannel>;
  /** The warm one, or a fresh one. */
  take(): Promise<AgentChannel>;
  /** Keeps it warm for the next one who takes it, for some minutes. */
  giveBack(agent: AgentChannel): Promise<void>;
  /** Says goodbye, and ends it where it does not go. Never rejects. */
  dismiss(agent: AgentChannel): Promise<void>;
  close(): Promise<void>;
}

/** What scripts find each other's texts under: some keep data in one that is not run, or read what the schema says. */
const parameterNames: Readonly<Record<SlotName, string>> = {
  validation: "Validation Script",
  schema: "Schema Script",
  partition: "Partition Script",
  hierarchy: "Hierarchy Script",
  beginImport: "Begin Import Script",
  importData: "Import Script",
  endImport: "End Import Script",
  beginExport: "Begin Export Script",
  exportData: "Export Script",
  endExport: "End Export Script",
  password: "Password Extension Script",
};

const startTimeoutMs = 120_000;
const goodbyeMs = 5_000;
const warmMs = 300_000;

export function createAgents({ definition, texts, workingFolder, setTimer }: AgentsOptions): Agents {
  const { executable, dialect } = definition.powerShell;
  const all = new Set<AgentChannel>();
  let warm: AgentChannel | null = null;
  let cancelWarm: () => void = () => undefined;
  let isClosed = false;

  async function start(): Promise<AgentChannel> {
    if (isClosed) throw new IdleError("NotReady", `The connector ${definition.name} is closed.`);
    const channel = await startPowerShell({ executable, workingFolder });
    let isLate = false;
    const cancel = setTimer(startTimeoutMs, () => {
      isLate = true;
      void channel.kill();
    });
    try {
      const agent = await openAgent(channel, {
        name: executable,
        cacheFolder: makeCacheFolder(definition.folder),
        setTimer,
      });
      all.add(agent);
      const { signedScriptsOnly } = definition.connectivity;
      const scripts = texts.map(({ slot, text, file, bytes }) => ({
        slot,
        text,
        file,
        parameter: parameterNames[slot],
        // What is looked at is what is run, whatever stands in the file meanwhile.
        ...(signedScriptsOnly && { bytes: Buffer.from(bytes).toString("base64") }),
      }));
      agent.send({ t: "scripts", dialect, scripts });
      const { errors } = await agent.receive();
      if (!Array.isArray(errors) || errors.length === 0) return agent;
      await dismiss(agent);
      throw doesNotParse(errors);
    } catch (error) {
      if (!isLate) throw error;
      throw new IdleError("Timeout", `${executable} did not start within ${startTimeoutMs / 1_000} seconds.`, {
        transient: true,
      });
    } finally {
      cancel();
    }
  }

  function doesNotParse(
    errors: readonly { slot?: unknown; message?: unknown; line?: unknown; column?: unknown }[],
  ): IdleError {
    const found = errors.map(({ slot, message, line, column }) => {
      const name = texts.find((each) => each.slot === slot)?.name ?? String(slot);
      return {
        slot: String(slot),
        words: `${name}:${line}:${column}: ${String(message).replace(/\s*\r?\n\s*/g, " ")}`,
      };
    });
    const diagnostics: JsonValue[] = found.map(({ slot, words }) => ({
      ...definition.problem("ScriptNotParsed", `/scripts/${slot}`, words),
    }));
    const message = `No script of the connector ${definition.name} was run. ${found.map(({ words }) => words).join(" ")}`;
    return new IdleError("ConnectorInvalid", message, { details: { diagnostics } });
  }

  async function dismiss(agent: AgentChannel): Promise<void> {
    all.delete(agent);
    if (agent.isAlive) {
      const over = Promise.withResolvers<void>();
      const cancel = setTimer(goodbyeMs, over.resolve);
      agent.send({ t: "bye" });
      await Promise.race([agent.receive().catch(() => undefined), over.promise]);
      cancel();
    }
    await agent.end();
  }

  return {
    start,
    dismiss,
    async take() {
      cancelWarm();
      const agent = warm;
      warm = null;
      if (agent?.isAlive !== true) return await start();
      agent.hold(true);
      return agent;
    },
    async giveBack(agent) {
      if (!agent.isAlive || isClosed || warm !== null) {
        await dismiss(agent);
        return;
      }
      agent.hold(false);
      warm = agent;
      cancelWarm = setTimer(warmMs, () => {
        if (warm === agent) warm = null;
        void dismiss(agent);
      });
    },
    async close() {
      isClosed = true;
      cancelWarm();
      warm = null;
      await Promise.all([...all].map(dismiss));
    },
  };
}
