/** Why a method of a provider is not there for a step that called it, in words for the step's author. */
import { type AnyCapability, IdleError, type StepType } from "@idle/contract";

export interface MissingMethodParts {
  readonly type: StepType;
  readonly phase: "preview" | "execute";
  /** All that are declared. */
  readonly capabilities: Iterable<AnyCapability>;
}

/**
 * A TypeError about a capability's method that the step was not given becomes DefinitionInvalid, with the TypeError as
 * its cause; anything else stays as it is. What the step was given is not changed for this: what it may not call is not
 * there.
 */
export function explainMissingMethod(error: unknown, { type, phase, capabilities }: MissingMethodParts): unknown {
  const method = calledInVain(error);
  if (method === null) return error;
  const having = [...capabilities].filter(({ methods }) => Object.hasOwn(methods, method));
  const [first] = having;
  if (first === undefined) return error;
  const isWrite = first.methods[method] === "write";
  const { requiredCapabilities: required, previewCapabilities: previewed } = type;
  const given = phase === "preview" ? [...required, ...previewed] : required;
  // It was given the method and broke elsewhere: inside of an object of its own that has one of that name.
  if (having.some(({ id }) => given.includes(id)) && !(phase === "preview" && isWrite)) return error;
  const ids = having.map(({ id }) => id).join(" or ");
  const remedy =
    phase === "execute"
      ? `Its author must put ${ids} into requiredCapabilities.`
      : isWrite
        ? "A preview has only the read methods. Its author must say there what would change, and change it in execute."
        : `Its author must put ${ids} into previewCapabilities, or into requiredCapabilities if execute calls it as well.`;
  const message = `Step type ${type.type} called ${method} in its ${phase}, which it does not have there. ${remedy}`;
  return new IdleError("DefinitionInvalid", message, { cause: error });
}

/** The name in `ctx.provider.getBadge is not a function`. */
function calledInVain(error: unknown): string | null {
  if (!(error instanceof TypeError)) return null;
  return /(?:^|\.)([A-Za-z_$][\w$]*) is not a function$/.exec(error.message)?.[1] ?? null;
}
