import { IdleError } from "@idle/contract";
import { isRecord, readIdentities } from "./directory-content.ts";
import type { MockIdentity, StoredIdentity } from "./mock-identity.ts";

export interface MockProviderOptions {
  /** What the directory holds at first; with `file`, only as long as that file does not exist. Default: nobody. */
  readonly identities?: readonly MockIdentity[];
  /** A JSON file to keep the directory in. Default: in memory only. */
  readonly file?: string;
  /** Whether identities can be deleted; only then is `IdLE.Identity.Delete` advertised. Default false. */
  readonly allowDelete?: boolean;
  /** How long each call takes, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** The alias the provider has in the bag, for `history[].changes[].target.provider`. Default `"Identity"`. */
  readonly alias?: string;
  /** How many calls `history` keeps; the oldest go first. Default 10,000; 0 keeps none. */
  readonly historyLimit?: number;
  /** How `latencyMs` is waited; rejects when the signal aborts. Default: a real timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Settings extends Required<Omit<MockProviderOptions, "identities" | "file" | "sleep">> {
  readonly identities: Map<string, StoredIdentity>;
  readonly file: string | null;
  readonly sleep: MockProviderOptions["sleep"] | null;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isCount = (value: unknown) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const checks: Readonly<Record<keyof MockProviderOptions, readonly [(value: unknown) => boolean, string]>> = {
  identities: [Array.isArray, "a list of identities"],
  file: [isText, "the path of a JSON file"],
  allowDelete: [(value) => typeof value === "boolean", "true or false"],
  latencyMs: [isCount, "a whole number of milliseconds, 0 or more"],
  alias: [isText, "the provider's alias in the bag"],
  historyLimit: [isCount, "a whole number, 0 or more"],
  sleep: [(value) => typeof value === "function", "a function"],
};

/** Checks the options, which may come from a configuration file, and fills in defaults. Throws `InvalidInput`. */
export function readOptions(options: unknown): Settings {
  if (!isRecord(options)) throw refuse("options must be an object");
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof MockProviderOptions] : undefined;
    if (check === undefined) {
      throw refuse(`there is no option ${JSON.stringify(name)}; there are ${Object.keys(checks).join(", ")}`, name);
    }
    const [isValid, wanted] = check;
    if (value !== undefined && !isValid(value)) throw refuse(`${name} must be ${wanted}`, name);
  }
  const checked: MockProviderOptions = options;
  const { file = null, allowDelete = false, latencyMs = 0, alias = "Identity", historyLimit = 10_000 } = checked;
  const reading = readIdentities(checked.identities ?? []);
  if ("problem" in reading) throw refuse(reading.problem, "identities");
  const { identities } = reading;
  return { identities, file, allowDelete, latencyMs, alias, historyLimit, sleep: checked.sleep ?? null };
}

function refuse(why: string, option?: string): IdleError {
  return new IdleError("InvalidInput", `The mock provider cannot be made: ${why}.`, {
    details: option === undefined ? {} : { option },
  });
}
