/** JSON for standard output: a document of two-space indent, or one line. What a terminal would act on is escaped. */

// C1 controls, bidirectional controls, separators, invisible marks. JSON.stringify itself escapes what is below a blank.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

export function jsonDocument(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

export function jsonLine(value: unknown): string {
  return `${escapeJson(JSON.stringify(value))}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters but line breaks are what this looks for.
const controls = /[\u0000-\u0009\u000b-\u001f]/g;

/**
 * A text of several lines with everything escaped that a terminal would act on. Knows nothing of core, so that it is there
 * at once.
 */
export function escapeControls(text: string): string {
  return escapeJson(text.replace(controls, (character) => JSON.stringify(character).slice(1, -1)));
}

/** The same data: such characters stand only inside of strings, where an escape means the same. */
export function escapeJson(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
