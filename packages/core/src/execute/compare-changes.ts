/** What a plan says a step changes, and what it would change now: whether the one covers the other, and if not, in words. */
import type { Change, JsonValue } from "@idle/contract";
import { canonicalJson } from "../plan/canonical-json.ts";
import { noLonger, stillToDo } from "./drift-in-words.ts";

export interface Comparison {
  /** `Fewer`: nothing but what was reviewed, and not all of it any more. `Other`: something that was not reviewed. */
  readonly kind: "Same" | "Fewer" | "Other";
  readonly differences: readonly string[];
}

/**
 * Both as exported, that is redacted. `isTouched` says whether earlier steps of the plan have changed a target by now: what
 * was there `before` could only be predicted then, and does not count.
 */
export function compareChanges(
  reviewed: readonly Change[],
  now: readonly Change[],
  isTouched: (target: Change["target"]) => boolean,
): Comparison {
  const left = [...reviewed];
  const added: Change[] = [];
  for (const change of now) {
    const at = left.findIndex((each) => isSame(each, change, isTouched(change.target)));
    if (at === -1) added.push(change);
    else left.splice(at, 1);
  }
  if (added.length > 0) {
    return { kind: "Other", differences: added.map((change) => stillToDo(change, left)) };
  }
  return left.length === 0 ? same : { kind: "Fewer", differences: left.map(noLonger) };
}

const same: Comparison = { kind: "Same", differences: [] };

function isSame(a: Change, b: Change, isTouched: boolean): boolean {
  return (
    a.action === b.action &&
    a.path === b.path &&
    a.target.provider.toLowerCase() === b.target.provider.toLowerCase() &&
    a.target.identityKey === b.target.identityKey &&
    isSameValue(a.after, b.after) &&
    isSameBefore(a, b, isTouched)
  );
}

function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}

function isSameBefore({ action, before: a }: Change, { before: b }: Change, isTouched: boolean): boolean {
  // What is removed is said nowhere else.
  if (action === "remove") return isSameValue(a, b);
  // What an act says of before is for readers only.
  if (isTouched || action === "invoke") return true;
  return a === undefined || b === undefined ? a === b : isSameText(canonicalJson(a), canonicalJson(b));
}

/**
 * What was there, and was redacted in the plan, may be in clear now: the run does not know every secret of the request. What
 * will be there was reviewed as it stands: a plan that is short of a secret cannot be executed.
 */
function isSameText(reviewed: string, now: string): boolean {
  if (reviewed === now) return true;
  const parts = reviewed.split("[REDACTED]");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1 || !now.startsWith(first) || !now.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = now.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + last.length <= now.length;
}
