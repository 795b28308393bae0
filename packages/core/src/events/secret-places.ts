/** Where data holds secrets, and which. */
import { isSecret, type JsonValue } from "@idle/contract";
import { appendToPointer } from "../data/pointer.ts";
import type { Redactor } from "./redactor.ts";
import { isLabel, isLabelled, isSecretLabel, isSecretReference } from "./secret-names.ts";
import { hidden } from "./secret-values.ts";

/**
 * Every place at which `redactor.data` puts something else, as JSON Pointers from the value; a key that is itself secret
 * reads `[REDACTED]` in them.
 */
export function findSecrets(redactor: Redactor, value: unknown): { pointer: string }[] {
  const places: { pointer: string }[] = [];
  walk(redactor, value, (held, pointer, isNamed, key) => {
    const isHidden =
      redactor.text(key) !== key || isSecret(held) || (isNamed && hidesNamed(held)) || hidesValue(redactor, held);
    if (isHidden) places.push({ pointer });
    return isHidden;
  });
  return places;
}

/**
 * The texts that stand under a secret name, so that they can be found wherever else they turn up. Numbers are taken as
 * the text they read as, from 6 digits on; a user name within a credential is no secret.
 */
export function collectSecretValues(redactor: Redactor, value: JsonValue): string[] {
  const found = new Set<string>();
  walk(redactor, value, (held, _pointer, isNamed) => {
    if (!isNamed || !hidesNamed(held)) return false;
    collectTexts(held, found);
    return true;
  });
  return [...found];
}

/** Deeper than any document is. */
const mostLevels = 80;

function hidesNamed(held: unknown): boolean {
  if (held === undefined || held === null || held === "" || held === hidden) return false;
  return typeof held !== "object" || Array.isArray(held) || !isSecretReference(held);
}

function hidesValue(redactor: Redactor, held: unknown): boolean {
  if (typeof held === "string") return redactor.text(held) !== held;
  return typeof held === "number" && redactor.data(held) === hidden;
}

const fewestDigits = 6;

function collectTexts(held: unknown, found: Set<string>, levels = mostLevels): void {
  if (typeof held === "string" && held !== "" && held !== hidden) found.add(held);
  if (typeof held === "number" && String(held).length >= fewestDigits) found.add(String(held));
  if (typeof held !== "object" || held === null || levels === 0) return;
  for (const [key, child] of Object.entries(held)) {
    if (key.toLowerCase() !== "username") collectTexts(child, found, levels - 1);
  }
}

/** Returns whether what is below is of no interest any more. */
type Visit = (held: unknown, pointer: string, isNamed: boolean, key: string) => boolean;

function walk(redactor: Redactor, root: unknown, visit: Visit): void {
  const around: object[] = [];
  const step = (held: unknown, pointer: string, isNamed: boolean, ownKey: string): void => {
    if (visit(held, pointer, isNamed, ownKey) || typeof held !== "object" || held === null || isSecret(held)) return;
    if (around.includes(held) || around.length > mostLevels) return;
    around.push(held);
    const entries = Object.entries(held);
    const hasNames = !Array.isArray(held) && !(isNamed && isSecretReference(held));
    const isAboutSecret =
      hasNames && entries.some(([key, label]) => isLabel(key) && isSecretLabel(label, redactor.isSecretName));
    for (const [key, child] of entries) {
      const isChildNamed = hasNames && (redactor.isSecretName(key) || (isAboutSecret && isLabelled(key)));
      step(child, appendToPointer(pointer, redactor.text(key)), isChildNamed, key);
    }
    around.pop();
  };
  step(root, "", false, "");
}
