/** The elements of a CLIXML document in, one after the other; its value out. */
import { ClixmlError } from "./clixml-error.ts";
import {
  addMember,
  addType,
  type Construction,
  define,
  finishObject,
  keyText,
  labelOf,
  noTypes,
  type Properties,
  setBase,
  type Types,
} from "./construction.ts";
import { type ElementKind, kindOfElement } from "./elements.ts";
import type { Budget, Cost } from "./limits.ts";
import { createReferences } from "./references.ts";
import { scalars } from "./scalars.ts";
import { unescapeText } from "./text-escapes.ts";
import type { Attributes, XmlHandlers } from "./xml-parser.ts";

/** An element that is open. */
interface Open extends Attributes {
  readonly element: string;
  readonly kind: ElementKind;
  /** Of an object, and of what stands in it: the object. */
  readonly object: Construction | null;
  /** Of a list. */
  readonly items: unknown[] | null;
  /** Of a dictionary and its entries. */
  readonly entries: Properties | null;
  /** Of an object: what had been spent when it began. */
  readonly before: Cost | null;
  text: string;
  hasEscapes: boolean;
  /** Of an entry. */
  key: string | null;
  value: { readonly value: unknown } | null;
}

export interface DocumentBuilder extends XmlHandlers {
  /** Of a document that is whole. Throws ClixmlError, as the handlers do. */
  value(): unknown;
}

export function createDocumentBuilder(budget: Budget): DocumentBuilder {
  const stack: Open[] = [];
  const references = createReferences();
  const knownTypes = new Map<string, Types>();
  let root: { readonly value: unknown } | null = null;
  let isOver = false;

  const begin = (element: string, { name, refId }: Attributes): Open => {
    const parent = stack.at(-1);
    const kind = kindOfElement(element, parent);
    let object = parent?.object ?? null;
    let before: Cost | null = null;
    if (kind === "object") {
      before = budget.spent();
      object = { types: noTypes, text: null, base: null, properties: null, members: null };
      references.begin(refId, object);
    }
    const items = kind === "list" ? [] : null;
    const entries = kind === "dictionary" ? {} : (parent?.entries ?? null);
    if (object !== null && (kind === "list" || kind === "dictionary")) setBase(object, items ?? entries);
    return {
      element,
      kind,
      name,
      refId,
      object,
      items,
      entries,
      before,
      text: "",
      hasEscapes: false,
      key: null,
      value: null,
    };
  };

  /** `label` is what it is called as a key, of an object. */
  const put = (value: unknown, name: string | null, label: string | null): void => {
    const parent = stack.at(-1);
    switch (parent?.kind) {
      case "document":
        if (root !== null) throw new ClixmlError("The document has more than one value.");
        root = { value };
        return;
      case "object":
        if (parent.object !== null) setBase(parent.object, value);
        return;
      case "list":
        parent.items?.push(value);
        return;
      case "entry":
        if (name !== "Key") parent.value = { value };
        else {
          parent.key = keyText(value, label);
          if (label !== null) budget.spend(0, parent.key.length);
        }
        return;
      case "members":
        if (name === null) throw new ClixmlError("A property has no name.");
        budget.spend(0, name.length);
        // What stands in a set of members is no property.
        if (parent.object === null || stack.at(-2)?.kind === "members") return;
        addMember(parent.object, parent.element, unescapeText(name), value);
        return;
      default:
        throw new ClixmlError("A value stands where none may.");
    }
  };

  const refer = (refId: string | null, name: string | null): void => {
    const { value, label, values, characters } = references.find(refId);
    budget.spend(values, characters);
    put(value, name, label);
  };

  const finishScalar = ({ element, name, text, hasEscapes }: Open): void => {
    budget.spend(1, text.length);
    const isAsWritten = element === "S" && !hasEscapes;
    put(isAsWritten ? text : scalars.get(element)?.(text), name, null);
  };

  const finish = (open: Open): void => {
    const { kind, name, refId, object, before, entries, text } = open;
    if (kind === "scalar") finishScalar(open);
    else if (kind === "reference") refer(refId, name);
    else if (kind === "document") isOver = true;
    else if (object === null) return;
    else if (kind === "object") {
      budget.spend(1, 0);
      const [value, label] = [finishObject(object), labelOf(object)];
      const { values, characters } = budget.spent();
      references.finish(refId, {
        value,
        label,
        values: values - (before?.values ?? 0),
        characters: characters - (before?.characters ?? 0),
      });
      put(value, name, label);
    } else if (kind === "text") {
      budget.spend(0, text.length);
      object.text = unescapeText(text);
    } else if (kind === "type") object.types = addType(object.types, text);
    else if (kind === "types") {
      if (refId !== null) knownTypes.set(refId, object.types);
    } else if (kind === "knownTypes") object.types = knownTypes.get(refId ?? "") ?? noTypes;
    else if (kind === "entry" && entries !== null) {
      if (open.key === null || open.value === null) throw new ClixmlError("An entry has no key or no value.");
      define(entries, open.key, open.value.value);
    }
  };

  return {
    open(element, attributes) {
      if (isOver) throw new ClixmlError("The document has more than one root.");
      budget.enter(stack.length + 1);
      stack.push(begin(element, attributes));
    },
    text(part, hasEscapes) {
      const top = stack.at(-1);
      if (top?.kind === "scalar" || top?.kind === "text" || top?.kind === "type") {
        top.text += part;
        top.hasEscapes ||= hasEscapes;
      } else if (top?.kind !== "ignored" && /[^ \t\r\n]/.test(part)) {
        throw new ClixmlError("The document has text where none may stand.");
      }
    },
    close() {
      const element = stack.pop();
      if (element !== undefined) finish(element);
    },
    value() {
      if (root === null) throw new ClixmlError("The document has no value.");
      return root.value;
    },
  };
}
