/**
 * XML in pieces in, elements and their texts out. Only what CLIXML is made of is accepted: elements with few attributes,
 * text, and the five entities of XML. Declarations, comments, sections and instructions, which no PowerShell writes, are
 * refused, and nothing but text grows beyond a few pieces.
 */
import sax from "sax";
import { ClixmlError } from "./clixml-error.ts";

export interface Attributes {
  /** The name of a property, or `Key` or `Value`; as written, with its escapes. */
  readonly name: string | null;
  readonly refId: string | null;
}

export interface XmlHandlers {
  open(element: string, attributes: Attributes): void;
  /** A part of the text of the element that is open. `hasEscapes` is false when no `_` is in it. */
  text(part: string, hasEscapes: boolean): void;
  close(): void;
}

export interface XmlParser {
  write(piece: string): void;
  end(): void;
}

const namespace = "http://schemas.microsoft.com/powershell/2004/04";
const mostAttributes = 8;
/** How many characters are parsed before their text is handed on. */
const stride = 65_536;
/** How all else begins that is no element; the library allows blanks before it. */
const otherMarkup = /<[!?\s]/;

/** What it throws is no ClixmlError where the library throws by itself, and shows what is in the document. */
export function createXmlParser({ open, text, close }: XmlHandlers): XmlParser {
  // The types of the library do not know the option.
  const options: sax.SAXOptions & { readonly strictEntities: true } = { position: false, strictEntities: true };
  const parser = sax.parser(true, options);
  let attributes = 0;
  let name: string | null = null;
  let refId: string | null = null;
  let isNamed = false;
  let hasRoot = false;
  /** Characters since anything was handed on: those of a name, a value or whatever else the library holds back. */
  let held = 0;
  let untilFlush = stride;
  let last = "";

  const refuse = (): never => {
    throw new ClixmlError("The document has what PowerShell does not write.");
  };
  parser.onerror = () => {
    throw new ClixmlError("The document is malformed.");
  };
  parser.onopentagstart = () => {
    held = 0;
    attributes = 0;
    name = null;
    refId = null;
    isNamed = false;
  };
  parser.onattribute = (attribute) => {
    held = 0;
    attributes += 1;
    if (attributes > mostAttributes) throw new ClixmlError("An element has too many attributes.");
    if (attribute.name === "N") name = attribute.value;
    else if (attribute.name === "RefId") refId = attribute.value;
    else if (attribute.name === "xmlns") {
      isNamed = true;
      if (attribute.value !== namespace) refuse();
    }
  };
  parser.onopentag = (tag) => {
    held = 0;
    if (!hasRoot && !isNamed) refuse();
    hasRoot = true;
    open(tag.name, { name, refId });
  };
  parser.onclosetag = () => {
    held = 0;
    close();
  };
  parser.ontext = (part) => {
    held = 0;
    // The search makes one text of the many it was put together from, which take several times the memory.
    text(part, part.includes("_"));
  };

  return {
    write(piece) {
      // The library would take time that grows with the square of a declaration's length.
      if (otherMarkup.test(piece) || otherMarkup.test(last + piece.slice(0, 1))) refuse();
      if (piece !== "") last = piece.slice(-1);
      for (let from = 0; from < piece.length; ) {
        const part = from === 0 && piece.length <= untilFlush ? piece : piece.slice(from, from + untilFlush);
        from += part.length;
        held += part.length;
        parser.write(part);
        untilFlush -= part.length;
        if (untilFlush > 0) continue;
        untilFlush = stride;
        parser.flush();
        if (held >= 2 * stride) throw new ClixmlError("The document has an element that is too long.");
      }
    },
    end() {
      parser.close();
    },
  };
}
