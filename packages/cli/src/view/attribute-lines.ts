import type { JsonValue } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import type { Line } from "./lay-out.ts";
import { factText, labelText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** Longer names of attributes push their value aside, and not those of all the others. */
const widestName = 28;

/** `name  value` one below the other; each value of a list stands for itself, bytes are told by their number. */
export function attributeLines(attributes: Readonly<Record<string, JsonValue>>, style: Style): Line[] {
  const shown = Object.entries(attributes).map(([name, value]) => ({
    label: labelText(name, style),
    texts: attributeTexts(value, style),
  }));
  const widths = shown.map(({ label }) => displayWidth(label)).filter((width) => width <= widestName);
  const column = Math.max(0, ...widths) + 2;
  return shown.flatMap(({ label, texts }) =>
    texts.map((text, index): Line => {
      const name = index === 0 ? label : "";
      const blanks = " ".repeat(Math.max(2, column - displayWidth(name)));
      return { indent: 2, hang: 2 + column, pieces: [{ text: name + blanks, paint: style.dim }, text] };
    }),
  );
}

function attributeTexts(value: JsonValue, style: Style): string[] {
  if (!Array.isArray(value)) return [valueText(value, style)];
  return value.length === 0 ? ["[]"] : value.map((each: JsonValue) => valueText(each, style));
}

/** One value. */
export function valueText(value: JsonValue, style: Style): string {
  if (!isObject(value) || typeof value.base64 !== "string") return factText(value, style);
  const bytes = Buffer.byteLength(value.base64, "base64");
  return `binary, ${bytes.toLocaleString("en-US")} ${bytes === 1 ? "byte" : "bytes"}`;
}
