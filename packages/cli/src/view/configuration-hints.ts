/** What to do in the configuration about errors of the engine, which does not know that there is one. */
import type { ErrorData, Result } from "@idle/contract";
import { escapeText } from "@idle/core";
import { sentence } from "./sentence.ts";
import type { Style } from "./style.ts";

const hints = {
  StepTypeUnknown: "name the package that the step type comes from under steps, if it is there but not named.",
  ProviderMissing: "put the provider under providers: its alias, and use with the package it comes from.",
  SessionBrokerMissing:
    "describe the session under authSessions: match with the name the step gives in authSessionName, or default: true, and what makes it: use with a package, or type: Credential.",
  SealRecipientMissing: "set sealTo to a file with a public key. To make a pair: idle secrets create-key --out FILE",
} as const;

/** A line for each kind of error that the configuration can do something about; `file` is what the configuration is called. */
export function configurationHints(errors: readonly ErrorData[], file: string, style: Style): string {
  const codes = new Set(errors.flatMap(codesOf));
  const misspelt = errors.flatMap(misspeltAliases);
  const meant = [...new Set(misspelt)].join(", ");
  return Object.entries(hints)
    .filter(([code]) => codes.has(code))
    .map(([code, what]) => (code === "ProviderMissing" && meant !== "" ? aliasHint(meant) : what))
    .map((what) => sentence(style, { text: "To do: ", paint: style.bold }, `In ${escapeText(file)}, ${what}`))
    .join("");
}

/** Those of the steps. */
export function errorsOf({ steps, onFailure }: Result): ErrorData[] {
  return [...steps, ...onFailure.steps].flatMap(({ error }) => (error === undefined ? [] : [error]));
}

/** An alias that is near may be right, and the workflow wrong; or the other way round. */
function aliasHint(meant: string): string {
  return `correct the alias under providers, if it is ${escapeText(meant)} that is misspelt and the workflow is right.`;
}

/** The aliases of the configuration that were probably meant. */
function misspeltAliases({ code, details }: ErrorData): string[] {
  const { diagnostics, suggestion } = (details ?? {}) as {
    readonly diagnostics?: unknown;
    readonly suggestion?: unknown;
  };
  const inside = Array.isArray(diagnostics) ? (diagnostics as { code?: unknown; suggestion?: unknown }[]) : [];
  return [{ code, suggestion }, ...inside].flatMap((each) =>
    each.code === "ProviderMissing" && typeof each.suggestion === "string" ? [each.suggestion] : [],
  );
}

/** A workflow that cannot be planned has its problems as diagnostics. */
function codesOf({ code, details }: ErrorData): string[] {
  const { diagnostics } = (details ?? {}) as { readonly diagnostics?: unknown };
  const inside = Array.isArray(diagnostics) ? diagnostics.map((each: { readonly code?: unknown }) => each.code) : [];
  return [code, ...inside.filter((each) => typeof each === "string")];
}
