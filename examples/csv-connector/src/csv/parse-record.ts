/** A field of a record; null where nothing stands, which is something else than an empty text in quotes. */
export type Field = string | null;

/** Text that is no CSV. The message is the rest of a sentence about the record. */
export class CsvError extends Error {
  override readonly name = "CsvError";
}

/** The fields of one record as RFC 4180 has them; blanks belong to their field. Throws CsvError. */
export function parseRecord(text: string, delimiter = ","): Field[] {
  const fields: Field[] = [];
  for (let at = 0; ; at += 1) {
    if (text[at] === '"') {
      const { value, end } = quotedField(text, at);
      fields.push(value);
      at = end;
    } else {
      const next = text.indexOf(delimiter, at);
      const end = next === -1 ? text.length : next;
      fields.push(plainField(text.slice(at, end)));
      at = end;
    }
    if (at >= text.length) return fields;
    if (text[at] !== delimiter) throw new CsvError("has text behind a closing quote");
  }
}

function plainField(text: string): Field {
  if (text === "") return null;
  if (text.includes('"')) throw new CsvError("has a quote in a field that does not begin with one");
  if (/[\r\n]/.test(text)) throw new CsvError("has a line break in a field without quotes");
  return text;
}

function quotedField(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = "";
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw new CsvError("has a quote that is never closed");
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
