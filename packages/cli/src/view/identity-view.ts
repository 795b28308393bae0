/** One identity for people: its state, its attributes and what it holds. */
import type { AttributeValue, EntitlementAssignment, Identity } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { factLines } from "./fact-lines.ts";
import { emptyLine, type Line, layOut, type Piece } from "./lay-out.ts";
import { factText, labelText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

export interface ShownIdentity {
  /** The provider's alias. */
  readonly provider: string;
  readonly identity: Identity;
  /** Null where the provider does not list them. */
  readonly entitlements: readonly EntitlementAssignment[] | null;
}

/** Longer names of attributes push their value aside, and not those of all the others. */
const widestName = 28;

export function identityView({ provider, identity, entitlements }: ShownIdentity, style: Style): string {
  const { identityKey, enabled, container, attributes } = identity;
  const lines: Line[] = [
    { indent: 0, pieces: [{ text: nameText(identityKey, style), paint: style.bold }] },
    ...factLines(
      [
        ["provider", [nameText(provider, style)]],
        ["state", [enabled ? "enabled" : "disabled"]],
        ...(container === undefined ? [] : [["container", [factText(container, style)]] as const]),
      ],
      style,
    ),
    ...section("Attributes", attributeLines(attributes, style), style),
  ];
  if (entitlements !== null) {
    lines.push(
      ...section(
        "Entitlements",
        entitlements.map((each) => entitlementLine(each, style)),
        style,
      ),
    );
  }
  return layOut(lines, style.width);
}

function section(title: string, lines: readonly Line[], style: Style): Line[] {
  const none: Line = { indent: 2, pieces: [{ text: "none", paint: style.dim }] };
  const heading: Line = { indent: 0, pieces: [{ text: title, paint: style.bold }] };
  return [emptyLine, heading, ...(lines.length === 0 ? [none] : lines)];
}

function attributeLines(attributes: Identity["attributes"], style: Style): Line[] {
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

/** Each value of a list stands for itself. */
function attributeTexts(value: AttributeValue, style: Style): string[] {
  if (!Array.isArray(value)) return [elementText(value as Exclude<AttributeValue, readonly unknown[]>, style)];
  return value.length === 0 ? ["[]"] : value.map((each) => elementText(each, style));
}

function elementText(value: Exclude<AttributeValue, readonly unknown[]>, style: Style): string {
  if (typeof value !== "object" || value === null) return factText(value, style);
  const bytes = Buffer.byteLength(value.base64, "base64");
  return `binary, ${bytes.toLocaleString("en-US")} ${bytes === 1 ? "byte" : "bytes"}`;
}

function entitlementLine({ kind, id, displayName, removable }: EntitlementAssignment, style: Style): Line {
  const pieces: Piece[] = [`${labelText(kind, style)}: ${factText(id, style)}`];
  if (displayName !== undefined) pieces.push({ text: `  ${nameText(displayName, style)}`, paint: style.dim });
  if (removable === false) pieces.push({ text: "  cannot be removed", paint: style.yellow });
  return { indent: 2, hang: 4, pieces };
}
