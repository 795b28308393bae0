/**
 * One CLIXML document ([MS-PSRP] 2.2.5), in pieces, in; its value as JavaScript data out. What it comes from may be hostile:
 * nothing in it makes this slow, deep or large beyond the limits, and nothing it names reaches a prototype.
 *
 * Objects become plain objects of their properties, dictionaries plain objects, all kinds of lists arrays, enums the text
 * PowerShell shows, and what was too deep its text. A cycle ends in the text of the object it leads back to, else in null.
 */
import sax from "sax";
import { ClixmlError } from "./clixml-error.ts";
import { scalars } from "./scalars.ts";
import { unescapeText } from "./text-escapes.ts";

export { ClixmlError } from "./clixml-error.ts";

export interface ClixmlLimits {
  /** Characters of the document. Default 256 Mi. */
  readonly maxCharacters?: number;
  /** Values, with those that are shared counted wherever they are. Default 5,000,000. */
  readonly maxValues?: number;
  /** Elements in each other. Default 256. */
  readonly maxDepth?: number;
}

export interface ClixmlReader {
  /** Throws ClixmlError. */
  write(piece: string): void;
  /** The value. Throws ClixmlError when the document is not whole. */
  end(): unknown;
  /** How many values it had, shared ones counted wherever they are. */
  size(): number;
}

type Properties = Record<string, unknown>;

interface Thing {
  readonly value: unknown;
  /** How many values it is, looked at from outside. */
  readonly size: number;
}

/** An element that is open. */
interface Open {
  readonly element: string;
  /** The attribute N, which names a property, a key or a value. */
  readonly name: string | null;
  readonly refId: string | null;
  readonly pieces: string[];
  size: number;
  /** Of Obj, or of what stands in one: the object under construction. */
  readonly object: Construction | null;
  /** Of En. */
  key: unknown;
  value: unknown;
}

interface Construction {
  isEnum: boolean;
  text: string | null;
  /** What it is beside its properties: a value, a list or a dictionary. */
  base: Thing | null;
  properties: Properties | null;
}

const structure: ReadonlySet<string> = new Set(["Objs", "Obj", "TN", "T", "TNRef", "Props", "MS", "En", "Ref"]);
const lists: ReadonlySet<string> = new Set(["LST", "IE", "QUE", "STK"]);
const mostAttributes = 8;
const enumType = /^(?:Deserialized\.)?System\.Enum$/;

