import { defineStep, isIdleError, type StepOutcome } from "@idle/contract";
import { createKnownSchedulers } from "./cycle/known-schedulers.ts";
import { optionsOf, type SyncContext } from "./cycle/options.ts";
import { type Part, takePart } from "./cycle/take-part.ts";
import { validators } from "./generated/validators.ts";
import { isDisabled, whyNotReady } from "./scheduler-facts.ts";
import { triggerDirectorySyncSchema } from "./schemas/trigger-directory-sync.ts";

const type = "IdLE.Step.TriggerDirectorySync";

/** An act: each run that needs a cycle gets one that began after its own changes, its own or one it shares. */
export const triggerDirectorySync = defineStep({
  type,
  description:
    "Triggers a cycle of the directory synchronisation, so that the run's changes reach the cloud, and waits for its end if asked to. Runs that need one at the same time share it.",
  example: { policyType: "Delta", when: "Changed", wait: true, timeoutSeconds: 600, pollIntervalSeconds: 10 },
  with: triggerDirectorySyncSchema,
  validate: validators[type],
  defaultProvider: "DirectorySync",
  defaultAuthSessionName: "DirectorySync",
  isAct: true,
  requiredCapabilities: ["IdLE.DirectorySync.Trigger", "IdLE.DirectorySync.Status"],

  async preview({ with: inputs, provider, earlierChanges, warn }) {
    const isConditional = optionsOf(inputs).when === "Changed";
    if (isConditional && earlierChanges === "none") return [];
    const state = await provider.getSyncCycleState();
    const obstacle = whyNotReady(state);
    if (obstacle !== null) warn(obstacle);
    if (isDisabled(state)) warn("The sync scheduler is disabled. A cycle can be triggered, but none runs by itself.");
    if (isConditional && earlierChanges === "unknown") return null;
    const target = { provider: inputs.provider, identityKey: "" };
    return [{ action: "invoke", target, path: "sync", before: state.state }];
  },

  async execute(ctx) {
    const options = optionsOf(ctx.with);
    if (options.when === "Changed" && ctx.earlierChanges === "none") return { changed: false, outputs: {} };
    const schedulers = ctx.shared(type, createKnownSchedulers);
    const startedAt = schedulers.beginning(ctx.idempotencyKey, ctx.now());
    try {
      const part = await takePart(ctx, options, schedulers.of(ctx.system, ctx.machineState), startedAt);
      schedulers.forget(ctx.idempotencyKey);
      return outcomeOf(part, ctx);
    } catch (error) {
      const { code, message, transient } = isIdleError(error) ? error : { ...unexpected, message: String(error) };
      if (!transient) schedulers.forget(ctx.idempotencyKey);
      if (!ctx.signal.aborted) ctx.emit("DirectorySyncFailed", message, { code });
      throw error;
    }
  },
});

const unexpected = { code: "UnexpectedError", transient: false } as const;

function outcomeOf({ kind, policyType, isShared, isConfirmed }: Part, ctx: SyncContext): StepOutcome {
  if (isConfirmed === true) {
    const what = kind === "Joined" ? "The sync cycle that was running has ended." : "The sync cycle has ended.";
    ctx.emit("DirectorySyncCompleted", what, { confirmed: true });
  } else if (isConfirmed === false) {
    ctx.emit(
      "DirectorySyncUnconfirmed",
      "A sync cycle was triggered, but the scheduler was idle all the time since: nothing shows that it has run.",
      { confirmed: false },
    );
  }
  return {
    changed: kind === "Triggered",
    outputs: {
      triggered: kind === "Triggered",
      ...(kind === "Joined" ? { joined: true } : { policyType, shared: isShared }),
      ...(isConfirmed === null ? {} : { confirmed: isConfirmed }),
    },
  };
}
