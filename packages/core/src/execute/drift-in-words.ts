/** Differences between the review and now, as somebody would say them. */
import type { Change, JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";

const longest = 120;

/** When it was otherwise, as the words below have it. */
export const whenReviewed = "when you reviewed this";

/** A change that is to be made now and was not reviewed; `reviewed` are those that found no counterpart. */
export function stillToDo(change: Change, reviewed: readonly Change[]): string {
  const { action, path, target, before, after } = change;
  const key = shown(target.identityKey);
  const was = reviewed.find(
    (each) => each.action === action && each.path === path && each.target.identityKey === target.identityKey,
  );
  switch (action) {
    case "create":
      if (was !== undefined)
        return `${key} would be created with ${values(was.after, after)} than when you reviewed this.`;
      return `${key} was there when you reviewed this, now it is not; the plan would create it.`;
    case "delete":
      if (was === undefined) return `${key} was not there when you reviewed this, now it is; the plan would delete it.`;
      return `${key} is not what it was when you reviewed this: ${values(was.before, before)}. The plan would delete it.`;
    case "add":
      return `${kind(path)} ${shown(after)} was held by ${key} when you reviewed this, now it is not; the plan would add it.`;
    case "remove":
      return `${kind(path)} ${shown(before)} was not held by ${key} when you reviewed this, now it is; the plan would remove it.`;
    case "invoke":
      return `${path} of ${key} was not to be invoked when you reviewed this, now it is.`;
    default: {
      const now = `now it is ${shown(before)}; the plan would set ${shown(after)}`;
      if (was === undefined) return `${path} of ${key} was as wanted when you reviewed this, ${now}.`;
      const instead = shown(was.after) === shown(after) ? "" : ` instead of ${shown(was.after)}`;
      return `${path} of ${key} was ${shown(was.before)} when you reviewed this, ${now}${instead}.`;
    }
  }
}

/** A change that was reviewed and need not be made any more. */
export function noLonger({ action, path, target, before, after }: Change): string {
  const key = shown(target.identityKey);
  if (action === "create") return `${key} is there already.`;
  if (action === "delete") return `${key} is gone already.`;
  if (action === "add") return `${kind(path)} ${shown(after)} is held by ${key} already.`;
  if (action === "remove") return `${kind(path)} ${shown(before)} is not held by ${key} any more.`;
  if (action === "invoke") return `${path} of ${key} need not be invoked any more.`;
  return `${path} of ${key} is ${shown(after)} already.`;
}

/** A change that was made and is not to be seen. */
export function notSo({ action, path, target, before, after }: Change): string {
  const key = shown(target.identityKey);
  if (action === "create") return `${key} is not there.`;
  if (action === "delete") return `${key} is still there.`;
  if (action === "add") return `${kind(path)} ${shown(after)} is not held by ${key}.`;
  if (action === "remove") return `${kind(path)} ${shown(before)} is still held by ${key}.`;
  return `${path} of ${key} is ${shown(before)}, not ${shown(after)}.`;
}

function kind(path: string): string {
  return path.startsWith("entitlements.") ? path.slice("entitlements.".length) : path;
}

function shown(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "empty";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Which of an account's values differ: `other values of Department and enabled`. */
function values(was: JsonValue | undefined, now: JsonValue | undefined): string {
  const flat = (value: JsonValue | undefined): ReadonlyMap<string, string> => {
    if (!isObject(value)) return new Map([["state", JSON.stringify(value ?? null)]]);
    const { attributes, ...rest } = value;
    const all = { ...rest, ...(isObject(attributes) ? attributes : {}) };
    return new Map(Object.entries(all).map(([name, each]) => [name, JSON.stringify(each)]));
  };
  const [a, b] = [flat(was), flat(now)];
  const names = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name)).sort();
  const listed = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  return `other values of ${listed.join(", ")}`;
}
