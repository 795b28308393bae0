import { errorCodes, type IdleError, type IdleErrorCode, isIdleError } from "@idle/contract";
import { expect } from "vitest";

/** What a call throws or rejects with; fails when it does neither. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    const answer = call();
    if (typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer) {
      for await (const _ of answer as AsyncIterable<unknown>) {
        // only the end counts
      }
    } else await answer;
  } catch (error) {
    return error;
  }
  return expect.fail("the call succeeded, and should have failed");
}

/** Checks that an error is one of the contract's, with one of these codes. */
export function expectIdleError(error: unknown, ...codes: readonly IdleErrorCode[]): asserts error is IdleError {
  if (!isIdleError(error)) return expect.fail(`the error is no IdleError: ${String(error)}`);
  expect(Object.keys(errorCodes), "a code of the contract").toContain(error.code);
  expect(typeof error.transient, "transient is true or false").toBe("boolean");
  if (codes.length > 0) expect(codes, error.message).toContain(error.code);
}

export async function expectNotFound(call: () => unknown): Promise<void> {
  expectIdleError(await errorOf(call), "NotFound");
}
