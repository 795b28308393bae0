/** Results that come back from a file: read with every suspicion, because people act on what they are shown. */
import { IdleError, type JsonValue, type Result } from "@idle/contract";
import { parseRecord, plainCopy, type RecordKind } from "../data/record-text.ts";
import { isObject } from "../data/value.ts";
import { quote } from "../diagnostics/quote.ts";
import { resultSchema, validateResult } from "../validate/generated/result.ts";
import { describeInputErrors } from "../validate/with-errors.ts";

const kind: RecordKind = {
  noun: "result",
  maxMebibytes: 256,
  refuse: (message, cause) => new IdleError("ResultInvalid", message, cause === undefined ? {} : { cause }),
};

/**
 * A result from its text, which is the JSON of what `invokePlan` gave. Throws ResultInvalid for text that is no result, or
 * one of a later engine with what this one does not know.
 */
export function importResult(text: string | Uint8Array): Result {
  const data = plainCopy(parseRecord(text, kind), kind) as JsonValue;
  if (isObject(data) && Object.hasOwn(data, "schemaVersion")) throw kind.refuse(otherVersion(data.schemaVersion));
  if (!validateResult(data)) {
    const described = describeInputErrors(validateResult.errors ?? [], data, resultSchema, { root: "The result" });
    const [first] = described.filter(({ code }) => code !== "UnknownKey");
    const wrong = first ?? described[0];
    const newer = first === undefined ? " A newer idle may have written this; read it with that one." : "";
    throw kind.refuse(`This is no valid result: ${wrong?.message ?? "its shape is wrong"}${newer}`);
  }
  // What the schema says is what the type says; a test compares the two with results of random runs.
  return data as unknown as Result;
}

function otherVersion(version: JsonValue | undefined): string {
  const shown = typeof version === "string" ? version : JSON.stringify(version);
  return `The result states schema version ${quote(shown)}. This engine reads results that state none; read it with the idle that wrote it.`;
}
