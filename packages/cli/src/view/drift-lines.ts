/** Where the world had moved since the plan was made: as the reason why nothing was done, and beside a result. */
import type { StepDrift } from "@idle/contract";
import { emptyLine, type Line } from "./lay-out.ts";
import { messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** What an error carries of it, which may have come from a file. */
export function driftOf(details: unknown): readonly Pick<StepDrift, "name" | "differences">[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((entry: unknown) => {
    const { name, differences } = Object(entry) as { readonly name?: unknown; readonly differences?: unknown };
    if (typeof name !== "string" || !Array.isArray(differences)) return [];
    return [{ name, differences: differences.filter((each) => typeof each === "string") }];
  });
}

export function driftProblemLines(drift: ReturnType<typeof driftOf>, style: Style): Line[] {
  const head = { text: "error PlanDrifted: ", paint: style.red };
  return [
    { indent: 0, pieces: [head, "The world has moved since this plan was made. Nothing was changed."] },
    ...drift.flatMap((step) => stepLines(step, style)),
    {
      indent: 0,
      pieces: ["Plan again and review the new plan, or go on with what would change now: --accept-drift"],
    },
  ];
}

export function driftLines(drift: readonly StepDrift[], style: Style): Line[] {
  if (drift.length === 0) return [];
  const accepted = drift.filter(({ kind }) => kind === "Other");
  const fewer = drift.filter(({ kind }) => kind === "Fewer");
  const part = (title: string, steps: readonly StepDrift[]): Line[] =>
    steps.length === 0
      ? []
      : [
          { indent: 0, pieces: [{ text: title, paint: style.yellow }] },
          ...steps.flatMap((step) => stepLines(step, style)),
          emptyLine,
        ];
  return [...part("Otherwise than reviewed, which was accepted:", accepted), ...part("So already:", fewer)];
}

function stepLines({ name, differences }: Pick<StepDrift, "name" | "differences">, style: Style): Line[] {
  return [
    { indent: 2, pieces: [{ text: nameText(name, style), paint: style.bold }] },
    ...differences.map((each) => ({ indent: 4, hang: 2, pieces: [messageText(each, style)] })),
  ];
}
