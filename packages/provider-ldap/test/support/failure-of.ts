import { inspect } from "node:util";
import { type IdleError, isIdleError } from "@idle/contract";
import { expect } from "vitest";

/** The error of the contract that something ends with. None of `secrets` stands anywhere in it. */
export async function failureOf(work: () => unknown, secrets: readonly string[] = []): Promise<IdleError> {
  const error = await (async () => work())().then(
    (value) => new Error(`It did not fail, but gave ${inspect(value)}`),
    (reason: unknown) => reason,
  );
  if (!isIdleError(error)) throw error;
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
  for (const secret of secrets) expect(shown).not.toContain(secret);
  return error;
}
