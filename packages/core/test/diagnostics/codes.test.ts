import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCodes } from "@idle/contract";
import { expect, it } from "vitest";
import { diagnosticCodes } from "../../src/diagnostics/codes.ts";

const source = join(import.meta.dirname, "..", "..", "src");

/** Every PascalCase text in the sources that stand for codes: after `code:`, as the first of a call's texts, in a list. */
function textsIn(folder: string): Set<string> {
  const texts = new Set<string>();
  for (const entry of readdirSync(join(source, folder), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name === "codes.ts") continue;
    if (entry.parentPath.endsWith("generated")) continue;
    for (const [, text] of readFileSync(join(entry.parentPath, entry.name), "utf8").matchAll(/"([A-Z][A-Za-z]+)"/g)) {
      texts.add(text ?? "");
    }
  }
  return texts;
}

it("every code that is registered is used", () => {
  const used = new Set(["validate", "expression", "plan"].flatMap((folder) => [...textsIn(folder)]));
  for (const code of Object.keys(diagnosticCodes)) expect(used, code).toContain(code);
});

it("every code says what it means and what to do, in sentences", () => {
  for (const [code, { meaning, remedy }] of [...Object.entries(diagnosticCodes), ...Object.entries(errorCodes)]) {
    expect(meaning, code).toMatch(/^[A-Z].*\.$/);
    expect(remedy, code).toMatch(/^([A-Z`]).*\.$/);
  }
});

it("every code after `code:` is registered, as a diagnostic or as an error", () => {
  const known = new Set([...Object.keys(diagnosticCodes), ...Object.keys(errorCodes)]);
  for (const folder of ["validate", "expression", "plan"]) {
    for (const entry of readdirSync(join(source, folder), { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.parentPath.endsWith("generated")) continue;
      const code = readFileSync(join(entry.parentPath, entry.name), "utf8");
      for (const [, name] of code.matchAll(/\bcode: "([A-Z][A-Za-z]+)"/g)) expect(known, entry.name).toContain(name);
    }
  }
});
