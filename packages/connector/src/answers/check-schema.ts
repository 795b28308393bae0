import { kindOf } from "../model/check-value.ts";
import { nameAttribute } from "../model/entry.ts";
import {
  type AttributeOperation,
  attributeOperations,
  type ConnectorSchema,
  type SchemaAttribute,
  type SchemaType,
} from "../model/schema.ts";
import { type AttributeType, attributeTypes, passwordAttribute } from "../model/value.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readFlag, readList, readName, readObject, shown } from "./read-object.ts";

const expected =
  'Its author must return one schema: { types: [{ name: "user", attributes: [{ name: "id", dataType: "String", isAnchor: true }, …] }] }.';

const mostTypes = 1_000;
const mostAttributes = 10_000;
/** What identifies objects has to be compared and written down: neither of the other two does that. */
const anchorTypes: readonly AttributeType[] = ["String", "Integer", "Binary"];
/** The host's own names for a rename and for a new object's password. */
const reserved: readonly string[] = [nameAttribute.toLowerCase(), passwordAttribute];

export interface SchemaRules {
  /** By type: attributes that are its anchor where none is marked. Default: none. */
  readonly anchors?: ReadonlyMap<string, readonly string[]>;
  /** Then no type needs an anchor, and attributes that are marked as one are ordinary ones. */
  readonly useDnAsAnchor: boolean;
}

/** One schema, with every default written out. Throws PluginAnswerInvalid. */
export function checkSchema(answer: unknown, context: AnswerContext, rules: SchemaRules): ConnectorSchema {
  const { useDnAsAnchor, anchors = new Map<string, readonly string[]>() } = rules;
  const expectation = { context, expected };
  return reading(context, expected, () => {
    const { types } = readObject(answer, { ...expectation, what: null, keys: ["types"] });
    const list = readList(types, "types", mostTypes, expectation);
    if (list.length === 0) throw wrongAnswer(context, "a schema without a type", expected);
    const checked = list.map(checkType);
    expectUnique(checked, "types");
    return Object.freeze({ types: Object.freeze(checked) });
  });

  function checkType(value: unknown): SchemaType {
    const type = readObject(value, { ...expectation, what: "a type", keys: ["name", "attributes"] });
    const name = readName(type.name, "the name of a type", expectation);
    const list = readList(type.attributes, `attributes of ${shown(name)}`, mostAttributes, expectation);
    const attributes = withAnchor(
      list.map((each) => checkAttribute(each, name)),
      name,
    );
    expectUnique(attributes, `attributes of ${shown(name)}`);
    if (!useDnAsAnchor && !attributes.some(({ isAnchor }) => isAnchor)) {
      throw wrongAnswer(
        context,
        `the type ${shown(name)} without an anchor`,
        `Mark what identifies its objects as its anchor; or name it in the definition: anchors: { ${JSON.stringify(name)}: … }.`,
      );
    }
    return Object.freeze({ name, attributes: Object.freeze(attributes) });
  }

  /** What the definition names is the anchor of a type that has none. */
  function withAnchor(
    attributes: readonly Required<SchemaAttribute>[],
    type: string,
  ): readonly Required<SchemaAttribute>[] {
    const named = useDnAsAnchor || attributes.some(({ isAnchor }) => isAnchor) ? undefined : anchors.get(type);
    if (named === undefined) return attributes;
    for (const wanted of named) {
      if (attributes.some(({ name }) => name === wanted)) continue;
      const came = `the type ${shown(type)} without an attribute ${shown(wanted)}`;
      throw wrongAnswer(context, came, "The definition names it under anchors: correct it there.");
    }
    return attributes.map((attribute) => {
      if (!named.includes(attribute.name)) return attribute;
      expectAnchor(attribute, `the attribute ${shown(attribute.name)} of ${shown(type)}`);
      return Object.freeze({ ...attribute, isAnchor: true });
    });
  }

  function checkAttribute(value: unknown, type: string): Required<SchemaAttribute> {
    const keys = ["name", "dataType", "isAnchor", "isMultiValued", "operation"];
    const given = readObject(value, { ...expectation, what: `an attribute of ${shown(type)}`, keys });
    const name = readName(given.name, `the name of an attribute of ${shown(type)}`, expectation);
    const what = `the attribute ${shown(name)} of ${shown(type)}`;
    if (reserved.includes(name.toLowerCase())) {
      throw wrongAnswer(
        context,
        what,
        `The host keeps ${nameAttribute} and ${passwordAttribute} for itself: call it something else.`,
      );
    }
    const dataType = oneOf<AttributeType>(given.dataType, attributeTypes, `dataType of ${what}`);
    const operation = oneOf<AttributeOperation>(
      given.operation ?? "ImportExport",
      attributeOperations,
      `operation of ${what}`,
    );
    const isMultiValued = readFlag(given.isMultiValued, `isMultiValued of ${what}`, false, expectation);
    const isAnchor = readFlag(given.isAnchor, `isAnchor of ${what}`, false, expectation) && !useDnAsAnchor;
    if (isAnchor) expectAnchor({ dataType, operation, isMultiValued }, what);
    return Object.freeze({ name, dataType, isAnchor, isMultiValued, operation });
  }

  function expectAnchor(
    { dataType, operation, isMultiValued }: Pick<Required<SchemaAttribute>, "dataType" | "operation" | "isMultiValued">,
    what: string,
  ): void {
    const came = `${what} as an anchor`;
    if (isMultiValued) throw wrongAnswer(context, `${came}, with several values`, "An anchor has one value.");
    if (operation === "ExportOnly") {
      throw wrongAnswer(context, `${came}, for exports only`, "An import has to bring what identifies an object.");
    }
    if (!anchorTypes.includes(dataType)) {
      throw wrongAnswer(context, `${came}, of the type ${dataType}`, `An anchor is one of ${anchorTypes.join(", ")}.`);
    }
  }

  function oneOf<T extends string>(value: unknown, known: readonly T[], what: string): T {
    const found = known.find((each) => each === value);
    if (found !== undefined) return found;
    const came = typeof value === "string" ? shown(value) : kindOf(value);
    throw wrongAnswer(context, `${came} as ${what}`, `There are: ${known.join(", ")}.`);
  }

  function expectUnique(named: readonly { readonly name: string }[], what: string): void {
    const seen = new Map<string, string>();
    for (const { name } of named) {
      const before = seen.get(name.toLowerCase());
      if (before !== undefined) {
        const twice =
          before === name ? `${shown(name)} twice` : `${shown(before)} and ${shown(name)}, which differ in case only,`;
        throw wrongAnswer(context, `${twice} among the ${what}`, "Each name can be there once; case does not count.");
      }
      seen.set(name.toLowerCase(), name);
    }
  }
}
