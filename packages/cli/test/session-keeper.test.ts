import { createRedactor } from "@idle/core";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createSessionKeeper } from "../src/session-keeper.ts";
import { fakeOutput } from "./fixtures/fake-output.ts";

function keeperWith(close?: () => void | Promise<void>) {
  const stderr = fakeOutput();
  const host = createFakeHost();
  const keeper = createSessionKeeper({
    stderr,
    redactor: createRedactor({ values: ["planted-secret"] }),
    setTimer: host.setTimer,
  });
  keeper.keep({ acquireAuthSession: () => expect.fail("asked"), ...(close && { close }) });
  return { keeper, host, written: stderr.written };
}

describe("sessions at the end of a command", () => {
  it("are closed once", async () => {
    let closed = 0;
    const { keeper, host, written } = keeperWith(() => {
      closed += 1;
    });
    await keeper.close();
    await keeper.close();
    expect({ closed, written: written(), pending: host.pending() }).toEqual({ closed: 1, written: "", pending: 0 });
  });

  it("of several brokers are all closed and waited for, also when some of them fail", async () => {
    const slow = Promise.withResolvers<void>();
    const { keeper, host, written } = keeperWith(() => {
      throw new Error("stuck");
    });
    keeper.keep({ acquireAuthSession: () => expect.fail("asked"), close: () => slow.promise });
    const closing = keeper.close();
    await host.advance(1_000);
    expect(written()).toBe("warning stuck\n");
    slow.reject(new Error("slow, and stuck"));
    await closing;
    expect(written()).toBe("warning stuck\nwarning slow, and stuck\n");
    expect(host.pending()).toBe(0);
  });

  it("need not be closable, nor there", async () => {
    const { keeper, written } = keeperWith();
    await keeper.close();
    expect(written()).toBe("");
  });

  it("that fail to close are a warning without secrets", async () => {
    const { keeper, written, host } = keeperWith(() => {
      throw new Error("stuck\u001b", { cause: new Error("planted-secret") });
    });
    await keeper.close();
    expect(written()).toBe("warning stuck\\u001b [REDACTED]\n");
    expect(host.pending()).toBe(0);
  });

  it("are waited for up to 5 seconds", async () => {
    const { keeper, written, host } = keeperWith(() => new Promise(() => undefined));
    const closing = keeper.close();
    await host.advance(4_999);
    expect(written()).toBe("");
    await host.advance(1);
    await closing;
    expect(written()).toBe("warning The sessions could not be closed within 5 seconds.\n");
  });
});

describe("providers at the end of a command", () => {
  it("are closed once, those that have something to close, and before the sessions", async () => {
    const closed: string[] = [];
    const slow = Promise.withResolvers<void>();
    const { keeper, host, written } = keeperWith(() => {
      closed.push("session");
    });
    keeper.keepProvider({});
    keeper.keepProvider({
      async close() {
        await slow.promise;
        closed.push("provider");
      },
    });
    const closing = keeper.close();
    await host.advance(1_000);
    expect(closed).toEqual([]);
    slow.resolve();
    await closing;
    await keeper.close();
    expect({ closed, written: written(), pending: host.pending() }).toEqual({
      closed: ["provider", "session"],
      written: "",
      pending: 0,
    });
  });

  it("may be used again and are then closed again", async () => {
    let closed = 0;
    const { keeper } = keeperWith();
    const provider = { close: () => void closed++ };
    for (let round = 0; round < 2; round += 1) {
      keeper.keepProvider(provider);
      await keeper.close();
    }
    expect(closed).toBe(2);
  });

  it("are called as methods of their own, and a close that is no function is passed over", async () => {
    class Connected {
      isOpen = true;
      close() {
        this.isOpen = false;
      }
    }
    const provider = new Connected();
    const { keeper, written } = keeperWith();
    keeper.keepProvider(provider);
    keeper.keepProvider({ close: true as never });
    await keeper.close();
    expect({ isOpen: provider.isOpen, written: written() }).toEqual({ isOpen: false, written: "" });
  });

  it("that fail to close, or hang, are a warning without secrets, and the sessions are closed all the same", async () => {
    let isClosed = false;
    const { keeper, written, host } = keeperWith(() => {
      isClosed = true;
    });
    keeper.keepProvider({
      close() {
        throw new Error("stuck with planted-secret");
      },
    });
    keeper.keepProvider({ close: () => new Promise(() => undefined) });
    const closing = keeper.close();
    await host.advance(5_000);
    await closing;
    expect(written()).toBe(
      "warning stuck with [REDACTED]\nwarning The providers could not be closed within 5 seconds.\n",
    );
    expect({ isClosed, pending: host.pending() }).toEqual({ isClosed: true, pending: 0 });
  });
});
