/** One identity for people: its state, its attributes and what it holds. */
import type { EntitlementAssignment, Identity } from "@idle/contract";
import { attributeLines } from "./attribute-lines.ts";
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

function entitlementLine({ kind, id, displayName, removable }: EntitlementAssignment, style: Style): Line {
  const pieces: Piece[] = [`${labelText(kind, style)}: ${factText(id, style)}`];
  if (displayName !== undefined) pieces.push({ text: `  ${nameText(displayName, style)}`, paint: style.dim });
  if (removable === false) pieces.push({ text: "  cannot be removed", paint: style.yellow });
  return { indent: 2, hang: 4, pieces };
}
