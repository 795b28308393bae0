/** JavaScript data as one CLIXML document ([MS-PSRP] 2.2.5), which `PSSerializer` reads in every PowerShell from 5.1. */
import { IdleError } from "@idle/contract";
import { entriesOf } from "./entries.ts";
import { nameOfPlace, type PlacePart } from "./place.ts";
import { Refusal } from "./refusal.ts";
import { elementOf } from "./scalar-element.ts";
import { escapeText } from "./text-escapes.ts";

const head = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';
const listTypes = "<TN><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN>";
const tableTypes = "<TN><T>System.Collections.Hashtable</T><T>System.Object</T></TN>";
/** PowerShell refuses to read what is deeper, a value in so many lists and objects being the last it reads. */
const deepest = 48;
const mostValues = 5_000_000;

/**
 * Texts (lone surrogates too), numbers, bigints, booleans, dates, bytes, arrays, plain objects and maps with texts as keys;
 * null and undefined are nothing, and keys whose value is undefined are left out. Throws InvalidInput that names the place,
 * such as `Options.items[3]`, and shows no value, for anything else, for cycles, for secrets, for what is more than 48 deep
 * and for keys that PowerShell takes for the same.
 */
export function writeClixml(value: unknown): string {
  const place: PlacePart[] = [];
  try {
    const pieces: string[] = [head];
    write(value, "", { pieces, place, around: new Set(), values: 0 });
    pieces.push("</Objs>");
    return pieces.join("");
  } catch (error) {
    // Anything else comes from what the value does when it is read, and may show what is in it.
    const what = error instanceof Refusal ? error.message : "cannot be read";
    throw new IdleError(
      "InvalidInput",
      `${nameOfPlace(place)} ${what}. Parameters are texts, numbers, true and false, dates, bytes, lists and objects of these.`,
    );
  }
}

interface State {
  readonly pieces: string[];
  /** Where the value is that is being written; it stays there when something is thrown. */
  readonly place: PlacePart[];
  readonly around: Set<object>;
  values: number;
}

/** `attribute` is the N attribute with a blank before it, or nothing. */
function write(value: unknown, attribute: string, state: State): void {
  state.values += 1;
  if (state.values > mostValues) throw new Refusal("is too large");
  const scalar = elementOf(value, attribute);
  if (scalar !== null) {
    state.pieces.push(scalar);
    return;
  }
  const object = value as object;
  if (state.around.has(object)) throw new Refusal("holds itself");
  if (state.around.size >= deepest) throw new Refusal(`is more than ${deepest} deep`);
  state.around.add(object);
  if (Array.isArray(object)) writeList(object, attribute, state);
  else writeTable(object, attribute, state);
  state.around.delete(object);
}

function writeList(list: readonly unknown[], attribute: string, state: State): void {
  const { pieces, place } = state;
  if (list.length > mostValues) throw new Refusal("is too large");
  pieces.push(`<Obj${attribute}>${listTypes}<LST>`);
  for (let index = 0; index < list.length; index += 1) {
    place.push(index);
    write(list[index], "", state);
    place.pop();
  }
  pieces.push("</LST></Obj>");
}

function writeTable(object: object, attribute: string, state: State): void {
  const { pieces, place } = state;
  pieces.push(`<Obj${attribute}>${tableTypes}<DCT>`);
  const seen = new Set<string>();
  for (const [key, read] of entriesOf(object)) {
    place.push(key);
    const item = read();
    if (item !== undefined) {
      // The tables of PowerShell know no upper and lower case.
      const folded = key.toLowerCase();
      if (seen.has(folded)) throw new Refusal("differs from another key in upper and lower case only");
      seen.add(folded);
      pieces.push(`<En><S N="Key">${escapeText(key)}</S>`);
      write(item, ' N="Value"', state);
      pieces.push("</En>");
    }
    place.pop();
  }
  pieces.push("</DCT></Obj>");
}
