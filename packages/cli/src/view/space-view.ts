/** A connector space in numbers, for people. */
import type { SpaceSummary } from "@idle/connector";
import { countText } from "./count-text.ts";
import { fieldLines } from "./field-lines.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

export interface SpaceAbout extends SpaceSummary {
  /** The definition's own words; null for none. */
  readonly description: string | null;
}

export function spaceView(space: SpaceAbout, style: Style): string {
  const { objects, partitions } = space;
  const lines: Line[] = [
    { indent: 0, pieces: [{ text: nameText(space.connector, style), paint: style.bold }] },
    ...fieldLines(
      [
        ["description", space.description === null ? "" : nameText(space.description, style)],
        ["space", nameText(space.file, style)],
        ["size", `${sizeText(space.bytes)}, format ${space.formatVersion}`],
      ],
      style,
    ),
    ...section(
      "Objects",
      objects.map(({ objectType, count }) => [nameText(objectType, style), number(count)]),
      style,
    ),
    ...section(
      "Imports",
      partitions.map((each) => importField(each, style)),
      style,
    ),
    ...section("Waiting", waitingFields(space), style),
  ];
  return layOut(lines, style.width);
}

type Field = readonly [string, string];

function section(title: string, fields: readonly Field[], style: Style): Line[] {
  const heading: Line = { indent: 0, pieces: [{ text: title, paint: style.bold }] };
  const none: Line = { indent: 2, pieces: [{ text: "none", paint: style.dim }] };
  return [emptyLine, heading, ...(fields.length === 0 ? [none] : fieldLines(fields, style))];
}

function importField(
  { partition, objects, lastFullImport, lastImport, hasWatermark }: SpaceSummary["partitions"][number],
  style: Style,
): Field {
  const name = partition === null ? "all" : nameText(partition, style);
  if (lastImport === null) return [name, "never"];
  const last =
    lastImport === lastFullImport
      ? `full import ${lastImport}`
      : `last import ${lastImport}, full import ${lastFullImport ?? "never"}`;
  return [name, `${countText(objects, "object")}, ${last}${hasWatermark ? "" : ", no watermark"}`];
}

function waitingFields(space: SpaceSummary): Field[] {
  const { pendingAdds, pendingUpdates, pendingDeletes } = space;
  const pending = pendingAdds + pendingUpdates + pendingDeletes;
  const parts = `${number(pendingAdds)} to add, ${number(pendingUpdates)} to change, ${number(pendingDeletes)} to delete`;
  const fields: [number, string, string][] = [
    [pending, "pending exports", parts],
    [
      space.awaitingConfirmation,
      "awaiting confirmation",
      `${number(space.awaitingConfirmation)}, which the next import confirms`,
    ],
    [
      space.outcomeUnknown,
      "outcome unknown",
      `${number(space.outcomeUnknown)}: an export was cut off; the next one asks first`,
    ],
    [space.errors, "errors", number(space.errors)],
    [space.unresolvedReferences, "references", `${number(space.unresolvedReferences)} to objects that are not there`],
  ];
  return fields.filter(([count]) => count > 0).map(([, name, text]) => [name, text]);
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** `3.4 MB`, in powers of 1,000 as file managers have them. */
function sizeText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? number(size) : size.toFixed(1)} ${units[unit]}`;
}
