/** Specification 2.7: factories, and how long their sessions live. */
import { type CommandSession, IdleError, Secret, type Session } from "@idle/contract";
import { createAuthSessionBroker, type SessionFactory } from "@idle/core";
import { describe, expect, it } from "vitest";
import { errorOf } from "../support/product.ts";

const credential = (extra: object = {}) => ({ userName: "svc", password: new Secret("hunter2-hunter2"), ...extra });
const secrets = { resolve: async (reference: string) => new Secret(`value-of-${reference}`) };
const match = { name: "AD" };

function brokerOf(session: SessionFactory | Session, type?: "OAuth" | "Command" | "Credential") {
  return createAuthSessionBroker({ sessions: [{ match, session, ...(type && { type }) }], secrets });
}
function deferred<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { promise, resolve, reject };
}

describe("a factory's session", () => {
  it("is made when it is needed, once for all who ask, and used again", async () => {
    let calls = 0;
    const door = deferred<Session>();
    const broker = brokerOf(() => {
      calls += 1;
      return door.promise;
    });
    expect(calls).toBe(0);
    const asked = Array.from({ length: 5 }, () => broker.acquireAuthSession("AD"));
    door.resolve(credential());
    const got = await Promise.all([...asked, broker.acquireAuthSession("AD")]);
    expect(calls).toBe(1);
    expect(new Set(got).size).toBe(1);
    expect(await broker.acquireAuthSession("AD")).toBe(got[0]);
  });

  it("that has expired is made anew, once for all who ask, and closed after its successor is there", async () => {
    const log: string[] = [];
    let isOld = false;
    const door = deferred<void>();
    let calls = 0;
    const broker = brokerOf(async () => {
      calls += 1;
      const own = calls;
      if (own === 2) await door.promise;
      log.push(`made ${own}`);
      return credential({ own, isExpired: () => own === 1 && isOld, close: () => void log.push(`closed ${own}`) });
    });
    const first = await broker.acquireAuthSession("AD");
    expect(await broker.acquireAuthSession("AD")).toBe(first);
    isOld = true;
    const again = [1, 2, 3].map(() => broker.acquireAuthSession("AD"));
    door.resolve();
    const renewed = await Promise.all(again);
    expect(new Set(renewed).size).toBe(1);
    expect(renewed[0]).not.toBe(first);
    await broker.close();
    expect(log).toEqual(["made 1", "made 2", "closed 1", "closed 2"]);
  });

  it("that cannot say counts as expired; one that is expired at once is handed out all the same", async () => {
    let calls = 0;
    const isExpired = () => {
      throw new Error("no clock");
    };
    const broker = brokerOf(() => {
      calls += 1;
      return credential({ isExpired });
    });
    await Promise.all([1, 2, 3].map(() => broker.acquireAuthSession("AD")));
    expect(calls).toBe(1);
    await broker.acquireAuthSession("AD");
    expect(calls).toBe(2);
  });

  it("that failed is asked for again by the next call", async () => {
    let calls = 0;
    const broker = brokerOf(() => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error("vault is down"), { transient: true });
      return credential();
    });
    const [first, second] = await Promise.all([1, 2].map(() => errorOf(broker.acquireAuthSession("AD"))));
    expect(first).toBe(second);
    expect(first).toMatchObject({
      code: "SessionFailed",
      transient: true,
      message: 'The entry for { name: "AD" } gave no session: vault is down',
      cause: { message: "vault is down" },
    });
    await expect(broker.acquireAuthSession("AD")).resolves.toBeDefined();
  });

  it("fails as the factory puts it when that is an IdleError", async () => {
    const own = new IdleError("PermissionDenied", "Not you.");
    expect(await errorOf(brokerOf(() => Promise.reject(own)).acquireAuthSession("AD"))).toBe(own);
  });

  it.each<[string, unknown, "OAuth" | undefined, string, RegExp]>([
    ["nothing", undefined, undefined, "SessionFailed", /gives no session/],
    ["a text", "token", "OAuth", "SessionFailed", /gives no session/],
    ["an object that is none", {}, undefined, "SessionFailed", /gives no session/],
    ["a session of another type", credential(), "OAuth", "SessionTypeMismatch", /OAuth.*Credential/],
    [
      "one that states another type",
      { type: "Command", getAccessToken() {} },
      "OAuth",
      "SessionTypeMismatch",
      /Command/,
    ],
    ["one of two shapes", { getAccessToken() {}, invokeCommand() {} }, undefined, "SessionFailed", /states its type/],
  ])("must be a session of its type: %s", async (_, given, type, code, words) => {
    const error = await errorOf(brokerOf(() => given as Session, type).acquireAuthSession("AD"));
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(error.message).toContain('The entry for { name: "AD" }');
  });
});

