/** Finds many forms in a text in one pass, in time that grows with the text and not with how it repeats itself. */
import type { Form } from "./secret-forms.ts";

/** So many characters of a form are looked up; none is shorter. */
export const beginning = 6;

export interface FormSearch {
  add(form: Form): void;
  /** Calls `found` for every place of every form, overlapping ones too; forms of base64 only, if so asked. */
  find(text: string, onlyBase64: boolean, found: Found): void;
}

type Found = (form: Form, at: number) => void;

export function createFormSearch(): FormSearch {
  const known = new Set<string>();
  const byHash = new Map<number, Form[]>();
  const isHash = new Uint8Array(1 << slotBits);
  return {
    add(form) {
      if (known.has(form.text)) return;
      known.add(form.text);
      let hash = 0;
      for (let at = 0; at < beginning; at += 1) hash = extend(hash, form.text.charCodeAt(at));
      isHash[slotOf(hash)] = 1;
      const others = byHash.get(hash);
      if (others === undefined) byHash.set(hash, [form]);
      else others.push(form);
    },
    find(text, onlyBase64, found) {
      const left = new Candidates(byHash, text, found);
      let hash = 0;
      for (let at = 0; at < text.length; at += 1) {
        hash = extend(hash, text.charCodeAt(at));
        if (isHash[slotOf(hash)] === 1 && at >= beginning - 1) left.check(hash, at - beginning + 1, onlyBase64);
      }
    },
  };
}

const slotBits = 16;

/** Each character shifts the sixth before it out of the 30 bits, so this is always about the last six. */
function extend(hash: number, code: number): number {
  return ((hash << 5) ^ code) & 0x3fffffff;
}

function slotOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> (32 - slotBits);
}

/**
 * Compares where a form may begin. A form that was compared in vain or with itself for long is searched in the rest of
 * the text in one go, and is no candidate any more.
 */
class Candidates {
  readonly #byHash: ReadonlyMap<number, readonly Form[]>;
  readonly #fewer = new Map<number, readonly Form[]>();
  readonly #spent = new Map<Form, number>();
  readonly #text: string;
  readonly #found: Found;
  readonly #most: number;

  constructor(byHash: ReadonlyMap<number, readonly Form[]>, text: string, found: Found) {
    this.#byHash = byHash;
    this.#text = text;
    this.#found = found;
    this.#most = 1024 + text.length / 8;
  }

  check(hash: number, at: number, onlyBase64: boolean): void {
    const forms = this.#fewer.get(hash) ?? this.#byHash.get(hash);
    if (forms === undefined) return;
    for (const form of forms) {
      if ((onlyBase64 && !form.isBase64) || form.text.length > this.#text.length - at) continue;
      const spent = (this.#spent.get(form) ?? 0) + form.text.length;
      this.#spent.set(form, spent);
      if (spent > this.#most) {
        findRepeated(this.#text, form, at, this.#found);
        this.#fewer.set(
          hash,
          (this.#fewer.get(hash) ?? forms).filter((other) => other !== form),
        );
      } else if (this.#text.startsWith(form.text, at)) this.#found(form, at);
    }
  }
}

/** Knuth, Morris and Pratt: never looks at a character of the text again. */
function findRepeated(text: string, form: Form, from: number, found: Found): void {
  const needle = form.text;
  const borders = bordersOf(needle);
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (matched > 0 && needle.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (needle.charCodeAt(matched) === code) matched += 1;
    if (matched === needle.length) {
      found(form, at - needle.length + 1);
      matched = borders[matched - 1] ?? 0;
    }
  }
}

/** For each beginning of the text, how long the longest shorter beginning is that it ends with. */
function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length);
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (length > 0 && text.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(length) === code) length += 1;
    borders[at] = length;
  }
  return borders;
}
