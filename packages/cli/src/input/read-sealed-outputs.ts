/** The sealed outputs in a result: a file of idle apply --out in, each sealed value with its place out. */
import { resolve } from "node:path";
import { IdleError, type JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import { isObject } from "./is-object.ts";
import { longestRecord, readBytes, standardInputName } from "./read-bytes.ts";

export interface SealedOutput {
  readonly step: string;
  readonly stepId: string;
  readonly output: string;
  /** The JWE. */
  readonly sealed: string;
}

export interface SealedOutputs {
  readonly runId: string;
  /** In the order of the steps, those after a failure last. */
  readonly outputs: readonly SealedOutput[];
}

/**
 * `file` may be `-`; a line of JSON may then stand behind others, as it does on the standard error of idle apply. Throws FileUnreadable, or InvalidInput for what is no
 * result.
 */
export async function readSealedOutputs(file: string, workingFolder: string): Promise<SealedOutputs> {
  const name = file === "-" ? standardInputName : file;
  const bytes = await readBytes(file === "-" ? file : resolve(workingFolder, file), longestRecord, name);
  const refuse = (): never => {
    throw new IdleError(
      "InvalidInput",
      `${escapeText(name)} is no result. Name a file that idle apply --out wrote, or - for one on standard input.`,
    );
  };
  const result = parse(bytes) ?? (file === "-" ? parseLastLine(bytes) : undefined);
  if (!isObject(result) || typeof result.runId !== "string" || !Array.isArray(result.steps)) return refuse();
  const { runId, steps, onFailure } = result;
  const later = isObject(onFailure) && Array.isArray(onFailure.steps) ? onFailure.steps : [];
  const outputs = [...steps, ...later].flatMap((step: JsonValue) => outputsOf(step) ?? refuse());
  return { runId, outputs };
}

function parse(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function parseLastLine(bytes: Uint8Array): JsonValue | undefined {
  const text = new TextDecoder().decode(bytes).trimEnd();
  return parse(new TextEncoder().encode(text.slice(text.lastIndexOf("\n") + 1)));
}

/** Null for what is no step's result. */
function outputsOf(step: JsonValue): SealedOutput[] | null {
  if (!isObject(step) || typeof step.id !== "string" || typeof step.name !== "string") return null;
  const { id, name, sealedOutputs = {} } = step;
  if (!isObject(sealedOutputs)) return null;
  const entries = Object.entries(sealedOutputs);
  return entries.map(([output, sealed]) => ({ step: name, stepId: id, output, sealed: String(sealed) }));
}
