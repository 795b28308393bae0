import type { Diagnostic } from "@idle/contract";
import { createRedactor } from "@idle/core";
import type { ConfigurationCode } from "../configuration/configuration.ts";
import type { Sources } from "../input/sources.ts";

// A key and what begins a text; a list, an object or nothing behind the key is no secret yet.
const keys = /([A-Za-z]+)["']?\s*:\s*[^\s{[]/g;

/** The text a diagnostic is about, for showing its line; undefined when there is none, or when the line may hold a secret. */
export function sourceFor({ code, file, line }: Diagnostic, sources: Sources): string | undefined {
  // It may be a private key that is refused there.
  const isAboutKey = code === ("SealRecipientInvalid" satisfies ConfigurationCode);
  if (file === null || line === null || isAboutKey) return undefined;
  const text = sources.textOf(file);
  return text === undefined || mayHoldSecret(text.split("\n", line)[line - 1] ?? "") ? undefined : text;
}

function mayHoldSecret(line: string): boolean {
  const redactor = createRedactor();
  return [...line.matchAll(keys)].some(([, key = ""]) => redactor.isSecretName(key));
}
