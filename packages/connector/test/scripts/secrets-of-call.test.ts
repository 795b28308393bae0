/** Secrets in what scripts throw: none gets out, neither in the message nor in the cause. */
import { inspect } from "node:util";
import { IdleError, Secret } from "@idle/contract";
import { createRedactor } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrongAnswer } from "../../src/answers/answer-context.ts";
import { ConnectorException } from "../../src/model/exceptions.ts";
import type { SlotContext } from "../../src/model/slots.ts";
import { callOne, credentialSecret, parameterSecret, thrownBy } from "./call.ts";

/** Everything that can be seen of an error. */
function seen(error: unknown): string {
  const parts: string[] = [];
  for (let each = error; each !== undefined && each !== null; each = Object(each).cause) {
    parts.push(inspect(each, { depth: 10, showHidden: true }), String(Object(each).stack), JSON.stringify(each) ?? "");
  }
  return parts.join("\n");
}

const thrown = (make: (args: SlotContext) => unknown, more = {}) =>
  thrownBy(
    callOne(
      (args) => {
        throw make(args);
      },
      { more },
    ),
  );

describe("a secret in what a script throws", () => {
  const carriers: readonly (readonly [string, (secret: string) => unknown])[] = [
    ["a message", (secret) => new Error(`login with ${secret} failed`)],
    ["a text", (secret) => `login with ${secret} failed`],
    ["a cause", (secret) => new Error("failed", { cause: new Error(`with ${secret}`) })],
    ["a property", (secret) => Object.assign(new Error("failed"), { request: { password: secret } })],
    ["a property with another name", (secret) => Object.assign(new Error("failed"), { url: `https://x/?k=${secret}` })],
    ["a hidden property", (secret) => Object.defineProperty(new Error("failed"), "url", { value: secret })],
    ["a symbol", (secret) => Object.assign(new Error("failed"), { [Symbol("s")]: secret })],
    [
      "a getter",
      (secret) => Object.defineProperty(new Error("failed"), "url", { get: () => secret, enumerable: true }),
    ],
    ["a name", (secret) => Object.assign(new Error("failed"), { name: secret })],
    [
      "a stack",
      (secret) => Object.assign(new Error("failed"), { stack: `Error: failed\n    at ${secret} (/x.js:1:1)` }),
    ],
    ["a stack that is no text", (secret) => Object.assign(new Error("failed"), { stack: { secret } })],
    ["details", (secret) => new IdleError("NotReady", "failed", { details: { url: secret } })],
    ["an IdleError", (secret) => new IdleError("NotReady", `failed with ${secret}`)],
    ["an exception", (secret) => new ConnectorException("ServerDown", `failed with ${secret}`)],
    ["an object", (secret) => ({ message: "failed", why: { secret } })],
    ["a list", (secret) => ["failed", secret]],
    ["several errors", (secret) => new AggregateError([new Error(secret)], "failed")],
  ];

  it.each(carriers)("does not get out by %s", async (_, carry) => {
    for (const secret of [parameterSecret, credentialSecret]) {
      const error = await thrown(() => carry(secret));
      expect(error).toBeInstanceOf(IdleError);
      expect(seen(error)).not.toContain(secret);
    }
  });

  it("is hidden where it stands; the rest of the words stay", async () => {
    const error = await thrown(() => new Error(`login with ${parameterSecret} failed`));
    expect(Object(error).message).toContain("login with [REDACTED] failed");
    expect(Object(error).cause).toMatchObject({ name: "Error", message: "login with [REDACTED] failed" });
    expect(Object(error).cause.stack).toContain("secrets-of-call.test.ts");
  });

  it("is known also when the script revealed it itself", async () => {
    const error = await thrown(() => new Error(`with ${new Secret("made-by-the-script").reveal()}`));
    expect(seen(error)).not.toContain("made-by-the-script");
  });

  it("is known among the passwords of a password script", async () => {
    const passwords = { newPassword: new Secret("new-password-9"), oldPassword: new Secret("old-password-8") };
    const error = await thrown(() => new Error("from old-password-8 to new-password-9"), passwords);
    expect(Object(error).message).toContain("from [REDACTED] to [REDACTED]");
  });

  it("is known from earlier calls of the run, where they share what they know", async () => {
    const redactor = createRedactor();
    await callOne(() => void new Secret("token-of-the-session").reveal(), { redactor });
    const fail = () => {
      throw new Error("token-of-the-session");
    };
    expect(seen(await thrownBy(callOne(fail, { redactor })))).not.toContain("token-of-the-session");
  });

  it("is hidden in a refusal of an answer that repeats it", async () => {
    const read = (answer: unknown, context: Parameters<typeof wrongAnswer>[0]) => {
      throw wrongAnswer(context, `${JSON.stringify(answer)} as code`, "Mend it.");
    };
    const error = await thrownBy(callOne(() => `x ${parameterSecret} x`, { read }));
    expect(error).toMatchObject({ code: "PluginAnswerInvalid" });
    expect(seen(error)).not.toContain(parameterSecret);
  });

  it("does not get out of entries either", async () => {
    const read = async (_: unknown, { entries }: Parameters<typeof wrongAnswer>[0]) => {
      const list = (function* () {
        yield 1;
        throw new Error(parameterSecret);
      })();
      for await (const _entry of entries?.(list) ?? []);
    };
    expect(seen(await thrownBy(callOne(() => 1, { read })))).not.toContain(parameterSecret);
  });

  it("does not get out, whatever stands around it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
        const error = await thrown(() => new Error(`${before}${credentialSecret}${after}`));
        expect(seen(error)).not.toContain(credentialSecret);
      }),
      { numRuns: 50 },
    );
  });

  it("and an error without one stays the very same cause", async () => {
    const own = new Error("nothing to hide", { cause: new RangeError("inner") });
    const error = await thrown(() => own);
    expect(Object(error).cause).toBe(own);
  });
});
