/** The scripts of a definition as text, each with what positions in it are called by. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { IdleError } from "@idle/contract";
import type { Definition } from "../definition/definition.ts";
import type { SlotName } from "../model/slots.ts";
import { decodeScript } from "../scripts/decode-script.ts";

export interface ScriptText {
  readonly slot: SlotName;
  readonly text: string;
  /** As it stands in its file; an inline block in UTF-8. */
  readonly bytes: Uint8Array;
  /** How messages call it. */
  readonly name: string;
  /** For positions: an absolute path, or for an inline block a name of its own beside the definition. */
  readonly file: string;
}

const longest = 16 * 1024 * 1024;

/** Throws ConnectorInvalid with every file that cannot be read. */
export async function readScriptTexts(
  { scripts, path, file, problem }: Pick<Definition, "scripts" | "path" | "file" | "problem">,
  workingFolder: string,
): Promise<readonly ScriptText[]> {
  const folder = path === null ? workingFolder : dirname(path);
  const texts: ScriptText[] = [];
  const problems: { readonly message: string; readonly slot: SlotName }[] = [];
  for (const [slot, source] of scripts) {
    if (source.kind === "inline") {
      const { text } = source;
      const bytes = new TextEncoder().encode(text);
      texts.push({ slot, text, bytes, name: `${slot} in ${file}`, file: resolve(folder, `${slot}.inline.ps1`) });
      continue;
    }
    try {
      const bytes = await readFile(resolve(folder, source.path));
      if (bytes.length > longest) throw new Error(`it has ${bytes.length} bytes`);
      const text = decodeScript(bytes);
      // A blank script is none, in a file as in a block.
      if (text.trim() !== "") texts.push({ slot, text, bytes, name: source.path, file: resolve(folder, source.path) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push({ slot, message: `The script ${JSON.stringify(source.path)} cannot be read: ${why}.` });
    }
  }
  if (problems.length === 0) return texts;
  const diagnostics = problems.map(({ slot, message }) => ({
    ...problem("ScriptUnreadable", `/scripts/${slot}`, message),
  }));
  throw new IdleError("ConnectorInvalid", problems.map(({ message }) => message).join(" "), {
    details: { diagnostics },
  });
}
