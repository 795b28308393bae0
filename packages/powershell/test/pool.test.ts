// Who gets a shell, and how often one is started.
import { describe, expect, it } from "vitest";
import { createShellPool } from "../src/shell/pool.ts";

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};
const shell = () => ({ isUsable: true, close: () => Promise.resolve() });

describe("a pool", () => {
  it("starts one first, and more only when that one is there", async () => {
    let starts = 0;
    const pool = createShellPool(() => {
      starts += 1;
      return Promise.reject(new Error("refused"));
    }, 4);
    const callers = Array.from({ length: 4 }, () =>
      pool.use(() => ({ answer: Promise.resolve(), over: Promise.resolve() })),
    );
    const outcomes = await Promise.allSettled(callers);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(starts).toBe(1);
  });

  it("does not try a further shell again that could not be opened, as long as another one is there", async () => {
    let starts = 0;
    const pool = createShellPool(() => {
      starts += 1;
      return starts === 1 ? Promise.resolve(shell()) : Promise.reject(new Error("refused"));
    }, 3);
    const busy = Promise.withResolvers<string>();
    const first = pool.use(() => ({ answer: busy.promise, over: busy.promise.then(() => undefined) }));
    await turns(50);
    const waiting = [1, 2, 3].map((number) =>
      pool.use(() => ({ answer: Promise.resolve(number), over: Promise.resolve() })),
    );
    await turns(500);
    expect(starts).toBe(2);
    busy.resolve("first");
    expect(await Promise.all([first, ...waiting])).toEqual(["first", 1, 2, 3]);
    expect(starts).toBe(2);
  });
});
