import { isIdleError } from "@idle/contract";
import { expect } from "vitest";
import type { AnswerContext } from "../../src/answers/answer-context.ts";
import type { SlotName } from "../../src/model/slots.ts";

export function contextOf(slot: SlotName): AnswerContext {
  return { connector: "HR", slot, script: `${slot} of @acme/hr` };
}

/** The message of the PluginAnswerInvalid that the work throws, which says whose answer it was. */
export function refusal(slot: SlotName, work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!isIdleError(error, "PluginAnswerInvalid")) throw error;
    expect(error.message).toContain(`The script ${slot} of the connector HR (${slot} of @acme/hr) returned `);
    expect(error.details).toEqual({ connector: "HR", slot, script: `${slot} of @acme/hr` });
    return error.message;
  }
  throw new Error("Nothing was refused.");
}

/** Objects that fight back when they are looked at. */
export const hostileObjects: readonly (readonly [string, unknown])[] = [
  [
    "a getter that throws",
    Object.defineProperty({}, "code", {
      enumerable: true,
      get() {
        throw new Error("secret of a getter");
      },
    }),
  ],
  [
    "a proxy that throws at everything",
    new Proxy(
      {},
      {
        get() {
          throw new Error("secret of a proxy");
        },
        ownKeys() {
          throw new Error("secret of a proxy");
        },
        has() {
          throw new Error("secret of a proxy");
        },
      },
    ),
  ],
];
