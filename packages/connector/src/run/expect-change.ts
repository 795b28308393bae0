/** What a caller wants of objects, as it came: types are gone at run time, and changes are often read from files. */
import { isUint8Array } from "node:util/types";
import { IdleError } from "@idle/contract";
import { kindOf } from "../model/check-value.ts";
import type { ObjectName, StagedChange, Unstaging } from "../space/staging.ts";

/** A change that can be staged, or taken back. Throws InvalidInput. */
export function expectStaging(change: StagedChange | Unstaging): StagedChange | Unstaging {
  return expectOneOf(change, ["add", "update", "delete", "unstage"]);
}

/** Its shape; what it means is looked at against schema and space. Throws InvalidInput. */
export function expectChange(change: StagedChange): StagedChange {
  return expectOneOf(change, ["add", "update", "delete"]);
}

function expectOneOf<T extends StagedChange | Unstaging>(change: T, actions: readonly T["action"][]): T {
  return reading("A change", () => {
    const { action, object, dn, newDn, attributes, objectType } = expectObject(change, "A change") as Fields;
    if (!actions.some((each) => each === action)) {
      const came = typeof action === "string" ? JSON.stringify(action.slice(0, 100)) : kindOf(action);
      throw wrong(`A change has ${came} as its action. There are: ${actions.join(", ")}.`);
    }
    if (action === "add") {
      expectText(objectType, "objectType of a new object");
      if (dn !== undefined) expectText(dn, "dn of a new object");
    } else expectObjectName(object as ObjectName);
    if (newDn !== undefined) expectText(newDn, "newDn of a change");
    if (action === "add" || attributes !== undefined) {
      for (const [name, values] of Object.entries(expectObject(attributes, "What a change has as attributes"))) {
        if (!Array.isArray(values)) {
          throw wrong(
            `${JSON.stringify(name.slice(0, 100))} was given ${kindOf(values)}. The values of an attribute are a list.`,
          );
        }
      }
    }
    return change;
  });
}

/** Throws InvalidInput. */
export function expectObjectName(object: ObjectName): ObjectName {
  return reading("The name of an object", () => {
    const { dn, anchor, objectType } = expectObject(object, "The name of an object") as Fields;
    if (dn !== undefined || !("anchor" in object)) {
      expectText(dn, "dn of an object");
      return object;
    }
    expectText(objectType, "objectType of an object");
    for (const [name, value] of Object.entries(expectObject(anchor, "What an object is given as its anchor"))) {
      const isValue = ["string", "number", "bigint", "boolean"].includes(typeof value) || isUint8Array(value);
      if (!isValue) throw wrong(`${JSON.stringify(name.slice(0, 100))} of an anchor was given ${kindOf(value)}.`);
    }
    return object;
  });
}

type Fields = Readonly<Record<string, unknown>>;

function expectObject(value: unknown, what: string): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw wrong(`${what} is ${kindOf(value)}. It has to be an object.`);
}

function expectText(value: unknown, what: string): void {
  if (typeof value !== "string") throw wrong(`${kindOf(value)} was given as ${what}. It has to be a text.`);
}

function wrong(message: string): IdleError {
  const error = new IdleError("InvalidInput", `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`);
  refusals.add(error);
  return error;
}

/** A getter may throw an error that only looks like one of these. */
const refusals = new WeakSet<object>();

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (typeof error === "object" && error !== null && refusals.has(error)) throw error;
    throw wrong(`${what} cannot be read: reading it throws.`);
  }
}
