import { defineStep, type JsonObject } from "@idle/contract";
import { validators } from "./generated/validators.ts";
import { emitEventSchema } from "./schemas/emit-event.ts";

/** Emits one event of type `Custom`. Among the failure steps its data tells what failed. */
export const emitEvent = defineStep({
  type: "IdLE.Step.EmitEvent",
  description: "Emits an event of type Custom: a note for whoever follows the run. Changes nothing in any system.",
  example: {
    message: "{{Request.LifecycleEvent}} of {{Request.IdentityKeys.sAMAccountName}} is done",
    data: { queue: "service-desk" },
  },
  with: emitEventSchema,
  validate: validators["IdLE.Step.EmitEvent"],
  idempotent: true,
  preview: () => [],
  execute({ with: inputs, emit, failure }) {
    const data = {
      ...(inputs.data as JsonObject | undefined), // inputs are JSON by the time a step sees them
      ...(failure === undefined ? {} : { failure: { ...failure } }),
    };
    emit("Custom", inputs.message ?? "Custom event", Object.keys(data).length === 0 ? undefined : data);
    return { changed: false };
  },
});
