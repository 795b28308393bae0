import { Secret } from "@idle/contract";
import type { SlotContext, SlotName } from "../../src/model/slots.ts";
import { callScript, type ScriptCall } from "../../src/scripts/call-script.ts";

/** A timer that goes off when the test says so. */
export function createTimer() {
  const pending = new Set<() => void>();
  return {
    pending,
    asked: [] as number[],
    setTimer(this: { asked: number[] }, milliseconds: number, callback: () => void) {
      this.asked.push(milliseconds);
      pending.add(callback);
      return () => void pending.delete(callback);
    },
    goOff() {
      for (const callback of [...pending]) callback();
    },
  };
}

export const parameterSecret = "parameter-secret-1";
export const credentialSecret = "credential-secret-2";

function contextArgs(): Omit<SlotContext, "signal"> {
  const secureValue = new Secret(parameterSecret);
  return {
    configParameters: new Map([
      ["Server", { name: "Server", value: "hr.example.org" }],
      ["Key_Global", { name: "Key_Global", value: "", secureValue }],
    ]),
    credential: { userName: "svc", password: new Secret(credentialSecret) },
    definitionFolder: "/nowhere",
    maFolder: "/nowhere/MaData",
    commonModule: null,
    globals: new Map(),
  };
}

type Script = (args: SlotContext) => unknown;

/** Calls one function as the script of a slot, schema unless something else is said. */
export function callOne<T = unknown>(
  script: Script,
  options: Partial<Omit<ScriptCall<"schema", T>, "slot">> & { readonly slot?: SlotName; readonly more?: object } = {},
): Promise<T> {
  const { slot = "schema", more, ...others } = options;
  return callScript<"schema", T>({
    session: { call: async (_slot, args) => script(args as SlotContext) },
    adapter: { nameOf: (each) => `${each} of @acme/hr` },
    // The slots differ in their arguments, which these tests give as they need them.
    slot: slot as "schema",
    args: { ...contextArgs(), ...more },
    connector: "HR",
    limitMs: 1_800_000,
    setTimer: () => () => undefined,
    ...others,
  });
}

export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
