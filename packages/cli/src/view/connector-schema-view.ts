/** A connector's schema for people: each type with its attributes; and what of it is not as it was. */
import type { ConnectorSchema, SchemaAttribute } from "@idle/connector";
import { displayWidth } from "@idle/core";
import { countText } from "./count-text.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { labelText, nameText } from "./short-text.ts";
import type { Paint, Style } from "./style.ts";

/** What differs between two schemas. */
export interface SchemaChange {
  readonly sign: "+" | "-" | "~";
  readonly type: string;
  /** Null for the type itself. */
  readonly attribute: string | null;
  /** How the attribute was, and is; empty for a type. */
  readonly before: string;
  readonly after: string;
}

/** Longer names push what follows aside, and not that of all the others. */
const widestName = 32;

export function connectorSchemaView({ types }: ConnectorSchema, style: Style): string {
  const lines = types.flatMap(({ name, attributes }, index): Line[] => [
    ...(index > 0 ? [emptyLine] : []),
    { indent: 0, pieces: [{ text: nameText(name, style), paint: style.bold }] },
    ...attributeLines(attributes, style),
  ]);
  return layOut(lines, style.width);
}

function attributeLines(attributes: readonly SchemaAttribute[], style: Style): Line[] {
  const labels = attributes.map(({ name }) => labelText(name, style));
  const widths = labels.map(displayWidth).filter((width) => width <= widestName);
  const column = Math.max(0, ...widths) + 2;
  return attributes.map((attribute, index) => {
    const label = labels[index] ?? "";
    const blanks = " ".repeat(Math.max(2, column - displayWidth(label)));
    const { dataType } = attribute;
    const qualities = qualitiesOf(attribute);
    const type = qualities === "" ? dataType : dataType.padEnd(11);
    return {
      indent: 2,
      hang: 2 + column,
      pieces: [label + blanks, type, ...(qualities === "" ? [] : [{ text: qualities, paint: style.dim }])],
    };
  });
}

function qualitiesOf({ isAnchor, isMultiValued, operation = "ImportExport" }: SchemaAttribute): string {
  const operations = { ImportOnly: "import only", ExportOnly: "export only", ImportExport: "" };
  return [isAnchor === true ? "anchor" : "", isMultiValued === true ? "many values" : "", operations[operation]]
    .filter((word) => word !== "")
    .join(", ");
}

function inWords(attribute: SchemaAttribute): string {
  const qualities = qualitiesOf(attribute);
  return qualities === "" ? attribute.dataType : `${attribute.dataType}, ${qualities}`;
}

export function schemaChanges(before: ConnectorSchema, after: ConnectorSchema): SchemaChange[] {
  const names = [...new Set([...before.types, ...after.types].map(({ name }) => name))];
  return names.flatMap((type): SchemaChange[] => {
    const [had, has] = [before, after].map(({ types }) => types.find(({ name }) => name === type));
    if (had === undefined || has === undefined) {
      return [{ sign: had === undefined ? "+" : "-", type, attribute: null, before: "", after: "" }];
    }
    const attributes = [...new Set([...had.attributes, ...has.attributes].map(({ name }) => name))];
    return attributes.flatMap((attribute) => {
      const [was, is] = [had, has].map((each) => each.attributes.find(({ name }) => name === attribute));
      const [from, to] = [was, is].map((each) => (each === undefined ? "" : inWords(each)));
      if (from === to) return [];
      const sign = was === undefined ? "+" : is === undefined ? "-" : "~";
      return [{ sign, type, attribute, before: from ?? "", after: to ?? "" }];
    });
  });
}

const paints: Readonly<Record<SchemaChange["sign"], (style: Style) => Paint>> = {
  "+": ({ green }) => green,
  "-": ({ red }) => red,
  "~": ({ yellow }) => yellow,
};

export function schemaChangesView(changes: readonly SchemaChange[], style: Style): string {
  const lines = changes.map(({ sign, type, attribute, before, after }): Line => {
    const what =
      attribute === null ? labelText(type, style) : `${labelText(type, style)}.${labelText(attribute, style)}`;
    const rest = [before, after].filter((text) => text !== "").join(" → ");
    return {
      indent: 2,
      hang: 6,
      pieces: [{ text: `${sign} `, paint: paints[sign](style) }, rest === "" ? what : `${what}: ${rest}`],
    };
  });
  const heading = `${countText(changes.length, "difference")} to what was kept:`;
  return layOut([{ indent: 0, pieces: [heading] }, ...lines], style.width);
}
