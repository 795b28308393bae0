import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Configuration } from "./configuration.ts";

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  home(): string;
}

const ownSurroundings: Surroundings = { platform: process.platform, environment: process.env, home: homedir };

/**
 * Where the runs of this user on this machine share what they know: the configuration's `stateFolder`, else where the
 * system keeps the state of programs (https://specifications.freedesktop.org/basedir-spec/latest/).
 */
export function stateFolderOf(
  configuration: Pick<Configuration, "path" | "stateFolder"> | null,
  { platform, environment, home }: Surroundings = ownSurroundings,
): string {
  if (configuration !== null && configuration.stateFolder !== null) {
    return resolve(dirname(configuration.path), configuration.stateFolder);
  }
  const named = (name: string): string | null => {
    const value = environment[name];
    // The specification has relative ones ignored.
    return value !== undefined && isAbsolute(value) ? value : null;
  };
  if (platform === "win32") return join(named("LOCALAPPDATA") ?? join(home(), "AppData", "Local"), "idle");
  if (platform === "darwin") return join(home(), "Library", "Application Support", "idle");
  return join(named("XDG_STATE_HOME") ?? join(home(), ".local", "state"), "idle");
}
