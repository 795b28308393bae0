import { errorCodes, isIdleError } from "@idle/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { failureFrom, stateOf } from "./call.ts";

const names = [
  "SyncCycleInProgress",
  "synccycleinprogress",
  "SyncCycleEnabled",
  "AllowedSyncCycleInterval",
  "NextSyncCyclePolicyType",
  "NextSyncCycleStartTimeInUTC",
];
const odd = fc.oneof(
  fc.anything({ withDate: true, withMap: true, withBigInt: true, withNullPrototype: true, withTypedArray: true }),
  fc.constantFrom<unknown>(true, "true", "True", 0, "0", "no", "", null, () => false, Symbol("x"), new Map(), [false]),
  fc.constantFrom<unknown>(false, "false", "FALSE"),
);
const answers = fc.oneof(
  odd,
  fc.dictionary(fc.constantFrom(...names), odd),
  fc.array(fc.dictionary(fc.constantFrom(...names), odd), { maxLength: 2 }),
  fc.array(fc.tuple(fc.constantFrom<unknown>(undefined, null, "", ...names), odd)).map((entries) => new Map(entries)),
);

/** Whether an answer says false of a cycle in progress anywhere near the top. */
function saysFalse(answer: unknown): boolean {
  const objects = Array.isArray(answer) ? answer : [answer];
  return objects.some((object) => {
    if (typeof object !== "object" || object === null) return false;
    const entries: [unknown, unknown][] = object instanceof Map ? [...object] : Object.entries(object);
    return entries.some(
      ([name, value]) =>
        typeof name === "string" &&
        name.toLowerCase() === "synccycleinprogress" &&
        (value === false || (typeof value === "string" && value.trim().toLowerCase() === "false")),
    );
  });
}

it("no answer is taken for Idle that does not say false in so many words", async () => {
  await fc.assert(
    fc.asyncProperty(answers, async (answer) => {
      const { state, inProgress, details } = await stateOf(answer);
      expect(inProgress).toBe(state === "InProgress");
      if (state === "Idle") expect(saysFalse(answer)).toBe(true);
      expect(JSON.parse(JSON.stringify(details))).toEqual(details);
      for (const value of Object.values(details)) expect(String(value).length).toBeLessThanOrEqual(200);
    }),
    { numRuns: 1000 },
  );
});

const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("AAD is busy.", "PSSessionStateBroken", "Access is denied.", "suspended", "80070005", "EPIPE"),
  fc.constantFrom("The password is incorrect.", "TrustedHosts", "error 1326", "HTTP status 503", "Not connected"),
);
const errors = fc.oneof(
  odd,
  texts,
  fc.record(
    { message: odd, name: odd, code: odd, cause: odd, errorRecord: odd, FullyQualifiedErrorId: texts, details: odd },
    { requiredKeys: [] },
  ),
  texts.map((text) => new Error(text)),
);

it("whatever is thrown leaves as an IdleError with a registered code, on one line", async () => {
  await fc.assert(
    fc.asyncProperty(errors, async (thrown) => {
      const error = await failureFrom(thrown);
      if (!isIdleError(error)) return expect.fail("no IdleError");
      expect(Object.keys(errorCodes)).toContain(error.code);
      expect(error.cause).toBe(thrown);
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(error.message.length).toBeLessThan(600);
      expect(error.message.isWellFormed()).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it("a transport that broke is never taken for anything that had no effect", async () => {
  const broken = fc.constantFrom("ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH");
  await fc.assert(
    fc.asyncProperty(broken, fc.array(texts), async (code, said) => {
      const error = await failureFrom(Object.assign(new Error(said.join(" ")), { code }));
      expect(error).toMatchObject({ code: "ConnectionFailed", transient: true });
    }),
  );
});
