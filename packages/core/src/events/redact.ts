/**
 * Redaction, at every door of the engine. In: anything that is about to leave. Out: plain JSON in which what is secret by
 * its name or by its value reads `[REDACTED]`.
 */
import { isIdleError, isSecret, type JsonValue } from "@idle/contract";
import { describeError } from "./error-data.ts";
import type { Redactor } from "./redactor.ts";
import { createKeyRoles, isSecretLabel, isSecretReference, type KeyRole } from "./secret-names.ts";
import { createSecretValues, hidden, type SecretValues } from "./secret-values.ts";

export type { Redactor } from "./redactor.ts";
export { collectSecretValues, findSecrets } from "./secret-places.ts";

/** Documents nest up to 64 levels; a plan puts a few around them. */
const mostLevels = 80;
const mostValues = 1_000_000;

/** `names` are secret beside those of the closed list; `values` are known from the start. */
export function createRedactor(
  options: { readonly names?: readonly string[]; readonly values?: Iterable<string> } = {},
): Redactor {
  const roleOf = createKeyRoles(options.names ?? []);
  const values = createSecretValues();
  for (const value of options.values ?? []) values.add(value);
  const copy = (value: unknown) => new Copy(roleOf, values).value(value) ?? null;
  return {
    isSecretName: (name) => roleOf(name) === "secret",
    addValue: values.add,
    text: values.text,
    data: copy,
    error: (error) => describeError(error, values.text, copy),
  };
}

/** One copy being made. Undefined stands for what JSON leaves out. */
class Copy {
  readonly #roleOf: (key: string) => KeyRole;
  readonly #values: SecretValues;
  readonly #keysHide: boolean;
  /** The objects around the one being copied: one that is met again holds itself. */
  readonly #around: object[] = [];
  #left = mostValues;

  constructor(roleOf: (key: string) => KeyRole, values: SecretValues) {
    this.#roleOf = roleOf;
    this.#values = values;
    this.#keysHide = !values.isEmpty();
  }

  value(value: unknown): JsonValue | undefined {
    switch (typeof value) {
      case "string":
        return this.#values.text(value);
      case "number":
        return Number.isFinite(value) ? this.#values.number(value) : null;
      case "boolean":
        return value;
      case "bigint":
        return this.#values.text(String(value));
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return undefined;
    }
  }

  #object(value: object): JsonValue | undefined {
    if (this.#around.includes(value)) return "[CYCLE]";
    if (this.#around.length >= mostLevels) return "[TOO DEEP]";
    this.#around.push(value);
    try {
      return this.#byKind(value);
    } catch {
      // A getter, a proxy or a toJSON of somebody else's. What cannot be read cannot leak either.
      return "[UNREADABLE]";
    } finally {
      this.#around.pop();
    }
  }

  #byKind(value: object): JsonValue | undefined {
    if (Array.isArray(value)) return this.#list(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#entries(value);
    if (isSecret(value)) return hidden;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Error || isIdleError(value)) {
      const described = describeError(value, this.#values.text, (details) => this.value(details) ?? null);
      return this.#entries(described);
    }
    if (ArrayBuffer.isView(value)) return this.#bytes(value);
    const toJson: unknown = Reflect.get(value, "toJSON");
    return typeof toJson === "function" ? this.value(Reflect.apply(toJson, value, [])) : this.#entries(value);
  }

  #list(list: readonly unknown[]): JsonValue {
    const copy: JsonValue[] = [];
    for (let index = 0; index < list.length; index += 1) {
      if (this.#isSpent()) {
        copy.push("[TOO LARGE]");
        break;
      }
      copy.push(this.value(list[index]) ?? null);
    }
    return copy;
  }

  #entries(source: object): JsonValue {
    const copy: Record<string, JsonValue> = {};
    const keys = Object.keys(source);
    let isAboutSecret: boolean | undefined;
    for (const key of keys) {
      if (this.#isSpent()) {
        copy["[TOO LARGE]"] = true;
        break;
      }
      const held: unknown = Reflect.get(source, key);
      const role = this.#roleOf(key);
      if (role === "labelled") isAboutSecret ??= this.#isAboutSecret(source, keys);
      const isNamed = role === "secret" || (role === "labelled" && isAboutSecret === true);
      const copied = isNamed ? this.#named(held) : this.value(held);
      if (copied !== undefined) this.#put(copy, key, copied);
    }
    return copy;
  }

  #isAboutSecret(source: object, keys: readonly string[]): boolean {
    const isSecretName = (name: string) => this.#roleOf(name) === "secret";
    return keys.some((key) => this.#roleOf(key) === "label" && isSecretLabel(Reflect.get(source, key), isSecretName));
  }

  /** What stands under a secret name. */
  #named(value: unknown): JsonValue | undefined {
    if (value === undefined || value === null || value === "") return value;
    if (typeof value !== "object" || Array.isArray(value) || isSecret(value) || !isSecretReference(value))
      return hidden;
    const [key, held] = Object.entries(value)[0] ?? ["generate", true];
    return { [key]: this.value(held) ?? null };
  }

  #put(copy: Record<string, JsonValue>, key: string, value: JsonValue): void {
    let name = this.#keysHide ? this.#values.text(key) : key;
    for (let count = 2; name !== key && Object.hasOwn(copy, name); count += 1) {
      name = `${this.#values.text(key)} ${count}`;
    }
    // A plain assignment to this key would set the prototype.
    if (name === "__proto__")
      Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
    else copy[name] = value;
  }

  /** As base64, unless the bytes hold a secret as text. */
  #bytes(view: ArrayBufferView): JsonValue {
    const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    const texts = [bytes.toString("utf8"), bytes.toString("utf16le"), bytes.subarray(1).toString("utf16le")];
    return texts.some((text) => this.#values.text(text) !== text)
      ? hidden
      : this.#values.text(bytes.toString("base64"));
  }

  #isSpent(): boolean {
    this.#left -= 1;
    return this.#left < 0;
  }
}
