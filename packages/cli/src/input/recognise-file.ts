/** What a file is that was taken for a plan or a result, by its outermost keys: for saying which command takes it. */
export type FileKind =
  | "plan"
  | "result"
  | "events"
  | "workflow"
  | "request"
  | "configuration"
  | "workflow test"
  | "connector"
  | "directory"
  | "schema"
  | "problems"
  | "key"
  | "UTF-16"
  | "nothing";

/** How much of a text that is no JSON is looked at. */
const looked = 64 * 1024;

/** Null for what nothing of IdLE's is like. */
export function recogniseFile(bytes: Uint8Array): FileKind | null {
  // Windows PowerShell writes so with its ">".
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return "UTF-16";
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") return "nothing";
  if (text.trimStart().startsWith("-----BEGIN ")) return "key";
  const whole = keysOfJson(text);
  if (whole !== null) return isEvent(whole) ? "events" : kindOf(whole);
  const beginning = text.slice(0, looked);
  const firstLine = keysOfJson(beginning.slice(0, Math.max(0, beginning.indexOf("\n"))));
  if (firstLine !== null && isEvent(firstLine)) return "events";
  return kindOf(keysOfYaml(beginning));
}

type Keys = ReadonlySet<string>;

/** As far as they can be told without reading the whole as YAML. */
export function outermostKeys(bytes: Uint8Array): Keys {
  const text = new TextDecoder().decode(bytes);
  return keysOfJson(text) ?? keysOfYaml(text.slice(0, looked));
}

function keysOfJson(text: string): Keys | null {
  try {
    const value: unknown = JSON.parse(text);
    return new Set(typeof value === "object" && value !== null ? Object.keys(value) : []);
  } catch {
    return null;
  }
}

/** Of a broken document, too. */
function keysOfYaml(text: string): Keys {
  const keys = text.matchAll(/^(?:\{\s*|\s{0,2}(?="))?["']?([A-Za-z$]\w{0,40})["']?\s*:/gm);
  return new Set([...keys].flatMap(([, key]) => key ?? []));
}

function isEvent(keys: Keys): boolean {
  return ["sequence", "type", "timestamp", "runId"].every((key) => keys.has(key));
}

const marks: readonly (readonly [FileKind, readonly string[]])[] = [
  ["schema", ["$schema", "$defs"]],
  ["schema", ["$schema", "properties"]],
  ["plan", ["schemaVersion", "plan"]],
  ["plan", ["engine", "plan"]],
  ["result", ["runId", "steps"]],
  ["result", ["planId", "status"]],
  ["workflow test", ["tests"]],
  ["workflow", ["lifecycleEvent", "steps"]],
  ["workflow", ["name", "steps"]],
  ["request", ["lifecycleEvent"]],
  ["connector", ["connectivity"]],
  ["connector", ["name", "capabilities"]],
  ["configuration", ["providers"]],
  ["configuration", ["authSessions"]],
  ["directory", ["identities"]],
  ["problems", ["diagnostics"]],
  ["problems", ["error"]],
  ["plan", ["schemaVersion"]],
  ["result", ["runId"]],
];

function kindOf(keys: Keys): FileKind | null {
  return marks.find(([, names]) => names.every((name) => keys.has(name)))?.[0] ?? null;
}
