/** One object of a connector space for people: what is known of it, what was exported since, and what is pending. */
import type { JsonObject } from "@idle/contract";
import type { AttributeDocument, ObjectDocument, PendingDocument } from "../connector/as-json.ts";
import { attributeLines, valueText } from "./attribute-lines.ts";
import { fieldLines } from "./field-lines.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { attributeChangeLines, pendingLines } from "./pending-lines.ts";
import { factText, labelText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

export interface ShownObject {
  readonly label: string;
  readonly object: ObjectDocument;
  /** Null when nothing is. */
  readonly pending: PendingDocument | null;
}

const states: Readonly<Record<ObjectDocument["state"], string>> = {
  imported: "as the last import saw it",
  pendingAdd: "to be added by an export",
  pendingUpdate: "to be changed by an export",
  pendingDelete: "to be deleted by an export",
  awaitingConfirmation: "exported, and not confirmed by an import yet",
  outcomeUnknown: "an export was cut off: an import tells what became of it",
};

export function spaceObjectView({ label, object, pending }: ShownObject, style: Style): string {
  const { objectType, anchor, partition, state, imported, current } = object;
  const anchors = Object.entries(anchor ?? {}).map(
    ([name, value]) => `${labelText(name, style)} ${valueText(value, style)}`,
  );
  const shown = imported ?? current;
  const lines: Line[] = [
    { indent: 0, pieces: [{ text: nameText(label, style), paint: style.bold }] },
    ...fieldLines(
      [
        ["type", nameText(objectType, style)],
        ["anchor", anchor === null ? "not known yet" : anchors.join(", ")],
        ["partition", partition === null ? "" : factText(partition, style)],
        ["state", states[state]],
      ],
      style,
    ),
  ];
  if (shown !== null)
    lines.push(...section(imported === null ? "Exported" : "Attributes", attributeLines(shown, style), style));
  const exported = imported === null ? [] : exportedLines(imported, current, style);
  if (exported.length > 0) lines.push(...section("Exported since, not confirmed yet", exported, style));
  if (pending !== null) lines.push(...section("Pending", pendingLines(pending, style).map(indented), style));
  return layOut(lines, style.width);
}

function section(title: string, lines: readonly Line[], style: Style): Line[] {
  const none: Line = { indent: 2, pieces: [{ text: "none", paint: style.dim }] };
  return [
    emptyLine,
    { indent: 0, pieces: [{ text: title, paint: style.bold }] },
    ...(lines.length === 0 ? [none] : lines),
  ];
}

function indented(line: Line): Line {
  return { ...line, indent: line.indent + 2, ...(line.hang !== undefined && { hang: line.hang + 2 }) };
}

function exportedLines(imported: JsonObject, current: JsonObject | null, style: Style): Line[] {
  if (current === null) return [{ indent: 2, pieces: [{ text: "- ", paint: style.red }, "deleted"] }];
  const names = [...new Set([...Object.keys(imported), ...Object.keys(current)])];
  const changed = names.flatMap((name): AttributeDocument[] => {
    const [before, after] = [imported, current].map((image) =>
      Object.hasOwn(image, name) ? (image[name] ?? null) : null,
    );
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    return [{ name, isMultiValued: Array.isArray(before ?? after), before: before ?? null, after: after ?? null }];
  });
  return attributeChangeLines(changed, 2, style);
}
