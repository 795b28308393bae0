/** A call of a script: its arguments, its time, and what becomes of what it throws. */
import { IdleError } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { checkPage } from "../../src/answers/check-page.ts";
import { checkSchema } from "../../src/answers/check-schema.ts";
import { ConnectorException, type ConnectorExceptionKind } from "../../src/model/exceptions.ts";
import type { SlotContext } from "../../src/model/slots.ts";
import { callOne, createTimer, thrownBy } from "./call.ts";

const never = () => new Promise<never>(() => undefined);
const details = { connector: "HR", slot: "schema", script: "schema of @acme/hr" };

describe("a call", () => {
  it("hands the arguments over with a signal of its own, and gives the answer", async () => {
    let given: SlotContext | undefined;
    const answer = await callOne((args) => {
      given = args;
      return "answer";
    });
    expect(answer).toBe("answer");
    expect(given?.configParameters.get("Server")?.value).toBe("hr.example.org");
    expect(given?.signal.aborted).toBe(false);
  });

  it("has the answer read by the host, who knows whose it is", async () => {
    const read = (answer: unknown, context: object) => [answer, { ...context, entries: null }];
    expect(await callOne(() => 1, { read })).toEqual([1, { ...details, entries: null }]);
  });

  it("leaves nothing behind: no timer, and nobody who listens to the host's signal", async () => {
    const timer = createTimer();
    const host = new AbortController();
    const signals: AbortSignal[] = [];
    await callOne(({ signal }) => void signals.push(signal), {
      setTimer: timer.setTimer.bind(timer),
      signal: host.signal,
      limitMs: 5,
    });
    expect(timer.asked).toEqual([5]);
    expect(timer.pending.size).toBe(0);
    host.abort();
    expect(signals[0]?.aborted).toBe(false);
  });
});

describe("the time of a call", () => {
  it("ends a script that never comes back, and tells it so", async () => {
    const timer = createTimer();
    let signal: AbortSignal | undefined;
    const call = callOne(
      (args) => {
        signal = args.signal;
        return never();
      },
      { setTimer: timer.setTimer.bind(timer) },
    );
    await Promise.resolve();
    timer.goOff();
    const error = await thrownBy(call);
    expect(error).toMatchObject({
      code: "Timeout",
      message:
        "The script schema of the connector HR (schema of @acme/hr) did not come back within 1800 seconds. Look at the connected system; if it takes that long, raise limits.scriptSeconds in the definition.",
      details,
    });
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toBe(error);
  });

  it("counts, whatever the script throws when it hears of its end", async () => {
    const timer = createTimer();
    const call = callOne(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("gave up")));
        }),
      { setTimer: timer.setTimer.bind(timer) },
    );
    await Promise.resolve();
    timer.goOff();
    await expect(call).rejects.toMatchObject({ code: "Timeout" });
  });

  it("ends when the host aborts", async () => {
    const host = new AbortController();
    const call = callOne(never, { signal: host.signal });
    await Promise.resolve();
    host.abort(new Error("interrupted"));
    await expect(call).rejects.toMatchObject({
      code: "Cancelled",
      message: "The script schema of the connector HR (schema of @acme/hr) was not waited for: the host aborted.",
      details,
    });
  });

  it("is over from the start when the host has aborted before: the script is not called", async () => {
    let isCalled = false;
    const call = callOne(
      () => {
        isCalled = true;
      },
      { signal: AbortSignal.abort() },
    );
    await expect(call).rejects.toMatchObject({ code: "Cancelled" });
    expect(isCalled).toBe(false);
  });
});

