import type { ErrorData } from "@idle/contract";
import { recordError } from "../record/record-error.ts";
import type { ExpectedError } from "../test-document.ts";
import { meant } from "./compare-steps.ts";
import { diagnosticsOf, messageOf, saysOf } from "./error-words.ts";
import type { Collector, Path } from "./finding.ts";
import { fitsWildcard } from "./values.ts";

/** An error or any of its diagnostics has the code and the message. */
export function compareError(
  {
    expected,
    actual,
    path,
    about,
  }: {
    readonly expected: ExpectedError;
    readonly actual: ErrorData;
    readonly path: Path;
    readonly about: string;
  },
  collector: Collector,
): void {
  const { code, message } = expected;
  const faces = [actual, ...diagnosticsOf(actual)];
  const withCode = code === undefined ? faces : faces.filter((each) => each.code === code);
  // The error as such stands for what it is made of.
  const candidates = code === actual.code ? faces : withCode;
  const recorded = recordError(actual);
  if (code !== undefined && withCode.length === 0) {
    const known = new Set(faces.map((each) => each.code));
    const hint = meant(code, known);
    const at = [...path, "code"];
    collector.find({
      path: at,
      about: `${about}: code`,
      expected: code,
      actual: actual.code,
      notes: [...(hint === undefined ? [] : [hint]), ...saysOf(actual)],
    });
    collector.edit({ kind: "set", path: at, value: recorded.code });
  }
  const heard = withCode.length === 0 ? faces : candidates;
  if (message !== undefined && !heard.some((each) => fitsWildcard(message, each.message))) {
    const at = [...path, "message"];
    const [said] = withCode.length === 0 || code === actual.code ? [] : withCode;
    collector.find({
      path: at,
      about: `${about}: message`,
      expected: message,
      actual: said?.message ?? messageOf(actual),
      notes: [],
    });
    collector.edit({
      kind: "set",
      path: at,
      value: said === undefined ? recorded.message : recordError({ code: said.code, message: said.message }).message,
    });
  }
}
