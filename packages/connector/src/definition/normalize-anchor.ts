import type { Capabilities } from "./capabilities.ts";

/**
 * The blocks of Unicode with the marks that accents are made of, and no others: the vowel signs of Indic scripts and the
 * points of Hebrew are marks as well, and without them different names would be the same.
 */
const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;

/**
 * An anchor in capitals (of no certain language, so `ß` becomes `SS`), without accents, or both, as the capability
 * dataNormalization (MANormalizations of ECMA2) says. A letter that is not made with an accent, such as `ø`, stays.
 */
export function normalizeAnchor(text: string, dataNormalization: Capabilities["dataNormalization"]): string {
  // Capitals first: there are small letters whose capitals are made with an accent.
  const cased = dataNormalization.includes("Uppercase") ? text.toUpperCase() : text;
  return dataNormalization.includes("RemoveAccents")
    ? cased.normalize("NFD").replace(accents, "").normalize("NFC")
    : cased;
}