export function createClixmlReader(limits: ClixmlLimits = {}): ClixmlReader {
  const { maxCharacters = 256 * 1024 * 1024, maxValues = 5_000_000, maxDepth = 256 } = limits;
  // Only the five entities of XML; the types of the library do not know the option.
  const options: sax.SAXOptions & { readonly strictEntities: true } = { position: false, strictEntities: true };
  const parser = sax.parser(true, options);
  const stack: Open[] = [];
  const finished = new Map<string, Thing>();
  const open = new Map<string, Construction>();
  const enums = new Map<string, boolean>();
  let characters = 0;
  let attributes = 0;
  let root: Thing | null = null;

  const take = (parent: Open | undefined, { name }: Open, thing: Thing): void => {
    if (parent === undefined) throw new ClixmlError("A value stands outside of the document.");
    parent.size += thing.size;
    if (parent.size > maxValues) throw new ClixmlError("The document has too many values.", true);
    const { element, object } = parent;
    if (element === "Objs") {
      if (root !== null) throw new ClixmlError("The document has more than one value.");
      root = thing;
    } else if (element === "Obj" && object !== null) object.base ??= thing;
    else if (element === "En") {
      if (name === "Key") parent.key = thing.value;
      else parent.value = thing.value;
    } else if ((element === "Props" || element === "MS") && object !== null) {
      if (name === null) throw new ClixmlError("A property has no name.");
      object.properties ??= {};
      define(object.properties, unescapeText(name), thing.value);
    } else if (lists.has(element) && Array.isArray(object?.base?.value)) object.base.value.push(thing.value);
    else throw new ClixmlError("A value stands where none may.");
  };

  const begin = (element: string, given: Readonly<Record<string, string>>): Open => {
    const parent = stack.at(-1);
    let object = parent?.object ?? null;
    if (element === "Obj" || (element === "MS" && parent?.element === "MS")) {
      object = { isEnum: false, text: null, base: null, properties: null };
      if (given.RefId !== undefined) open.set(given.RefId, object);
    } else if ((lists.has(element) || element === "DCT") && object !== null) {
      object.base = { value: element === "DCT" ? {} : [], size: 0 };
    } else if (!scalars.has(element) && !structure.has(element)) {
      throw new ClixmlError("An element is not known.");
    }
    const [name, refId] = [given.N ?? null, given.RefId ?? null];
    return { element, name, refId, pieces: [], size: 0, object, key: null, value: null };
  };

  const end = (element: Open): void => {
    const parent = stack.at(-1);
    const { object, refId } = element;
    const scalar = scalars.get(element.element);
    if (scalar !== undefined) {
      const value = scalar(element.pieces.join(""));
      if (element.element === "ToString" && object !== null) object.text = String(value);
      else take(parent, element, { value, size: 1 });
      return;
    }
    switch (element.element) {
      case "T":
        if (object !== null && enumType.test(element.pieces.join(""))) object.isEnum = true;
        return;
      case "TN":
        if (object !== null && refId !== null) enums.set(refId, object.isEnum);
        return;
      case "TNRef":
        if (object !== null && refId !== null) object.isEnum = enums.get(refId) ?? false;
        return;
      case "Ref":
        take(parent, element, referenceTo(refId));
        return;
      case "En":
        if (parent?.element !== "DCT" || object?.base == null) throw new ClixmlError("An entry stands where none may.");
        parent.size += element.size;
        define(object.base.value as Properties, String(element.key), element.value);
        return;
      case "Obj": {
        if (object === null) throw new ClixmlError("An object is malformed.");
        const thing = { value: valueOfObject(object), size: element.size + 1 };
        if (refId !== null) {
          open.delete(refId);
          finished.set(refId, thing);
        }
        take(parent, element, thing);
        return;
      }
      case "MS":
        // A set of members in another one is how PowerShell keeps its own notes about an object.
        if (parent?.object === object && parent !== undefined) parent.size += element.size;
        return;
      case "Objs":
        return;
      default:
        if (parent !== undefined) parent.size += element.size;
    }
  };

  const referenceTo = (refId: string | null): Thing => {
    const known = finished.get(refId ?? "");
    if (known !== undefined) return known;
    const around = open.get(refId ?? "");
    if (around === undefined) throw new ClixmlError("A reference leads nowhere.");
    return { value: around.text, size: 1 };
  };

  parser.onerror = () => {
    throw new ClixmlError("The document is malformed.");
  };
  parser.ondoctype = () => {
    throw new ClixmlError("The document has a type declaration.");
  };
  parser.onopentagstart = () => {
    attributes = 0;
  };
  parser.onattribute = () => {
    attributes += 1;
    if (attributes > mostAttributes) throw new ClixmlError("An element has too many attributes.");
  };
  parser.onopentag = ({ name, attributes: given }) => {
    if (stack.length >= maxDepth) throw new ClixmlError("The document is too deep.", true);
    if ((stack.length === 0) !== (name === "Objs")) throw new ClixmlError("The document does not begin as it should.");
    stack.push(begin(name, given as Readonly<Record<string, string>>));
  };
  parser.onclosetag = () => {
    const element = stack.pop();
    if (element !== undefined) end(element);
  };
  parser.ontext = (text) => {
    const top = stack.at(-1);
    if (top !== undefined && (top.element === "T" || scalars.has(top.element))) top.pieces.push(text);
  };

  return {
    write(piece) {
      characters += piece.length;
      if (characters > maxCharacters) throw new ClixmlError("The document is too large.", true);
      parser.write(piece);
    },
    end() {
      parser.close();
      if (root === null) throw new ClixmlError("The document has no value.");
      return root.value;
    },
    size: () => root?.size ?? 0,
  };
}

function valueOfObject({ isEnum, text, base, properties }: Construction): unknown {
  if (isEnum && text !== null) return text;
  if (base !== null) return base.value;
  return properties ?? text ?? {};
}

/** An own property whatever its name is, `__proto__` too. */
function define(target: Properties, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}
