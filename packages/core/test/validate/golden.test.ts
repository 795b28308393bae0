import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import { createStepRegistry, validateSource } from "../../src/validate/index.ts";
import { testSteps } from "./step-types.ts";

const folder = join(import.meta.dirname, "..", "fixtures", "invalid");

describe("every problem of a workflow, as a terminal shows it", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

  it.each(files)("%s", async (file) => {
    const bytes = readFileSync(join(folder, file));

    const { diagnostics } = await validateSource({ text: bytes, file }, createStepRegistry(testSteps));

    const source = bytes.toString("utf8");
    const text = diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic, { source })}\n`).join("");
    await expect(text).toMatchFileSnapshot(join(folder, file.replace(/yaml$/, "txt")));
  });
});
