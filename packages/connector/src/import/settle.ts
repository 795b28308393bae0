/**
 * What an import says of changes that were exported. In: an object's row and what it is now. Out: what is confirmed, what is
 * pending again, and what there is nothing more to do about.
 */
import type { IndexedType } from "../model/schema-index.ts";
import type { Image } from "../space/image.ts";
import { afterIntent, type Compare, type Intent, intent, mergeIntents, openAttributes } from "../space/intent.ts";

export interface Expectations {
  readonly staged: Intent | null;
  readonly sent: Intent | null;
  readonly sending: Intent | null;
}

export interface Settled {
  readonly staged: Intent | null;
  readonly confirmed: number;
  /** Exported changes that went well, as their connector said, and are not there. */
  readonly notConfirmed: number;
  /** What people should hear of; null when all is as it should be. */
  readonly problem: SettledProblem | null;
}

export interface SettledProblem {
  readonly code: "ExportedChangeNotReimported" | "PendingChangeDropped";
  /** A sentence about the object. */
  readonly message: string;
}

export interface Seen {
  /** Null when the object is gone. */
  readonly image: Image | null;
  readonly dn: string | null;
  readonly type: IndexedType | undefined;
  readonly isSame: Compare;
  isSameName(left: string, right: string): boolean;
}

export function settle({ staged, sent, sending }: Expectations, seen: Seen): Settled {
  let pending: Intent | null = null;
  let confirmed = 0;
  let notConfirmed = 0;
  let problem: SettledProblem | null = null;
  const expected = notOverridden(sent, sending, seen);
  if (expected !== null) {
    const open = openPart(expected, seen, true);
    const isGone = expected.kind === "update" && seen.image === null;
    if (open === null && !isGone) confirmed += 1;
    else {
      notConfirmed += 1;
      if (!expected.isDirect) pending = open;
      problem = notReimported(open ?? expected, isGone, pending !== null);
    }
  }
  if (sending !== null) {
    // Whether it took effect was not known: if it did not, it is as if it had never been sent.
    const open = openPart(sending, seen, true);
    if (open === null && !(sending.kind === "update" && seen.image === null)) confirmed += 1;
    else if (open !== null && !sending.isDirect) pending = mergeIntents(pending, open);
  }
  const wanted = pending === null || staged === null ? (staged ?? pending) : mergeIntents(pending, staged);
  const left = wanted === null ? null : openPart(wanted, seen, false);
  if (wanted?.kind === "update" && seen.image === null) {
    problem ??= {
      code: "PendingChangeDropped",
      message: "The object is gone, and with it what was pending for it.",
    };
  }
  return { staged: left, confirmed, notConfirmed, problem };
}

/** What of an earlier export can still be expected, when a later one that was cut off may have taken its place. */
function notOverridden(sent: Intent | null, sending: Intent | null, seen: Seen): Intent | null {
  if (sent === null || sending === null) return sent;
  if (sending.kind !== "update") return openPart(sending, seen, true) === null ? null : sent;
  const { image, isSame } = seen;
  if (image === null) return sent;
  // Where the later one is to be seen, the earlier one is not to be looked for.
  const attributes = new Map(
    [...sent.attributes].filter(([name]) => {
      const later = sending.attributes.get(name);
      return later === undefined || !isSame(name, image.get(name) ?? [], later);
    }),
  );
  return { ...sent, attributes, newDn: sending.newDn === null ? sent.newDn : null };
}

/**
 * What of an intent does not hold; null when all of it does, or nothing can come of it any more. `wasSent`: it may have
 * taken effect; what is yet to be sent has not.
 */
function openPart(wanted: Intent, seen: Seen, wasSent: boolean): Intent | null {
  const { image, dn, type, isSame, isSameName } = seen;
  switch (wanted.kind) {
    case "delete":
      return image === null ? null : wanted;
    case "replace":
      if (image === null) return { ...wanted, kind: "add" };
      // What is there is the forerunner, unless it is all that was wanted and nothing more.
      return wasSent && isWholly(image, wanted, seen) ? null : wanted;
    case "add": {
      if (image === null) return wanted;
      const attributes = visible(openAttributes(image, wanted.attributes, isSame), type);
      return attributes.size === 0 ? null : intent("update", { attributes, isDirect: wanted.isDirect });
    }
    default: {
      // There is nobody left whom it could be done to.
      if (image === null) return null;
      const attributes = visible(openAttributes(image, wanted.attributes, isSame), type);
      const { newDn } = wanted;
      // A name in another spelling is the same one, unless the spelling is what is yet to be changed.
      const isNamed = newDn === null || newDn === dn || (wasSent && dn !== null && isSameName(newDn, dn));
      if (attributes.size === 0 && isNamed) return null;
      return { ...wanted, attributes, newDn: isNamed ? null : newDn };
    }
  }
}

/** Whether an object is what a replacement made of it. */
function isWholly(image: Image, { attributes, objectType }: Intent, { type, isSame }: Seen): boolean {
  if (type === undefined || (objectType !== null && objectType !== type.name)) return false;
  return type.attributes.every(
    ({ name, canImport, canExport }) =>
      !canImport || !canExport || isSame(name, image.get(name) ?? [], attributes.get(name) ?? []),
  );
}

/** No import shows what is for exports only, and an object that was found has its anchor. */
function visible(attributes: Image, type: IndexedType | undefined): Image {
  return new Map(
    [...attributes].filter(([name]) => {
      const attribute = type?.attribute(name);
      return attribute === undefined || (attribute.canImport && !attribute.isAnchor);
    }),
  );
}

function notReimported(open: Intent, isGone: boolean, isPending: boolean): SettledProblem {
  const again = isPending ? " It is pending again." : "";
  return {
    code: "ExportedChangeNotReimported",
    message: `The object ${isGone ? "was changed by an export, and is gone" : inWords(open)}.${again}`,
  };
}

function inWords(open: Intent): string {
  switch (open.kind) {
    case "delete":
      return "was deleted by an export, and is there";
    case "add":
    case "replace":
      return "was added by an export, and is not there";
    default: {
      const names = [...open.attributes.keys(), ...(open.newDn === null ? [] : ["its name"])];
      return `was changed by an export, and is not so: ${names.join(", ")}`;
    }
  }
}

/** What is known to hold: what the last import saw, with what was exported since and went well. */
export function currentImage(image: Image | null, sent: Intent | null): Image | null {
  return sent === null ? image : afterIntent(image, sent);
}
