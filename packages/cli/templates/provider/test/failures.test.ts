/** What the provider makes of a system that fails: the code, and whether trying again makes sense. */
import { inspect } from "node:util";
import { Secret } from "@idle/contract";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createTemplateNameProvider } from "../src/template-name-provider.ts";
import { account, type Failure, startPretendServer } from "./pretend-server.ts";

const server = await startPretendServer();
afterAll(() => server.close());
beforeEach(() => server.reset([{ id: "jane", active: true, fields: { Department: "HR" } }]));

const provider = createTemplateNameProvider({ url: server.url });
const session = { userName: account.userName, password: new Secret(account.password) };
const call = { session, signal: new AbortController().signal };

const read = () => provider.getIdentity({ identityKey: "jane", ...call });
/** The read before the write goes well. */
const write = async (failure: Failure) => {
  const cutting = createTemplateNameProvider(
    { url: server.url },
    {
      fetch: (address, init) => {
        if (init?.method === "PATCH") server.failNext(failure);
        return fetch(address, init);
      },
    },
  );
  return cutting.disableIdentity({ identityKey: "jane", ...call });
};
const errorOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return expect.fail("it succeeded, and should have failed");
};

describe("a read that the system refuses", () => {
  it.each([
    [400, "InvalidInput", false],
    [401, "PermissionDenied", false],
    [403, "PermissionDenied", false],
    [302, "RemoteExecutionFailed", false],
    [423, "Busy", true],
    [429, "Throttled", true],
    [500, "RemoteExecutionFailed", false],
    [502, "RemoteExecutionFailed", true],
    [503, "Busy", true],
  ])("with %i is %s, transient: %s", async (status, code, transient) => {
    server.failNext({ status });
    expect(await errorOf(read)).toMatchObject({ code, transient });
  });

  it("says how long to wait", async () => {
    server.failNext({ status: 429, headers: { "retry-after": "7" } });
    expect(await errorOf(read)).toMatchObject({ retryAfterMs: 7_000 });
    const [date, later] = ["Fri, 02 Jan 2026 10:00:00 GMT", "Fri, 02 Jan 2026 10:00:09 GMT"];
    server.failNext({ status: 503, headers: { date, "retry-after": later } });
    expect(await errorOf(read)).toMatchObject({ retryAfterMs: 9_000 });
  });

  it("is no missing account when it is a page of a proxy", async () => {
    server.failNext({ status: 404, body: "<html>" });
    expect(await errorOf(read)).toMatchObject({ code: "RemoteExecutionFailed" });
    server.failNext({ status: 404, body: '{ "message": "no such account" }' });
    expect(await read()).toBeNull();
  });

  it("keeps the system's own words, without what is secret in them", async () => {
    const wrong = { ...call, session: { ...session, password: new Secret("wrong password") } };
    const error = await errorOf(() => provider.getIdentity({ identityKey: "jane", ...wrong }));
    expect(error).toMatchObject({ code: "PermissionDenied", cause: { message: "not accepted: Basic [REDACTED]" } });
    const everything = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null });
    const token = Buffer.from(`${account.userName}:wrong password`).toString("base64");
    for (const secret of ["wrong password", token]) expect(everything).not.toContain(secret);
  });

  it("may be no JSON at all", async () => {
    server.failNext({ status: 200, body: "<html>" });
    expect(await errorOf(read)).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
  });
});

describe("a write whose outcome nobody knows", () => {
  it.each([
    [{ status: null, isDone: true }, true],
    [{ status: 500, isDone: true }, false],
    [{ status: 504, isDone: true }, true],
  ])("says so after %j, and that it holds the next time", async (failure, transient) => {
    expect(await errorOf(() => write(failure))).toMatchObject({ code: "ConnectionFailed", transient });
    expect(await provider.disableIdentity({ identityKey: "jane", ...call })).toEqual({ changed: false });
  });
});

describe("a system that does not answer", () => {
  /** A line on which nothing ever comes: it ends when the request's own signal does. */
  const silent: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      if (init?.signal?.aborted) reject(init.signal.reason);
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });

  it("is a timeout", async () => {
    const late: typeof fetch = () => Promise.reject(new DOMException("the time is over", "TimeoutError"));
    const slow = createTemplateNameProvider({ url: server.url, timeoutSeconds: 5 }, { fetch: late });
    const error = await errorOf(() => slow.getIdentity({ identityKey: "jane", ...call }));
    expect(error).toMatchObject({ code: "Timeout", transient: true, message: expect.stringContaining("within 5 s") });
  });

  it("is left when the engine aborts, with the engine's own reason", async () => {
    const controller = new AbortController();
    const stuck = createTemplateNameProvider({ url: server.url }, { fetch: silent });
    const answer = errorOf(() => stuck.getIdentity({ identityKey: "jane", session, signal: controller.signal }));
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await answer).toBe(reason);
  });

  it("is not tried again when its certificate is not trusted", async () => {
    const refusing =
      (code: string): typeof fetch =>
      () =>
        Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }));
    const over = (fetch: typeof globalThis.fetch) =>
      errorOf(() =>
        createTemplateNameProvider({ url: server.url }, { fetch }).getIdentity({ identityKey: "jane", ...call }),
      );
    expect(await over(refusing("SELF_SIGNED_CERT_IN_CHAIN"))).toMatchObject({
      code: "ConnectionFailed",
      transient: false,
    });
    expect(await over(refusing("ECONNREFUSED"))).toMatchObject({ code: "ConnectionFailed", transient: true });
  });
});

describe("a key that is a step in a path", () => {
  it.each(["", ".", "..", "\ud800"])("finds nobody and asks for nothing: %j", async (identityKey) => {
    expect(await provider.getIdentity({ identityKey, ...call })).toBeNull();
    expect(server.requests).toEqual([]);
  });
});
