import { type BerWriter, Control, EqualityFilter, BerWriter as Writer } from "ldapts";
import type { Scope } from "../identities/identity-scope.ts";
import { type Entry, valuesOf } from "./entry.ts";

/** The assertion control (RFC 4528). */
const oid = "1.3.6.1.1.12";

/**
 * Has a write fail where another object has got the name of the one that was looked at. Undefined where the server
 * cannot, or where objects are written to by their ids anyway.
 */
export function sameObject({ facts, flavour }: Scope, entry: Entry): { readonly control?: Control } {
  const id = valuesOf(entry, flavour.idAttribute)[0];
  if (id === undefined || flavour.addressOf(entry) !== entry.dn || !facts.controls.has(oid)) return {};
  return { control: new AssertionControl(new EqualityFilter({ attribute: flavour.idAttribute, value: id })) };
}

class AssertionControl extends Control {
  readonly #filter: EqualityFilter;

  constructor(filter: EqualityFilter) {
    super(oid, { critical: true });
    this.#filter = filter;
  }

  protected override writeControl(writer: BerWriter): void {
    const filter = new Writer();
    this.#filter.write(filter);
    writer.writeBuffer(filter.buffer, 0x04);
  }
}
