import type { JsonObject, JsonValue } from "@idle/contract";
import { appendToPointer } from "../data/pointer.ts";
import { isObject } from "../data/value.ts";
import { quote } from "../diagnostics/quote.ts";
import { createRedactor } from "../events/redact.ts";
import type { Report } from "./findings.ts";

/** What the engine tells the broker itself, as keys of the options. */
const engineOptions = ["purpose", "correlationId", "actor"];

/**
 * Pass: `provider`, `authSessionName`, `authSessionOptions` and the name in `{ secret: NAME }` are literals, so that request
 * data never chooses a system or a privilege, and are none of the names the engine keeps for itself.
 */
export function checkLiterals(inputs: JsonObject, pointer: string, report: Report): void {
  for (const key of ["provider", "authSessionName", "authSessionOptions"]) {
    const value = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    if (value !== undefined) refuseTemplates(value, `${pointer}/${key}`, key, report);
  }
  for (const [key, value] of Object.entries(inputs)) {
    if (!isSessionReference(key, value)) continue;
    refuseTemplates(value.secret ?? null, `${appendToPointer(pointer, key)}/secret`, `${key}.secret`, report);
  }
  const { provider, authSessionName, authSessionOptions } = inputs;
  if (isName(provider, "authsessionbroker")) {
    const message = `${quote(provider)} is the alias of the session broker, which is no provider. Name a provider.`;
    report({ code: "NameReserved", message, pointer: `${pointer}/provider` });
  }
  if (isName(authSessionName, "default")) {
    const message = 'No session may be called "Default". Leave authSessionName out to get the default session.';
    report({ code: "NameReserved", message, pointer: `${pointer}/authSessionName` });
  }
  if (!isObject(authSessionOptions)) return;
  for (const option of engineOptions.filter((name) => Object.hasOwn(authSessionOptions, name))) {
    const message = `The option ${quote(option)} is set by the engine. Choose another name.`;
    report({ code: "NameReserved", message, pointer: `${pointer}/authSessionOptions/${option}`, at: "key" });
  }
}

const { isSecretName } = createRedactor();

/** `{ secret: NAME }` under a secret's name: the session whose password is meant. */
function isSessionReference(key: string, value: JsonValue): value is JsonObject {
  return isSecretName(key) && isObject(value) && Object.keys(value).join() === "secret";
}

function refuseTemplates(value: JsonValue, pointer: string, key: string, report: Report): void {
  if (typeof value === "string" && value.includes("{{")) {
    const message = `"${key}" is a literal: no template is allowed here, so that a request never chooses a system or a privilege. Write the value out.`;
    report({ code: "TemplateInLiteral", message, pointer });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, child] of Object.entries(value))
      refuseTemplates(child, appendToPointer(pointer, name), key, report);
  }
}

function isName(value: JsonValue | undefined, lowerCase: string): value is string {
  return typeof value === "string" && value.toLowerCase() === lowerCase;
}
