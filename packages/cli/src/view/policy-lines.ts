/** What the policy says: beside a plan and a result, and as the reason why nothing was done. */
import type { PolicyVerdict } from "@idle/contract";
import { emptyLine, type Line } from "./lay-out.ts";
import { messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

const column = "refused  ".length;

/** Every rule, those that refuse first; nothing for a host without a policy. */
export function policyLines(verdicts: readonly PolicyVerdict[] | undefined, title: string, style: Style): Line[] {
  if (verdicts === undefined || verdicts.length === 0) return [];
  const kept = verdicts.filter(({ outcome }) => outcome === "allowed");
  return [
    { indent: 0, pieces: [{ text: title, paint: style.bold }] },
    ...refusalsIn(verdicts).flatMap((verdict) => refusalLines(verdict, style)),
    ...kept.map(({ rule, message }) => ({
      indent: 2,
      hang: 2 + column,
      pieces: [
        { text: "kept".padEnd(column), paint: style.green },
        { text: `${nameText(rule, style)}  ${messageText(message, style)}`, paint: style.dim },
      ],
    })),
    emptyLine,
  ];
}

/** Why the policy refused, with what would satisfy it. */
export function policyProblemLines(verdicts: readonly PolicyVerdict[], style: Style): Line[] {
  const head = { text: "error PolicyRefused: ", paint: style.red };
  return [
    { indent: 0, pieces: [head, "The policy refuses this plan. Nothing was changed."] },
    ...verdicts.flatMap((verdict) => refusalLines(verdict, style)),
  ];
}

export function refusalsIn(verdicts: readonly PolicyVerdict[] | undefined): readonly PolicyVerdict[] {
  return (verdicts ?? []).filter(({ outcome }) => outcome === "refused");
}

/** What an error carries of them. */
export function verdictsOf(details: unknown): readonly PolicyVerdict[] {
  if (!Array.isArray(details)) return [];
  return details.filter((each: unknown): each is PolicyVerdict => {
    const { rule, message, remedy } = Object(each) as Partial<Record<keyof PolicyVerdict, unknown>>;
    return typeof rule === "string" && typeof message === "string" && (remedy === null || typeof remedy === "string");
  });
}

function refusalLines({ rule, message, remedy }: PolicyVerdict, style: Style): Line[] {
  const lines: Line[] = [
    {
      indent: 2,
      hang: 2 + column,
      pieces: [
        { text: "refused".padEnd(column), paint: style.red },
        { text: nameText(rule, style), paint: style.bold },
        `  ${messageText(message, style)}`,
      ],
    },
  ];
  if (remedy !== null && remedy !== "") {
    lines.push({ indent: 2 + column, hang: 2 + column, pieces: [messageText(remedy, style)] });
  }
  return lines;
}
