import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createLogicalNames } from "../src/attributes/logical-names.ts";
import { readOptions } from "../src/options/read-options.ts";

const page = readFileSync(new URL("../../../docs/providers/ldap.md", import.meta.url), "utf8");
/** The rows of the tables under a heading. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll("`", "")));
}

it.each([
  ["activeDirectory", 1],
  ["ldap", 2],
] as const)("the table of attributes says what names mean: %s", (flavour, column) => {
  const names = createLogicalNames(flavour, {});
  const documented = rowsUnder("Attributes");
  expect(documented.length).toBeGreaterThan(30);
  for (const row of documented) {
    const [name = ""] = row;
    expect(names.names.includes(name) ? names.toWire(name) : "", name).toBe(row[column] ?? "");
  }
  expect(names.names.filter((name) => !documented.some(([known]) => known === name))).toEqual([]);
});

it("the table of options has each of them", () => {
  const known = /There are (.*)\.$/.exec(refusal())?.[1]?.split(", ") ?? [];
  const documented = rowsUnder("Options").map(([name]) => name);
  expect(known.filter((name) => !documented.includes(name))).toEqual([]);
});

function refusal(): string {
  try {
    readOptions({ nothing: true });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
