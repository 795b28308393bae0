import type { JsonValue } from "@idle/contract";
import { parseSecretReference, secretSchemeOf } from "@idle/core";
import { invalidReference, referenceProblem } from "./check-reference.ts";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { fieldOf, flagOf, numberOf, textOf } from "./read-fields.ts";
import { readScripts } from "./read-scripts.ts";

const where = "is for PowerShell scripts on Windows, and this connector is in TypeScript";
const account = "Scripts connect with the credential that they are given";

/** What each setting would do, and what does that for a connector in TypeScript. */
const windowsOnly: readonly (readonly [setting: string, instead: string])[] = [
  ["impersonate", `${account}; or run the host itself as the account that is needed.`],
  ["loadUserProfile", `${account}, and need no profile.`],
  ["logonType", `${account}; nobody is logged on.`],
  ["signedScriptsOnly", "What is installed, the lock file of the package manager pins."],
];

/** What should be a reference to a secret and is none, and settings that mean nothing for the kind of scripts. */
export function connectivityProblems(data: JsonValue): readonly FoundProblem[] {
  const connectivity = fieldOf(data, "connectivity");
  const problems: FoundProblem[] = [];
  const password = textOf(connectivity, "password") ?? numberOf(connectivity, "password") ?? "";
  const wrong = password === "" ? null : referenceProblem(password, "/connectivity/password", "password");
  if (wrong !== null) problems.push(wrong);
  const user = textOf(connectivity, "user") ?? "";
  if (secretSchemeOf(user) !== null) {
    const parts = parseSecretReference(user);
    if ("problem" in parts) problems.push(invalidReference("/connectivity/user", parts.problem));
  }
  if (readScripts(fieldOf(data, "scripts")).size > 0) return problems;
  for (const [setting, instead] of windowsOnly) {
    const logonType = setting === "logonType" ? (textOf(connectivity, setting) ?? "None") : "None";
    if (flagOf(connectivity, setting) !== true && logonType === "None") continue;
    const message = `${setting} ${where}. ${instead} Take ${setting} out.`;
    problems.push({ code: "SettingUnsupported" satisfies ConnectorCode, pointer: `/connectivity/${setting}`, message });
  }
  return problems;
}
