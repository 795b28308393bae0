import { format, inspect } from "node:util";
import { IdleError, isIdleError, isSecret, Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";

const clear = "correct horse battery";

describe("Secret", () => {
  it("shows its value to nobody but who asks with reveal()", () => {
    const secret = new Secret(clear);
    const shown = [
      JSON.stringify({ secret }),
      String(secret),
      `${secret}`,
      `${secret}x`,
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ deep: { secret } }, { customInspect: false, showHidden: true }),
      format("%s %o %O %j", secret, secret, secret, secret),
      JSON.stringify(structuredClone({ ...secret })),
      inspect(new IdleError("Busy", `with ${secret}`, { cause: secret })),
    ].join("\n");
    expect(shown).not.toContain(clear);
    expect(secret.reveal()).toBe(clear);
  });

  it("is recognised by its brand, across copies of this package", async () => {
    expect(isSecret(new Secret("x"))).toBe(true);
    const foreign = { [Symbol.for("@idle/contract/Secret")]: true, reveal: () => "x" };
    expect(isSecret(foreign)).toBe(true);
    for (const other of [
      null,
      undefined,
      "x",
      {},
      { reveal: () => "x" },
      { [Symbol.for("@idle/contract/Secret")]: true },
    ]) {
      expect(isSecret(other)).toBe(false);
    }
  });

  it("refuses what is no text, and reveals nothing for an impostor", () => {
    expect(() => new Secret(42 as never)).toThrow(TypeError);
    expect(() => Secret.prototype.reveal.call({})).toThrow(TypeError);
  });
});

describe("IdleError", () => {
  it("carries code, details, transient and cause", () => {
    const cause = new Error("inner");
    const error = new IdleError("Busy", "The server is busy.", {
      details: { server: "a" },
      transient: true,
      retryAfterMs: 5,
      cause,
    });
    expect(error).toMatchObject({
      name: "IdleError",
      code: "Busy",
      details: { server: "a" },
      transient: true,
      retryAfterMs: 5,
      cause,
    });
    expect(new IdleError("Busy", "x")).toMatchObject({ transient: false, details: undefined, retryAfterMs: undefined });
  });

  it("ignores a wait that makes no sense", () => {
    for (const retryAfterMs of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(new IdleError("Busy", "x", { retryAfterMs }).retryAfterMs).toBeUndefined();
    }
  });

  it("is recognised by its brand, and hostile objects do no harm", () => {
    expect(isIdleError(new IdleError("Busy", "x"))).toBe(true);
    expect(isIdleError(new IdleError("Busy", "x"), "Timeout")).toBe(false);
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    for (const other of [
      null,
      "Busy",
      new Error("x"),
      { code: "Busy", message: "x" },
      { [Symbol.for("@idle/contract/IdleError")]: true },
      hostile,
    ]) {
      expect(isIdleError(other)).toBe(false);
    }
  });
});
