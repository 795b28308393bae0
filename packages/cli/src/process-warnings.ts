import type { EventEmitter } from "node:events";

interface Surroundings {
  readonly execArgv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** What the command itself uses and Nodes call experimental (`globSync` before 22.17, SQLite); nobody can act on it. */
const ownExperiments = /^(?:globSync|SQLite) is an experimental feature\b/;

/**
 * Takes the printing of warnings over from Node, whose text goes to standard error as it comes. Where Node prints none
 * (`--no-warnings`, NODE_NO_WARNINGS=1), none is told; neither is one that `--disable-warning` names.
 */
export function takeOverWarnings(
  emitter: EventEmitter,
  tell: (line: string) => void,
  { execArgv, environment }: Surroundings,
): void {
  if (emitter.listenerCount("warning") === 0) return;
  emitter.removeAllListeners("warning");
  const disabled = disabledWarnings([...execArgv, ...(environment.NODE_OPTIONS ?? "").split(/\s+/)]);
  emitter.on("warning", (warning: Error & { readonly code?: unknown }) => {
    const { name, message, code } = warning;
    if (name === "ExperimentalWarning" && ownExperiments.test(message)) return;
    if (disabled.has(name) || (typeof code === "string" && disabled.has(code))) return;
    tell(`warning ${typeof code === "string" ? `${code} ` : ""}${name}: ${message}`);
  });
}

function disabledWarnings(options: readonly string[]): ReadonlySet<string> {
  const flag = "--disable-warning";
  const named = options.flatMap((option, index) => {
    if (option.startsWith(`${flag}=`)) return [option.slice(flag.length + 1)];
    return option === flag ? [options[index + 1] ?? ""] : [];
  });
  return new Set(named);
}
