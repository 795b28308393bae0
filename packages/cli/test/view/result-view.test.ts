import { describe, expect, it } from "vitest";
import { resultView } from "../../src/view/result-view.ts";
import { createStyle } from "../../src/view/style.ts";
import { completedResult, failedResult } from "../fixtures/records.ts";

const style = (width: number | null, colour = false) => createStyle({ colour, width });
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

describe("the view of a result", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = resultView(failedResult, style(width));
    await expect(text).toMatchFileSnapshot(`../golden/result.${width}.txt`);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("neither wraps nor cuts in a pipe", async () => {
    await expect(resultView(failedResult, style(null))).toMatchFileSnapshot("../golden/result.pipe.txt");
  });

  it("is coloured where colours are wanted", async () => {
    await expect(resultView(failedResult, style(80, true))).toMatchFileSnapshot("../golden/result.80.colour.txt");
  });

  it("ends with what became of the run", () => {
    expect(lastLine(resultView(completedResult, style(80)))).toBe(
      "Run completed: 2 changed, 1 unchanged, 1 not applicable, in 1.3 s.",
    );
    expect(lastLine(resultView({ ...completedResult, status: "Blocked", steps: [] }, style(80)))).toBe(
      "Run blocked: 0 changed, 0 unchanged, in 1.3 s.",
    );
  });

  it("says when the record has gaps", () => {
    const sinkError = { code: "FileUnreadable", message: "audit.ndjson cannot be written: the disk is full." } as const;
    const text = resultView({ ...completedResult, eventsDropped: 12, sinkError }, style(null));
    expect(text).toContain("warning 12 events were not kept in the result.\n");
    expect(text).toContain(
      "warning Not every event could be written: audit.ndjson cannot be written: the disk is full.\n",
    );
  });

  it("warns of what somebody should look into although a step completed", () => {
    const steps = completedResult.steps.map((each) => ({
      ...each,
      warnings: ["Provider X answered\u001b[2J wrongly."],
    }));
    const text = resultView({ ...completedResult, steps: steps.slice(0, 1) }, style(null));
    expect(text).toContain("\n    warning Provider X answered\\u001b[2J wrongly.\n");
  });

  it("shows attributes and entitlements as the plan did", () => {
    const [step] = completedResult.steps;
    if (step === undefined) throw new Error("The fixture has steps.");
    const outputs = {
      attributes: [
        { name: "Department", changed: true, before: "HR", after: "IT" },
        { name: "Title", changed: false, before: "Engineer", after: "Engineer" },
      ],
      granted: [{ kind: "Group", id: "CN=Staff" }],
      revoked: [{ kind: "Licence", id: "E3" }],
      skipped: [],
    };
    expect(resultView({ ...completedResult, steps: [{ ...step, outputs }] }, style(null))).toContain(
      '    ~ Department: "HR" → "IT"\n    + Group: "CN=Staff"\n    - Licence: "E3"\n\n',
    );
  });

  it("names sealed outputs and how to open them, and shows nothing of them", () => {
    const steps = completedResult.steps.map((each) => ({ ...each, sealedOutputs: { initialPassword: "eyJ.a.b.c.d" } }));
    const text = resultView({ ...completedResult, steps: steps.slice(0, 1) }, style(null));
    expect(text).toContain("    sealed: initialPassword (idle secrets open RESULT --key FILE)\n");
    expect(text).not.toContain("eyJ");
    const kept = (file: string) =>
      resultView({ ...completedResult, steps: steps.slice(0, 1) }, style(null), { file, isInterrupted: false });
    expect(kept("out/result.json")).toContain("(idle secrets open out/result.json --key FILE)\n");
    expect(kept("my \u202eresult")).toContain('(idle secrets open "my \\u202eresult" --key FILE)\n');
  });

  it("counts every step once, and says of a run that was interrupted who ended it", () => {
    const [first, second] = completedResult.steps;
    if (first === undefined || second === undefined) throw new Error("The fixture has steps.");
    const error = { code: "Cancelled", message: "The host aborted the run." } as const;
    const steps = [first, second, { ...first, status: "Cancelled", error } as const];
    const text = resultView({ ...completedResult, status: "Cancelled", steps, notReached: ["A"] }, style(null), {
      file: null,
      isInterrupted: true,
    });
    expect(text).toContain("    error Cancelled: The run was interrupted.\n");
    expect(text).not.toContain("host");
    expect(lastLine(text)).toBe(
      "Run cancelled: 2 changed (1 of them cancelled), 1 unchanged, 1 not reached, in 1.3 s.",
    );
  });

  it("leaves the engine's words for a run that was ended by anything else", () => {
    const [first] = completedResult.steps;
    if (first === undefined) throw new Error("The fixture has steps.");
    const error = {
      code: "Cancelled",
      message: "The host aborted the run.",
      cause: { name: "Error", message: "let go" },
    } as const;
    const steps = [{ ...first, status: "Cancelled", changed: false, error } as const];
    const text = resultView({ ...completedResult, status: "Cancelled", steps }, style(null));
    expect(text).toContain("error Cancelled: The host aborted the run.\n      because: let go\n");
    expect(lastLine(text)).toBe("Run cancelled: 0 changed, 0 unchanged, 1 cancelled, in 1.3 s.");
  });

  it("escapes what a system said", () => {
    const steps = failedResult.steps.map((step) =>
      step.error === undefined ? step : { ...step, error: { code: "Busy", message: "\u001b[31mno\r\nreally" } },
    );
    expect(resultView({ ...failedResult, steps }, style(null))).toContain("error Busy: \\u001b[31mno\\r\\nreally\n");
  });
});
