import type { Connector, Definition } from "@idle/connector";
import type { Diagnostic } from "@idle/contract";
import { appendToPointer } from "@idle/core";
import type { InputCode } from "../input/input-codes.ts";

/** What the validation script said of one page. */
export type PageAnswer = Awaited<ReturnType<Connector["validate"]>>[number];

const standard: Readonly<Record<string, string>> = {
  Server: "server",
  Domain: "domain",
  User: "user",
  Password: "password",
  ImpersonateConnectorAccount: "impersonate",
  LoadUserProfileWhenImpersonating: "loadUserProfile",
  LogonTypeWhenImpersonating: "logonType",
  SignedScriptsOnly: "signedScriptsOnly",
};

/** What a validation script refuses, at the place of the definition that says it. */
export function parameterProblem(answer: PageAnswer, definition: Definition): Diagnostic {
  const { page, errorParameter, errorMessage = "The validation script says no more." } = answer;
  const name = errorParameter === undefined ? "" : `${errorParameter}: `;
  return definition.problem(
    "ParameterRefused" satisfies InputCode,
    pointerOf(errorParameter, definition),
    `${name}${errorMessage} (asked about ${page})`,
  );
}

function pointerOf(parameter: string | undefined, { parameters }: Definition): string {
  if (parameter === undefined) return "";
  if (Object.hasOwn(standard, parameter)) return `/connectivity/${standard[parameter]}`;
  const [, name = parameter, scope] = /^(.*)_(Global|Partition|RunStep)$/.exec(parameter) ?? [];
  const scopes = { Global: "global", Partition: "partition", RunStep: "runStep" } as const;
  for (const [suffix, key] of Object.entries(scopes)) {
    if ((scope === undefined || scope === suffix) && parameters[key].has(name)) {
      return appendToPointer(`/parameters/${key}`, name);
    }
  }
  return "";
}
