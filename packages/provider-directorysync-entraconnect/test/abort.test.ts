import { describe, expect, it } from "vitest";
import { createEntraConnectDirectorySyncProvider } from "../src/index.ts";

const provider = createEntraConnectDirectorySyncProvider();
const reason = new Error("enough");

/** A session that never answers, and whether it was asked and with which signal. */
function silent() {
  const signals: (AbortSignal | undefined)[] = [];
  return {
    signals,
    session: {
      invokeCommand: (_name: string, _parameters: object, options: { signal?: AbortSignal } = {}) => {
        signals.push(options.signal);
        return new Promise<never>(() => {});
      },
    },
  };
}

describe.each(["startSyncCycle", "getSyncCycleState"] as const)("an abort of %s", (method) => {
  const call = async (session: ReturnType<typeof silent>["session"], signal: AbortSignal) =>
    await provider[method]({ policyType: "Delta", session, signal });

  it("that came before is refused, and nothing is sent", async () => {
    const { session, signals } = silent();
    await expect(call(session, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(signals).toEqual([]);
  });

  it("leaves a call behind that does not heed it", async () => {
    const { session, signals } = silent();
    const controller = new AbortController();
    const answer = call(session, controller.signal);
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(signals).toEqual([controller.signal]);
  });

  it("counts when the session aborts while it is called", async () => {
    const controller = new AbortController();
    const { session } = silent();
    const aborting: typeof session = {
      invokeCommand(...args) {
        controller.abort(reason);
        return session.invokeCommand(...args);
      },
    };
    await expect(call(aborting, controller.signal)).rejects.toBe(reason);
  });

  it("counts when the session fails because of it", async () => {
    const controller = new AbortController();
    const answer = call(
      {
        invokeCommand: async () => {
          controller.abort(reason);
          throw new Error("stopped");
        },
      },
      controller.signal,
    );
    await expect(answer).rejects.toBe(reason);
  });
});
