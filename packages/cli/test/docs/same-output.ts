/**
 * What a page shows and what a command printed, made comparable: ids, times, durations and generated secrets differ
 * each time. In what is shown, "…" stands for anything within a line and, alone on one, for any number of lines.
 */
export function isSameOutput(shown: string, printed: string): boolean {
  const pattern = normalised(shown)
    .split("\n")
    .map((line) => (line.trim() === "…" ? "(?:[^\\n]*\\n)*?" : `${line.split("…").map(escaped).join("[^\\n]*")}\\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${normalised(printed)}\n`);
}

function normalised(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>")
    .replace(/\bsha256:[0-9a-f]{64}\b/g, "<sha256>")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g, "<time>")
    .replace(/\b\d+(\.\d+)? (ms|s|min)\b/g, "<duration>")
    .replace(/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{24}(?![\w-])/g, "<secret>")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
