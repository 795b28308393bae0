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
  /** In words; null when all is as it should be. */
  readonly problem: string | null;
}

interface Seen {
  /** Null when the object is gone. */
  readonly image: Image | null;
  readonly dn: string | null;
  readonly type: IndexedType | undefined;
  readonly isSame: Compare;
}

export function settle({ staged, sent, sending }: Expectations, seen: Seen): Settled {
  let pending: Intent | null = null;
  let confirmed = 0;
  let notConfirmed = 0;
  let problem: string | null = null;
  if (sent !== null) {
    const open = openPart(sent, seen);
    if (open === null) confirmed += 1;
    else {
      notConfirmed += 1;
      problem = inWords(open);
      if (!sent.isDirect) pending = open;
    }
  }
  if (sending !== null) {
    // Whether it took effect was not known: if it did not, it is as if it had never been sent.
    const open = openPart(sending, seen);
    if (open === null) confirmed += 1;
    else if (!sending.isDirect) pending = mergeIntents(pending, open);
  }
  const wanted = pending === null || staged === null ? (staged ?? pending) : mergeIntents(pending, staged);
  return { staged: wanted === null ? null : openPart(wanted, seen), confirmed, notConfirmed, problem };
}

/** What of an intent does not hold; null when all of it does, or nothing can come of it any more. */
function openPart(wanted: Intent, { image, dn, type, isSame }: Seen): Intent | null {
  switch (wanted.kind) {
    case "delete":
      return image === null ? null : wanted;
    case "add":
    case "replace": {
      if (image === null) return { ...wanted, kind: "add" };
      const attributes = visible(openAttributes(image, wanted.attributes, isSame), type);
      // A replacement that is yet to come is not there because its forerunner is.
      if (wanted.kind === "replace" && attributes.size > 0) return wanted;
      return attributes.size === 0 ? null : intent("update", { attributes, isDirect: wanted.isDirect });
    }
    default: {
      // There is nobody left whom it could be done to.
      if (image === null) return null;
      const attributes = visible(openAttributes(image, wanted.attributes, isSame), type);
      const newDn = wanted.newDn !== null && wanted.newDn !== dn ? wanted.newDn : null;
      return attributes.size === 0 && newDn === null ? null : { ...wanted, attributes, newDn };
    }
  }
}

/** No import shows what is for exports only. */
function visible(attributes: Image, type: IndexedType | undefined): Image {
  return new Map([...attributes].filter(([name]) => type?.attribute(name)?.canImport !== false));
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
