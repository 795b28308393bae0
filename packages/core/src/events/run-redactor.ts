import { createRedactor } from "./redact.ts";
import type { Redactor } from "./redactor.ts";

/** A redactor of the host's, of which the engine wants only that it listens. */
export type SecretListener = Pick<Redactor, "addValue">;

/** The redactor of one plan or run. What it learns, the host's redactor is told as well. */
export function createRunRedactor({
  redactNames,
  hostRedactor,
}: {
  readonly redactNames: readonly string[];
  readonly hostRedactor?: SecretListener | undefined;
}): Redactor {
  const redactor = createRedactor({ names: redactNames });
  if (hostRedactor === undefined) return redactor;
  return {
    ...redactor,
    addValue(value) {
      redactor.addValue(value);
      hostRedactor.addValue(value);
    },
  };
}
