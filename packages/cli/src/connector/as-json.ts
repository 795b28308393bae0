/**
 * What a connector space holds, as JSON: what programs read, and what people are shown. A value of an attribute with one
 * value stands for itself, those of the others are a list; bytes are `{ "base64": … }`, a whole number beyond 2^53 is a text.
 */
import type { ConnectorSchema, CsValue, PendingExport, SpaceObject } from "@idle/connector";
import type { JsonObject, JsonValue } from "@idle/contract";

export interface AsJson {
  object(object: SpaceObject): ObjectDocument;
  pending(pending: PendingExport): PendingDocument;
}

/** A type, and no interface, so that it is JSON. */
export type ObjectDocument = {
  readonly objectType: string;
  readonly dn: string | null;
  readonly anchor: JsonObject | null;
  readonly partition: string | null;
  readonly state: SpaceObject["state"];
  /** What the last import saw. */
  readonly imported: JsonObject | null;
  /** With what was exported since and went well. */
  readonly current: JsonObject | null;
};

export type AttributeDocument = {
  readonly name: string;
  readonly isMultiValued: boolean;
  /** Null for no value. */
  readonly before: JsonValue;
  readonly after: JsonValue;
};

export type PendingDocument = {
  readonly action: PendingExport["action"];
  readonly object: string;
  readonly objectType: string;
  readonly partition: string | null;
  readonly newDn: string | null;
  readonly outcomeUnknown: boolean;
  readonly attributes: readonly AttributeDocument[];
};

export interface Redaction {
  isSecretName(name: string): boolean;
  data(value: unknown): JsonValue;
}

const hidden = "[REDACTED]";

/** Without what is secret by its name or its content. */
export function createAsJson(schema: ConnectorSchema | null, redactor: Redaction): AsJson {
  const multiValued = new Map(
    (schema?.types ?? []).map(({ name, attributes }) => [
      name,
      new Set(attributes.filter(({ isMultiValued }) => isMultiValued === true).map((attribute) => attribute.name)),
    ]),
  );
  const isMultiValued = (type: string, attribute: string) => multiValued.get(type)?.has(attribute) === true;
  const values = (type: string, attribute: string, given: readonly CsValue[]): JsonValue => {
    if (given.length === 0) return null;
    if (redactor.isSecretName(attribute)) return hidden;
    const [first, ...rest] = given.map(valueAsJson);
    const isOne = rest.length === 0 && first !== undefined && !isMultiValued(type, attribute);
    return redactor.data(isOne ? first : given.map(valueAsJson));
  };
  const image = (type: string, given: SpaceObject["imported"]): JsonObject | null =>
    given === null
      ? null
      : Object.fromEntries([...given].map(([name, held]) => [name, values(type, name, held)] as const));
  return {
    object({ objectType, dn, anchor, partition, state, imported, current }) {
      const anchors = Object.entries(anchor ?? {}).map(([name, value]) => [name, values(objectType, name, [value])]);
      return {
        objectType,
        dn,
        anchor: anchor === null ? null : Object.fromEntries(anchors),
        partition,
        state,
        imported: image(objectType, imported),
        current: image(objectType, current),
      };
    },
    pending({ action, object, objectType, partition, newDn, outcomeUnknown, attributes }) {
      const changes = attributes.map(({ name, before, after }) => ({
        name,
        isMultiValued: isMultiValued(objectType, name),
        before: values(objectType, name, before),
        after: values(objectType, name, after),
      }));
      return { action, object, objectType, partition, newDn, outcomeUnknown, attributes: changes };
    },
  };
}

function valueAsJson(value: CsValue): JsonValue {
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" ? { base64: Buffer.from(value).toString("base64") } : value;
}

/** How messages call an object: by its name, else by its anchor, as pending exports and errors do. */
export function objectLabel({ dn, anchor }: Pick<SpaceObject, "dn" | "anchor">): string {
  if (dn !== null) return dn;
  const texts = Object.values(anchor ?? {}).map((value) =>
    typeof value === "object" ? Buffer.from(value).toString("base64") : String(value),
  );
  return texts.length === 1 ? (texts[0] ?? "") : JSON.stringify(texts);
}
