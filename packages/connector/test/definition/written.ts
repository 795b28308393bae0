import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnostic, isIdleError } from "@idle/contract";
import { onTestFinished } from "vitest";
import type { Definition } from "../../src/definition/definition.ts";
import { readDefinition } from "../../src/definition/read-definition.ts";

/** A file with this text, in a folder of the test's own. */
export function write(text: string | Uint8Array, name = "connector.yaml"): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), "idle-definition-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return { folder, path };
}

/** The definition that a file has, or one that code hands over. */
export function read(source: string | Uint8Array | object): Promise<Definition> {
  const isText = typeof source === "string" || source instanceof Uint8Array;
  return readDefinition(isText ? write(source).path : source);
}

/** What is wrong with it: the diagnostics of ConnectorInvalid; none when nothing is. */
export async function diagnosticsOf(source: string | Uint8Array | object): Promise<readonly Diagnostic[]> {
  try {
    await read(source);
    return [];
  } catch (error) {
    if (!isIdleError(error, "ConnectorInvalid")) throw error;
    return error.details?.diagnostics as unknown as readonly Diagnostic[];
  }
}

/** `code pointer`, one for each. */
export async function codesOf(source: string | object): Promise<readonly string[]> {
  return (await diagnosticsOf(source)).map(({ code, pointer = "" }) => `${code} ${pointer}`);
}

/** `line:column code message`, one for each. */
export async function placesOf(source: string | Uint8Array): Promise<readonly string[]> {
  return (await diagnosticsOf(source)).map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
}

/** The beginning of a definition in which everything is well. */
export const head = 'name: hr\nuse: "@acme/hr-connector"\n';
