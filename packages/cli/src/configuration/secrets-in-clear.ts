import type { JsonValue } from "@idle/contract";
import type { Redactor } from "@idle/core";

const reference = /^(env:[^\s:]+|file:\S.*|command:.*)$/s;

/** Every place where a value under a secret's name is not a reference to the secret but, it must be feared, the secret. */
export function findSecretsInClear(value: JsonValue, redactor: Redactor): { pointer: string; name: string }[] {
  const found: { pointer: string; name: string }[] = [];
  const visit = (item: JsonValue, pointer: string, secretName: string | null) => {
    if (Array.isArray(item)) {
      for (const [index, child] of item.entries()) visit(child, `${pointer}/${index}`, secretName);
    } else if (typeof item === "object" && item !== null) {
      for (const [key, child] of Object.entries(item)) {
        const name = redactor.isSecretName(key) ? key : null;
        visit(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, name);
      }
    } else if (secretName !== null && isSecretText(item)) {
      found.push({ pointer, name: secretName });
    }
  };
  visit(value, "", null);
  return found;
}

function isSecretText(value: JsonValue): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && value !== "" && !reference.test(value);
}
