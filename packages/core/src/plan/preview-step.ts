/** One preview, while planning or live in a run: the step type is asked, and its answer is checked. */
import type { Change, JsonObject, PreviewContext, Request, StepType } from "@idle/contract";
import type { Caller } from "../providers/caller.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import { explainMissingMethod } from "../providers/missing-method.ts";
import { checkChanges } from "./check-changes.ts";
import type { Prediction } from "./prediction.ts";
import { buildReadFacade } from "./read-facade.ts";
import type { ReadRecord } from "./read-record.ts";

export interface PreviewParts {
  readonly type: StepType;
  readonly inputs: JsonObject;
  readonly authSessionName: string | null;
  readonly authSessionOptions: JsonObject | null;
  readonly request: Request;
  /** Null for a step without a provider. */
  readonly caller: Caller | null;
  readonly capabilities: CapabilityRegistry;
  readonly prediction: Prediction;
  /** Hears what is read; default: nobody. */
  readonly record?: ReadRecord;
  /** Makes one read of the provider, with whatever patience the caller has. */
  read(call: () => Promise<unknown>): Promise<unknown>;
  warn(message: string): void;
}

/** Null when the type has no preview, says so, or had to read what earlier steps leave unknown. Throws what the step throws. */
export async function previewStep(parts: PreviewParts): Promise<readonly Change[] | null> {
  const { type, caller, prediction, read } = parts;
  if (type.preview === undefined) return null;
  const alias = caller?.entry.alias ?? null;
  const built = buildReadFacade(
    caller === null
      ? null
      : {
          alias: caller.entry.alias,
          methods: parts.capabilities.previewMethods(type),
          prediction,
          read: async (method, args) => {
            const answer = await read(() => caller.call(method, args));
            return parts.record === undefined ? answer : parts.record.note(method.name, args, answer);
          },
        },
  );
  const context: PreviewContext = {
    with: stepInputs(parts.inputs, alias, parts.authSessionName, parts.authSessionOptions),
    provider: built.facade as PreviewContext["provider"],
    request: parts.request,
    earlierChanges: prediction.earlierChanges(),
    warn: (message) => parts.warn(String(message)),
  };
  try {
    const answer: unknown = await type.preview(context);
    return built.isUnknown() ? null : checkChanges(answer, type.type, alias);
  } catch (error) {
    if (built.isUnknown()) return null;
    throw explainMissingMethod(error, { type, phase: "preview", capabilities: parts.capabilities.declared });
  }
}

/** What a step sees as `with`: its inputs and the keys that all types take. */
export function stepInputs(
  inputs: JsonObject,
  alias: string | null,
  authSessionName: string | null,
  authSessionOptions: JsonObject | null,
): PreviewContext["with"] {
  return {
    ...inputs,
    provider: alias ?? "",
    ...(authSessionName === null ? {} : { authSessionName }),
    ...(authSessionOptions === null ? {} : { authSessionOptions }),
  };
}