describe("reading the entries of an answer", () => {
  const read = async (answer: unknown, context: Parameters<typeof checkPage>[1]) => {
    const entries: unknown[] = [];
    for await (const entry of checkPage(answer, context).entries) entries.push(entry);
    return entries;
  };
  const page = (script: () => unknown, options = {}) => callOne(script, { slot: "importData", read, ...options });

  it("takes lists of any kind, and promises in them", async () => {
    expect(await page(() => [1, Promise.resolve(2)])).toEqual([1, 2]);
    expect(await page(() => ({ csEntries: new Set(["a"]) }))).toEqual(["a"]);
    const several = Array.from({ length: 2_500 }, (_, index) => index);
    expect(await page(() => ({ csEntries: several.values() }))).toEqual(several);
    expect(
      await page(async function* () {
        yield 1;
        yield 2;
      }),
    ).toEqual([1, 2]);
  });

  it("does not look into them: that is for whoever checks them", async () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    expect(await page(() => [hostile])).toHaveLength(1);
  });

  it("is the script's own time", async () => {
    const timer = createTimer();
    let isClosed = false;
    const call = page(
      () => ({
        csEntries: {
          [Symbol.asyncIterator]: () => ({
            next: never,
            return: async () => {
              isClosed = true;
              return { done: true, value: undefined };
            },
          }),
        },
      }),
      { setTimer: timer.setTimer.bind(timer) },
    );
    await new Promise((resolve) => setImmediate(resolve));
    timer.goOff();
    await expect(call).rejects.toMatchObject({ code: "Timeout" });
    expect(isClosed).toBe(true);
  });

  it("ends on an abort also where the entries never wait for anything", async () => {
    const host = new AbortController();
    const call = page(
      () =>
        (function* () {
          for (;;) yield 1;
        })(),
      { signal: host.signal },
    );
    setImmediate(() => host.abort());
    await expect(call).rejects.toMatchObject({ code: "Cancelled" });
  });

  it("throws what the entries throw as the script's", async () => {
    const failing = async function* () {
      yield 1;
      throw new ConnectorException("ServerDown", "gone");
    };
    await expect(page(() => ({ csEntries: failing() }))).rejects.toMatchObject({
      code: "ConnectionFailed",
      message: expect.stringContaining(
        "The script importData of the connector HR (importData of @acme/hr) cannot reach the connected system: gone",
      ),
    });
    const odd = { [Symbol.iterator]: () => ({ next: () => 7 }) };
    await expect(page(() => ({ csEntries: odd }))).rejects.toMatchObject({
      code: "RemoteExecutionFailed",
      message: expect.not.stringContaining("read-entries.ts"),
    });
    await expect(page(() => [Promise.reject(new Error("one failed"))])).rejects.toMatchObject({
      code: "RemoteExecutionFailed",
    });
  });

  it("tells the list when nobody reads on", async () => {
    let isClosed = false;
    const entries = function* () {
      try {
        for (;;) yield 1;
      } finally {
        isClosed = true;
      }
    };
    const own = new IdleError("NotReady", "enough");
    const stop = async (answer: unknown, context: Parameters<typeof checkPage>[1]) => {
      for await (const _ of checkPage(answer, context).entries) throw own;
    };
    expect(await thrownBy(callOne(entries, { slot: "importData", read: stop }))).toBe(own);
    expect(isClosed).toBe(true);
  });

  it("leaves what the host throws itself as it is", async () => {
    const bug = new TypeError("of the host");
    const read = () => {
      throw bug;
    };
    expect(await thrownBy(callOne(() => 1, { read }))).toBe(bug);
  });

  it("refuses a wrong answer", async () => {
    const read = (answer: unknown, context: Parameters<typeof checkSchema>[1]) =>
      checkSchema(answer, context, { useDnAsAnchor: false });
    await expect(callOne(() => undefined, { read })).rejects.toMatchObject({ code: "PluginAnswerInvalid", details });
  });
});

