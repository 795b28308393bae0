import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * The absolute path of a program: itself when it is one, else where PATH has it; null where it is not. The working folder
 * is never looked at, nor a relative folder of PATH: a checkout must not bring the program that runs it.
 */
export function findExecutable(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const endings = platform === "win32" && !/\.exe$/i.test(name) ? [".exe"] : [""];
  if (isAbsolute(name)) return isProgram(name) ? name : null;
  if (/[\\/]/.test(name)) return null;
  const path = environment.PATH ?? environment.Path ?? "";
  for (const folder of path.split(delimiter).filter((each) => isAbsolute(each))) {
    const found = endings.map((ending) => join(folder, name + ending)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
