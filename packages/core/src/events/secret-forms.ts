/** The texts a secret shows up as: itself, and as encodings make it that stand in messages, headers and URLs. */

export interface Form {
  readonly text: string;
  /** How many characters right before and behind it hold a part of the secret, too. */
  readonly before: number;
  readonly after: number;
}

/**
 * In clear; inside of JSON; inside of base64, wherever in it and of whatever it is a part, as UTF-8 and UTF-16LE, in both
 * alphabets; URL-encoded, as in a path and as in a form.
 */
export function formsOf(value: string): Form[] {
  const bytes = [Buffer.from(value, "utf8"), Buffer.from(value, "utf16le")];
  return [
    ...[value, JSON.stringify(value).slice(1, -1), ...urlForms(value)].map((text) => ({ text, before: 0, after: 0 })),
    ...bytes.flatMap((encoded) => [0, 1, 2].flatMap((offset) => base64Forms(encoded, offset))),
  ];
}

/** The characters that depend on the bytes alone when `offset` others stand before them in their group of three. */
function base64Forms(bytes: Buffer, offset: number): Form[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  const bits = (offset + bytes.length) * 8;
  const start = Math.ceil((offset * 8) / 6);
  const whole = text.slice(start, Math.floor(bits / 6));
  const shared = { before: offset === 0 ? 0 : 1, after: bits % 6 === 0 ? 0 : 1 };
  return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")].map((form) => ({ text: form, ...shared }));
}

function urlForms(value: string): string[] {
  const wellFormed = value.toWellFormed();
  const forms = [
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    new URLSearchParams([["", wellFormed]]).toString().slice(1),
  ];
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}