describe("what a script throws", () => {
  const thrown = (value: unknown) =>
    thrownBy(
      callOne(() => {
        throw value;
      }),
    );

  it.each<[ConnectorExceptionKind, string, boolean, string]>([
    ["ServerDown", "ConnectionFailed", true, "cannot reach the connected system: so"],
    ["BadServerCredentials", "PermissionDenied", false, "which does not take the account: so"],
    ["PasswordPolicyViolation", "InvalidInput", false, "does not meet the policy of the connected system: so"],
    ["PasswordIllFormed", "InvalidInput", false, "takes no such password: so"],
    ["PasswordExtension", "RemoteExecutionFailed", false, "did not set the password: so"],
    ["EntryPointNotImplemented", "Unsupported", false, "the connector cannot do that: so"],
    ["ExtensibleExtension", "RemoteExecutionFailed", false, "failed: so"],
  ])("is understood by its kind: %s is %s", async (kind, code, transient, words) => {
    const exception = new ConnectorException(kind, "so.");
    const error = await thrown(exception);
    expect(error).toMatchObject({ code, transient, details: { ...details, kind } });
    expect(String(error)).toContain(words);
    expect(Object(error).cause).toBe(exception);
  });

  it("keeps the code, the details and the wait of an IdleError", async () => {
    const own = new IdleError("Throttled", "Too many calls. Wait.", {
      transient: true,
      retryAfterMs: 500,
      details: { quota: 5, connector: "another" },
    });
    const error = await thrown(own);
    expect(error).toMatchObject({ code: "Throttled", transient: true, retryAfterMs: 500, cause: own });
    expect(Object(error).details).toEqual({ quota: 5, ...details });
    expect(Object(error).message).toMatch(
      /^The script schema of the connector HR \(schema of @acme\/hr\) failed: Too many calls\. Wait \(.*call-script\.test\.ts:\d+:\d+\)\.$/,
    );
  });

  it("has a code that there is", async () => {
    const own = Object.assign(new IdleError("Throttled", "odd"), { code: "toString" });
    expect(await thrown(own)).toMatchObject({ code: "RemoteExecutionFailed" });
  });

  it("is any other error, with its place", async () => {
    const own = new TypeError("x is not a function");
    const error = await thrown(own);
    expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false, details, cause: own });
    expect(Object(error).message).toMatch(
      /^The script schema of the connector HR \(schema of @acme\/hr\) failed: TypeError: x is not a function \(.*call-script\.test\.ts:\d+:\d+\)\. If that is not about the connected system, its author has to look there\.$/,
    );
  });

  it("is thrown at once as well as later", async () => {
    const session = {
      call() {
        throw new Error("at once");
      },
    };
    expect(String(await thrownBy(callOne(() => 1, { session })))).toContain("at once");
    expect(String(await thrownBy(callOne(async () => Promise.reject(new Error("later")))))).toContain("later");
  });

  it.each([
    [null, "it threw null, which says nothing"],
    [undefined, "it threw undefined, which says nothing"],
    ["a text\nof two lines", "failed: a text\\nof two lines."],
    [42, "failed: 42."],
    [Symbol("s"), "Symbol(s)"],
    [{ code: 5 }, "failed: "],
    [new Error(""), "failed: "],
    [Object.create(null), "failed: "],
    [() => 1, "failed: "],
  ])("may be no error at all: %o", async (value, words) => {
    const error = await thrown(value);
    expect(error).toMatchObject({ code: "RemoteExecutionFailed", details });
    expect(Object(error).message).toContain(words);
  });

  it("may fight back", async () => {
    const hostile = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("inner");
      },
      getPrototypeOf: () => {
        throw new Error("inner");
      },
    });
    expect(await thrown(hostile)).toMatchObject({ code: "RemoteExecutionFailed", details });
    const getters = Object.defineProperties(new Error("x"), {
      message: {
        get: () => {
          throw new Error("inner");
        },
      },
      stack: {
        get: () => {
          throw new Error("inner");
        },
      },
      cause: {
        get: () => {
          throw new Error("inner");
        },
      },
    });
    expect(await thrown(getters)).toMatchObject({ code: "RemoteExecutionFailed", details });
  });

  it("does not get its place from its message", async () => {
    const error = await thrown(new Error("a\n    at forged (/etc/passwd:1:1)"));
    expect(Object(error).message).not.toMatch(/\(\/etc\/passwd:1:1\)\./);
    expect(Object(error).message).toMatch(/call-script\.test\.ts:\d+:\d+\)/);
  });

  it("is shortened", async () => {
    expect(Object(await thrown(new Error("x".repeat(100_000)))).message.length).toBeLessThan(3_000);
  });
});
