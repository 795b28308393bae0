/** The texts a secret is searched for as. What stands escaped in a text is searched in what it says: see decoded-text.ts. */
import { decodePercent } from "./decoded-text.ts";

export interface Form {
  readonly text: string;
  /** How many characters right before and behind it hold a part of the secret, too. */
  readonly before: number;
  readonly after: number;
  /** Base64 is found across line breaks as well. */
  readonly isBase64: boolean;
}

/** Longer secrets are keys and documents: base64 of an encoding of theirs would take a hundred times their size. */
const longestEncodedTwice = 4096;

/**
 * In clear, also as it comes out of decoders and URL parsers; inside of JSON; URL-encoded; and each of these inside of
 * base64, wherever in it and of whatever it is a part, as UTF-8 and UTF-16LE, in both alphabets. `fewest` characters are
 * needed to count.
 */
export function formsOf(value: string, fewest: number): Form[] {
  const written = [...jsonForms(value), ...urlForms(value)];
  const plain = new Set([value, ...readings(value), ...written].filter((text) => text.length >= fewest));
  const inBase64 = new Set([value, value.toWellFormed(), ...(value.length > longestEncodedTwice ? [] : written)]);
  const found = new Map<string, Form>();
  for (const text of plain) found.set(text, { text, before: 0, after: 0, isBase64: false });
  for (const text of inBase64) {
    for (const encoding of ["utf8", "utf16le"] as const) {
      const bytes = Buffer.from(text, encoding);
      for (const offset of [0, 1, 2]) {
        for (const form of base64Forms(bytes, offset)) if (!found.has(form.text)) found.set(form.text, form);
      }
    }
  }
  return [...found.values()];
}

/** What is lost on the way: the URL parser drops line breaks and tabs, turns backslashes in paths, leaves what looks encoded. */
const losses: readonly ((text: string) => string)[] = [
  (text) => text.replace(/[\t\n\r]/g, ""),
  (text) => text.replaceAll("\\", "/"),
  decodePercent,
];

/** What the value reads as where not all of it survived: with any of the losses, and U+FFFD for a lone surrogate. */
function readings(value: string): string[] {
  const texts = [value.toWellFormed()];
  for (const lose of losses) texts.push(...texts.map(lose));
  return texts;
}

/** The characters that depend on the bytes alone when `offset` others stand before them in their group of three. */
function base64Forms(bytes: Buffer, offset: number): Form[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  const bits = (offset + bytes.length) * 8;
  const start = Math.ceil((offset * 8) / 6);
  const whole = text.slice(start, Math.floor(bits / 6));
  const shared = { before: offset === 0 ? 0 : 1, after: bits % 6 === 0 ? 0 : 1, isBase64: true };
  return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")].map((form) => ({ text: form, ...shared }));
}

function jsonForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return [json, ascii, ascii.replaceAll("/", "\\/")];
}

function urlForms(value: string): string[] {
  const wellFormed = value.toWellFormed();
  const component = encodeURIComponent(wellFormed);
  const forms = [
    component,
    component.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    encodeURI(wellFormed),
    new URLSearchParams([["", wellFormed]]).toString().slice(1),
  ];
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}
