import type { Change } from "@idle/contract";
import { expect } from "vitest";

/** What belongs to each action; the `before` of an invoke is for readers only. */
const sides: Readonly<Record<Change["action"], readonly string[]>> = {
  create: ["after"],
  update: ["after", "before"],
  delete: ["before"],
  add: ["after"],
  remove: ["before"],
  invoke: [],
};

export function expectChange(change: Change, alias: string): void {
  const { action, target, path, ...values } = change;
  expect(Object.keys(sides)).toContain(action);
  expect(target).toStrictEqual({ provider: alias, identityKey: expect.any(String) });
  expect(path).not.toBe("");
  expect(JSON.parse(JSON.stringify(change)), "plain data").toStrictEqual(change);
  if (action !== "invoke") expect(Object.keys(values).sort()).toEqual(sides[action]);
  if (action === "update") expect(values.after, "an update changes something").not.toEqual(values.before);
  if (action === "add") expect(typeof values.after).toBe("string");
  if (action === "remove") expect(typeof values.before).toBe("string");
  const account = action === "create" ? values.after : action === "delete" ? values.before : undefined;
  if (account === undefined) return;
  expect(path).toBe("identity");
  expect(account).toMatchObject({ enabled: expect.any(Boolean), attributes: expect.any(Object) });
}
