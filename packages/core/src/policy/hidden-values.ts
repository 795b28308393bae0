import type { Change, JsonValue, PolicyStep } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { createRedactor, type Redactor } from "../events/redact.ts";
import { redactChange } from "../plan/planned-step.ts";

/**
 * A redactor for what a policy says of these steps. It is asked with values that a plan hides because of their name, and may
 * repeat them; they are hidden from its words, and from nothing else.
 */
export function learnHidden(steps: readonly PolicyStep[], redactor: Redactor): Pick<Redactor, "text"> {
  const own = createRedactor();
  for (const change of steps.flatMap(({ changes }) => changes ?? [])) {
    const shown = redactChange(change, redactor);
    for (const side of ["before", "after"] as const) learn(change[side], shown[side], own);
  }
  return { text: (text) => redactor.text(own.text(text)) };
}

/** Every text that is there, and is not shown. */
function learn(value: Change["after"], shown: JsonValue | undefined, redactor: Redactor): void {
  if (typeof value === "string" || typeof value === "number") {
    if (value !== shown) redactor.addValue(String(value));
  } else if (Array.isArray(value)) {
    value.forEach((each, index) => {
      learn(each, Array.isArray(shown) ? shown[index] : undefined, redactor);
    });
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) learn(each, isObject(shown) ? shown[key] : undefined, redactor);
  }
}
