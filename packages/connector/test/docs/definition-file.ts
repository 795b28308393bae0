import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A definition in a file of its own, as long as a test takes: only a file may name a package. */
export function definitionFile(text: string, onEnd: (work: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "idle-connector-page-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "connector.yaml");
  writeFileSync(file, text);
  return file;
}
