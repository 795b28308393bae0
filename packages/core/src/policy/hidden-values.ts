import type { Change, JsonValue, PolicyStep } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { createRedactor, type Redactor } from "../events/redact.ts";
import { redactChange } from "../plan/planned-step.ts";

export interface Words extends Pick<Redactor, "text"> {
  /** Whether there is any value that is hidden from them alone. */
  readonly isHiding: boolean;
}

/**
 * A redactor for what a policy says of these steps. It is asked with values that a plan hides because of their name, and may
 * repeat them; they are hidden from its words, and from nothing else.
 */
export function learnHidden(steps: readonly PolicyStep[], redactor: Redactor): Words {
  const own = createRedactor();
  let isHiding = false;
  const hide = (value: string) => {
    isHiding = true;
    own.addValue(value);
  };
  for (const change of steps.flatMap(({ changes }) => changes ?? [])) {
    const shown = redactChange(change, redactor);
    for (const side of ["before", "after"] as const) learn(change[side], shown[side], hide);
  }
  return { isHiding, text: (text) => redactor.text(own.text(text)) };
}

/** Every text that is there, and is not shown. */
function learn(value: Change["after"], shown: JsonValue | undefined, hide: (value: string) => void): void {
  if (typeof value === "string" || typeof value === "number") {
    if (value !== shown) hide(String(value));
  } else if (Array.isArray(value)) {
    value.forEach((each, index) => {
      learn(each, Array.isArray(shown) ? shown[index] : undefined, hide);
    });
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) learn(each, isObject(shown) ? shown[key] : undefined, hide);
  }
}
