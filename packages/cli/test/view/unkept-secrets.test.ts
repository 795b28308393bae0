import { describe, expect, it } from "vitest";
import { createStyle } from "../../src/view/style.ts";
import { unkeptSecrets } from "../../src/view/unkept-secrets.ts";
import { completedResult } from "../fixtures/records.ts";

describe("sealed outputs that are kept nowhere", () => {
  const sealed = `eyJ${"a".repeat(300)}`;
  const steps = completedResult.steps.map((step) => ({ ...step, sealedOutputs: { initialPassword: sealed } }));
  const result = { ...completedResult, steps: steps.slice(0, 1) };

  it("are warned of within the terminal's width, and stand on one line of JSON all the same", () => {
    const lines = unkeptSecrets(result, createStyle({ colour: false, width: 40 }))
      .trimEnd()
      .split("\n");
    const json = lines.pop() ?? "";
    expect(lines.join(" ")).toMatch(/^warning The result was not kept .* --key KEY$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(JSON.parse(json).steps[0].sealedOutputs).toEqual({ initialPassword: sealed });
  });
});