describe("a session of the host's", () => {
  it("is handed out as it is, expired or not, and never closed", async () => {
    const session = credential({ isExpired: () => true, close: () => expect.fail("closed") });
    const broker = brokerOf(session);
    expect(await broker.acquireAuthSession("AD")).toBe(session);
    expect([...broker.secretsOf(session)]).toEqual([]);
    await broker.close();
  });
});

describe("close", () => {
  it("waits for what is under way, closes it, and refuses every call after it", async () => {
    const door = deferred<Session>();
    const closed: string[] = [];
    const broker = brokerOf(() => door.promise);
    const asked = errorOf(broker.acquireAuthSession("AD"));
    const closing = broker.close();
    expect(broker.close()).toBe(closing);
    expect((await errorOf(broker.acquireAuthSession("AD"))).message).toContain("closed");
    door.resolve(credential({ close: () => void closed.push("AD") }));
    await closing;
    expect(closed).toEqual(["AD"]);
    expect(await asked).toMatchObject({ code: "SessionFailed", message: expect.stringContaining("closed") });
    expect((await errorOf(broker.acquireAuthSession("Other"))).code).toBe("SessionFailed");
  });

  it("tries all, then tells what failed, replaced sessions included", async () => {
    const closed: string[] = [];
    let made = 0;
    const failing = (name: string) => async () => {
      closed.push(name);
      throw new Error(`${name} is stuck`);
    };
    const broker = createAuthSessionBroker({
      sessions: [
        {
          match: { name: "A" },
          session: () => credential({ own: ++made, isExpired: () => true, close: failing("A") }),
        },
        { match: { name: "B" }, session: () => credential({ close: failing("B") }) },
        { match: { name: "C" }, session: () => credential({ close: () => void closed.push("C") }) },
        { match: { name: "D" }, session: () => credential() },
        { match: { name: "E" }, session: () => expect.fail("never asked for") },
      ],
    });
    for (const name of ["A", "A", "B", "C", "D"]) await broker.acquireAuthSession(name);
    const error = await errorOf(broker.close());
    expect(closed.sort()).toEqual(["A", "A", "B", "C"]);
    expect(error).toMatchObject({ code: "SessionFailed", message: "3 sessions could not be closed." });
    const { errors } = error.cause as AggregateError;
    expect(errors.map((each: Error) => each.message).sort()).toEqual(["A is stuck", "A is stuck", "B is stuck"]);
  });

  it("keeps quiet about a factory that fails meanwhile", async () => {
    const door = deferred<Session>();
    const broker = brokerOf(() => door.promise);
    const asked = errorOf(broker.acquireAuthSession("AD"));
    const closing = broker.close();
    door.reject(new Error("no"));
    await expect(closing).resolves.toBeUndefined();
    expect((await asked).code).toBe("SessionFailed");
  });
});

describe("the secrets of a session", () => {
  it("are those that were resolved or revealed while it was made, and later in its name", async () => {
    const hidden = new Secret("revealed-by-the-way");
    const later = new Secret("revealed-much-later");
    const door = deferred<void>();
    const broker = brokerOf(async ({ secret }) => {
      await secret("env:A");
      hidden.reveal();
      void door.promise.then(() => later.reveal());
      return { type: "Command", invokeCommand: async () => undefined } satisfies CommandSession;
    });
    const session = await broker.acquireAuthSession("AD");
    expect([...broker.secretsOf(session)]).toEqual(["value-of-env:A", "revealed-by-the-way"]);
    door.resolve();
    await door.promise;
    await Promise.resolve();
    expect([...broker.secretsOf(session)]).toContain("revealed-much-later");
    expect([...broker.secretsOf(credential())]).toEqual([]);
  });

  it("are in no error, whoever waits for it", async () => {
    const broker = brokerOf(async ({ secret }) => {
      const password = (await secret("env:A")).reveal();
      throw new Error(`cannot log on with ${password}`, {
        cause: new Error(`https://x/?p=${encodeURIComponent(password)}`),
      });
    });
    for (const error of await Promise.all([1, 2].map(() => errorOf(broker.acquireAuthSession("AD"))))) {
      const cause = error.cause as Error;
      const inner = cause.cause as Error;
      const text = [error.message, error.stack, cause.message, cause.stack, inner.message, inner.stack].join();
      expect(text).toContain("cannot log on with [REDACTED]");
      expect(text).not.toContain("value-of");
    }
  });

  it("cannot be asked for where there is nothing to look them up with", async () => {
    const broker = createAuthSessionBroker({
      sessions: [{ match, session: async ({ secret }) => credential({ password: await secret("env:A") }) }],
    });
    expect((await errorOf(broker.acquireAuthSession("AD"))).code).toBe("SecretUnavailable");
  });
});
