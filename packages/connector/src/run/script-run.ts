/** The scripts of one run, from begin to end, or of one call alone: what they get beside their own arguments. */
import { dirname } from "node:path";
import { createRedactor } from "@idle/core";
import type { AnswerContext } from "../answers/answer-context.ts";
import type { RunStepName } from "../definition/definition.ts";
import { resolveParameters } from "../definition/parameters.ts";
import type { ConfigParameters, ConnectorCredential } from "../model/parameters.ts";
import type { SlotArguments, SlotContext, SlotName } from "../model/slots.ts";
import { callScript, type ScriptCall } from "../scripts/call-script.ts";
import { createCommonModule, slotPlace } from "../scripts/common-module.ts";
import { makeConnectorFolder } from "../scripts/own-folder.ts";
import type { ScriptOutput } from "../scripts/script-port.ts";
import type { Internals } from "./internals.ts";

export interface ScriptRunOptions {
  /** Null for scripts that have nothing to do with a partition. */
  readonly partition?: string | null;
  readonly runStep?: RunStepName | null;
  readonly credential?: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
}

type OwnArguments<S extends SlotName> = Omit<SlotArguments[S], keyof SlotContext>;

export interface ScriptRun {
  /** Takes what this run's scripts were given in secret out of a text. */
  redact(text: string): string;
  has(slot: SlotName): boolean;
  /**
   * Calls a script and reads its answer, within its time. `signal` in place of the run's own, for what must still be said
   * after an interrupt.
   */
  call<S extends SlotName, T>(
    slot: S,
    args: OwnArguments<S>,
    read: (answer: unknown, context: AnswerContext) => T | Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Ends the session. Never rejects. */
  close(): Promise<void>;
}

export async function openScriptRun(internals: Internals, options: ScriptRunOptions): Promise<ScriptRun> {
  const { definition, secrets, setTimer, scriptCalls } = internals;
  const { partition = null, runStep = null, credential, signal } = options;
  const adapter = await internals.adapter();
  const resolved = await resolveParameters(definition, { partition, runStep }, secrets, signal);
  const own = credential ?? resolved.credential;
  const configParameters =
    credential === undefined ? resolved.configParameters : withCredential(resolved.configParameters, credential);
  const maFolder = makeConnectorFolder(definition.folder);
  const commonModule = createCommonModule(definition, maFolder);
  const redactor = createRedactor();
  for (const { secureValue } of configParameters.values()) {
    if (secureValue !== undefined) redactor.addValue(secureValue.reveal());
  }
  if (own !== undefined) redactor.addValue(own.password.reveal());
  const globals = new Map<string, unknown>();
  const { onOutput, onError } = internals.listeners;
  const without = (output: ScriptOutput) => ({ ...output, text: redactor.text(output.text) });
  const session = await adapter.open(runStep === null ? "call" : "run", {
    onOutput: onOutput && ((output) => onOutput(without(output))),
    onError: onError && ((output) => onError(without(output))),
  });
  return {
    redact: (text) => redactor.text(text),
    has: (slot) => adapter.slots.has(slot),
    async call(slot, args, read, callSignal = signal) {
      await session.ended?.();
      const path = await commonModule.write(slotPlace(slot));
      const context: Omit<SlotContext, "signal"> = {
        configParameters,
        credential: own,
        definitionFolder: definition.path === null ? process.cwd() : dirname(definition.path),
        maFolder,
        commonModule: path,
        globals,
      };
      return scriptCalls.around((hold) =>
        callScript({
          session: { call: (called, given) => hold(called, session.call(called, given)) },
          adapter,
          slot,
          // Both together are the slot's arguments, which no type can say of a slot that is not known yet.
          args: { ...args, ...context } as unknown as ScriptCall<typeof slot, unknown>["args"],
          connector: definition.name,
          limitMs: definition.limits.scriptSeconds * 1_000,
          setTimer,
          signal: callSignal,
          read,
          redactor,
        }),
      );
    },
    async close() {
      await session.close();
      await commonModule.remove();
    },
  };
}

function withCredential(parameters: ConfigParameters, { userName, password }: ConnectorCredential): ConfigParameters {
  return new Map([
    ...parameters,
    ["Domain", { name: "Domain", value: "" }],
    ["User", { name: "User", value: userName }],
    ["Password", { name: "Password", value: "", secureValue: password }],
  ]);
}
