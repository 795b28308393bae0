/** What holds for a step on every starting point. */
import { inspect } from "node:util";
import { type Change, IdleError, isSecret, type StepType } from "@idle/contract";
import { openChanges } from "@idle/core";
import { expect } from "vitest";
import { executeStep, previewStep, type RunStepOptions } from "../run-step/run-step.ts";
import { type StepCase, start } from "./case.ts";
import { expectChange } from "./expect-change.ts";
import { expectConfirmed } from "./expect-confirmed.ts";
import { type WatchedCall, watchProvider } from "./watched-provider.ts";

interface CaseCheck {
  readonly id: string;
  readonly says: string;
  run(step: StepType, each: StepCase): Promise<void>;
}

export const caseChecks: readonly CaseCheck[] = [
  {
    id: "preview/reads-only",
    says: "previews without a write",
    async run(step, each) {
      const { options, calls } = await watched(each);
      await previewStep(step, options);
      expect(calls.filter(({ kind }) => kind === "write")).toEqual([]);
    },
  },
  {
    id: "preview/repeats",
    says: "previews the same on the same state, to the byte",
    async run(step, each) {
      const options = await start(each);
      const first = JSON.stringify(await previewStep(step, options));
      expect(JSON.stringify(await previewStep(step, options))).toBe(first);
      expect(JSON.stringify(await previewStep(step, await start(each)))).toBe(first);
    },
  },
  {
    id: "preview/changes",
    says: "previews well-formed changes on its own provider",
    async run(step, each) {
      const { changes } = await previewStep(step, await start(each));
      for (const change of changes ?? []) expectChange(change, each.alias ?? step.defaultProvider ?? "");
    },
  },
  {
    id: "preview/errors",
    says: "lets a failing read through",
    async run(step, each) {
      const error = new IdleError("ConnectionFailed", "The line is cut.", { transient: true });
      const { options, calls } = await watched(each, "read", error);
      if (await wouldCall("read", each, (own) => previewStep(step, own))) {
        await expect(previewStep(step, options)).rejects.toBe(error);
        expect(calls).not.toEqual([]);
      }
    },
  },
  {
    id: "execute/keeps-word",
    says: "changes something exactly when the preview says so",
    async run(step, each) {
      const options = await start(each);
      const { changes } = await previewStep(step, options);
      const { outcome } = await executeStep(step, options);
      if (changes === null) return;
      // What the system refused was to be changed, and is not.
      const isChange = isAct(changes) || openChanges(changes, outcome.left).length > 0;
      const said = `the preview says that ${isChange ? "something" : "nothing"} changes${outcome.left === undefined ? "" : " but what is left"}, and execute answers changed: ${outcome.changed}; look at what is there first, and answer whether it had to change`;
      expect(outcome.changed, said).toBe(isChange);
    },
  },
  {
    id: "execute/confirmed",
    says: "leaves nothing to do for the preview that the engine asks afterwards",
    async run(step, each) {
      const options = await start(each);
      const { outcome } = await executeStep(step, options);
      await expectConfirmed(step, options, outcome);
    },
  },
  {
    id: "execute/idempotent",
    says: "changes nothing when it is executed once more",
    async run(step, each) {
      const options = await start(each);
      const { changes } = await previewStep(step, options);
      await executeStep(step, options);
      if (step.idempotent !== true || step.isAct === true) return;
      const { outcome } = await executeStep(step, options);
      const again =
        "executed a second time, the step answers that it changed something; answer changed: false where all is as it should be";
      if (!isAct(changes)) expect(outcome.changed, again).toBe(false);
    },
  },
  {
    id: "execute/errors",
    says: "lets a failing write through",
    async run(step, each) {
      const error = new IdleError("Busy", "Not now.", { transient: true });
      const { options, calls } = await watched(each, "write", error);
      if (await wouldCall("write", each, (own) => executeStep(step, own))) {
        await expect(executeStep(step, options)).rejects.toBe(error);
        expect(calls.filter(({ kind }) => kind === "write")).toHaveLength(1);
      }
    },
  },
  {
    id: "execute/answer",
    says: "answers with data, and with secrets only as sealed outputs",
    async run(step, each) {
      const { outcome } = await executeStep(step, await start(each));
      const { changed, outputs = {}, sealedOutputs = {}, left = [], ...others } = outcome;
      expect(typeof changed).toBe("boolean");
      expect(others).toEqual({});
      expect(JSON.parse(JSON.stringify(outputs)), "plain data").toStrictEqual(outputs);
      expect(JSON.parse(JSON.stringify(left)), "plain data").toStrictEqual(left);
      for (const value of Object.values(sealedOutputs)) expect(isSecret(value)).toBe(true);
    },
  },
  {
    id: "execute/secrets",
    says: "shows no secret in changes, warnings, outputs or events",
    async run(step, each) {
      const options = await start(each);
      const preview = await previewStep(step, options);
      const { outcome, events } = await executeStep(step, options);
      const sealed = Object.values(outcome.sealedOutputs ?? {}).map((secret) => secret.reveal());
      const shown = inspect([preview, outcome, events], { depth: null, showHidden: true, maxStringLength: null });
      for (const secret of [...(each.secrets ?? []), ...sealed]) expect(shown.includes(secret)).toBe(false);
    },
  },
];

/** An act is done again each time; nobody can read whether it was. */
function isAct(changes: readonly Change[] | null): boolean {
  return changes?.some(({ action }) => action === "invoke") === true;
}

/** The case on a watched provider; the first call of the kind `failing` throws. */
async function watched(each: StepCase, failing?: WatchedCall["kind"], error?: IdleError) {
  const options = await start(each);
  const calls: WatchedCall[] = [];
  if (options.provider === undefined) return { options, calls };
  const provider = watchProvider(options.provider, each.capabilities, (call) => {
    calls.push(call);
    if (call.kind === failing) throw error;
  });
  return { options: { ...options, provider }, calls };
}

async function wouldCall(
  kind: WatchedCall["kind"],
  each: StepCase,
  run: (options: RunStepOptions) => Promise<unknown>,
): Promise<boolean> {
  const { options, calls } = await watched(each);
  await run(options);
  return calls.some((call) => call.kind === kind);
}
