import { existsSync, lstatSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { configurationFileName } from "./configuration-file-name.ts";

/**
 * The configuration that applies in a folder: the nearest `idle.config.yaml` upwards, not beyond the root of the
 * repository; null when there is none. A folder is not trusted just because somebody stands in it: a file of another
 * user's is refused (ConfigInvalid).
 */
export function findConfiguration(folder: string): string | null {
  for (let current = folder; ; current = dirname(current)) {
    const path = join(current, configurationFileName);
    if (existsSync(path)) return expectOwn(path);
    if (existsSync(join(current, ".git")) || dirname(current) === current) return null;
  }
}

function expectOwn(path: string): string {
  const user = process.geteuid?.();
  // Windows has no such ids; there a folder's own access rights have to do.
  if (user === undefined) return path;
  const isOwn = [lstatSync(path), statSync(path)].every(({ uid }) => uid === user);
  if (isOwn) return path;
  const shown = escapeText(path);
  throw new IdleError(
    "ConfigInvalid",
    `${shown} belongs to another user, so it is not used. If you trust it, name it: --config ${shown}`,
  );
}
