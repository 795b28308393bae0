/** The step types for people: a list by package, or everything about one. */
import type { StepType } from "@idle/contract";
import { displayWidth, escapeText } from "@idle/core";
import { stepExample } from "../catalogue/step-example.ts";
import { commonInputs, type StepInput, stepInputs } from "../catalogue/step-inputs.ts";
import type { StepPackage } from "../configuration/load-step-packages.ts";
import { capabilityGroups } from "./capability-groups.ts";
import { factLines } from "./fact-lines.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { labelText, messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** Narrower than this a description goes below its name. */
const twoColumns = 100;

export function stepsView(packages: readonly StepPackage[], style: Style): string {
  const shown = packages.filter(({ steps }) => steps.length > 0);
  const widths = shown.flatMap(({ steps }) => steps.map(({ type }) => displayWidth(nameText(type, style))));
  const column = Math.max(0, ...widths.filter((width) => width <= 60));
  const lines: Line[] = [];
  for (const { name, isBuiltIn, steps } of shown) {
    const title = nameText(name ?? "In the configuration", style);
    lines.push({ indent: 0, pieces: [{ text: title, paint: style.bold }, isBuiltIn ? "  built in" : ""] });
    for (const step of steps) lines.push(...entryLines(step, column, style));
    lines.push(emptyLine);
  }
  lines.push({ indent: 0, hang: 0, pieces: ["For one of them, with an example: idle steps TYPE"] });
  return layOut(lines, style.width);
}

function entryLines({ type, description }: StepType, column: number, style: Style): Line[] {
  const name = { text: nameText(type, style), paint: style.cyan };
  const text = firstSentence(description, style);
  if (style.width !== null && style.width < twoColumns) {
    return [
      { indent: 2, pieces: [name] },
      { indent: 6, hang: 6, pieces: [text] },
    ];
  }
  const padding = " ".repeat(Math.max(0, column - displayWidth(name.text)) + 2);
  return [{ indent: 2, hang: column + 4, pieces: [name, padding, text] }];
}

function firstSentence(text: string, style: Style): string {
  const end = /[.;](?=\s|$)/.exec(text)?.index;
  return messageText(end === undefined ? text : `${text.slice(0, end)}.`, style);
}

export function stepView(step: StepType, packageName: string | null, style: Style): string {
  const { type, description, idempotent, isAct, defaultProvider, defaultAuthSessionName } = step;
  const lines: Line[] = [
    { indent: 0, pieces: [{ text: nameText(type, style), paint: style.bold }] },
    { indent: 2, hang: 2, pieces: [messageText(description, style)] },
    emptyLine,
    ...factLines(
      [
        ["from", [nameText(packageName ?? "the configuration", style)]],
        ["needs", capabilityGroups(step.requiredCapabilities, style)],
        ["to plan, also", capabilityGroups(step.previewCapabilities, style)],
        [
          "provider",
          defaultProvider === undefined
            ? []
            : [`${nameText(defaultProvider, style)}, unless with.provider names another`],
        ],
        [
          "session",
          defaultAuthSessionName === undefined
            ? []
            : [`${nameText(defaultAuthSessionName, style)}, unless with.authSessionName names another`],
        ],
        ["runs again", [again(idempotent === true, isAct === true)]],
      ],
      style,
    ),
    emptyLine,
    { indent: 0, pieces: [{ text: "Inputs, under with", paint: style.bold }] },
    ...inputLines(stepInputs(step), style),
    {
      indent: 2,
      hang: 2,
      pieces: [{ text: `and, as every step: ${commonInputs.map(({ name }) => name).join(", ")}`, paint: style.dim }],
    },
    emptyLine,
    { indent: 0, pieces: [{ text: "Example, below steps", paint: style.bold }] },
  ];
  // Never wrapped: it is there to be copied.
  const example = stepExample(step).map((line) => `${`  ${escapeText(line)}`.trimEnd()}\n`);
  return `${layOut(lines, style.width)}${example.join("")}`;
}

function again(isIdempotent: boolean, isAct: boolean): string {
  if (isAct) return "it is an act, done anew each time";
  return isIdempotent
    ? "without harm: what already holds is left alone"
    : "not by itself after an unknown outcome: it is not idempotent";
}

function inputLines(inputs: readonly StepInput[], style: Style): Line[] {
  if (inputs.length === 0) return [{ indent: 2, pieces: [{ text: "none of its own", paint: style.dim }] }];
  return inputs.flatMap(({ name, isRequired, type, description }) => [
    {
      indent: 2,
      hang: 6,
      pieces: [
        { text: labelText(name, style), paint: style.cyan },
        { text: `  ${nameText(type, style)}${isRequired ? ", required" : ""}`, paint: style.dim },
      ],
    },
    ...(description === "" ? [] : [{ indent: 6, hang: 6, pieces: [messageText(description, style)] }]),
  ]);
}
