/** What a step type returned, looked at before anything is made of it. */
import { IdleError, isSecret, type JsonObject, Secret, type StepOutcome } from "@idle/contract";
import type { Run } from "./run.ts";

export interface CheckedOutcome {
  readonly changed: boolean;
  readonly outputs?: JsonObject;
  readonly left?: NonNullable<StepOutcome["left"]>;
  /** What is to be sealed, by name; none where there is nothing. */
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** Such names stand in commands and tables as they are. */
const plainName = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Learns the clear values before it looks at anything else. Throws PluginAnswerInvalid or SealRecipientMissing. */
export function checkOutcome(
  outcome: unknown,
  type: string,
  { redactor, recipient }: Pick<Run, "redactor" | "recipient">,
): CheckedOutcome {
  const refuse = (what: string): never => {
    throw new IdleError("PluginAnswerInvalid", `Step type ${type} returned ${what}. Tell its author.`);
  };
  if (typeof outcome !== "object" || outcome === null)
    return refuse("no { changed }: its execute must return { changed: true } or { changed: false }");
  const { sealedOutputs }: Partial<StepOutcome> = outcome;
  const entries = Object.entries<unknown>(sealedOutputs ?? {});
  const values = entries.map(([, value]) => clearValue(value));
  for (const value of values) if (value !== null) redactor.addValue(value);

  const { changed, outputs }: Partial<StepOutcome> = outcome;
  if (typeof changed !== "boolean")
    return refuse(
      "a changed that is neither true nor false: its execute must return { changed: true } or { changed: false }",
    );
  if (outputs !== undefined && (typeof outputs !== "object" || outputs === null || Array.isArray(outputs))) {
    return refuse("outputs that are no object");
  }
  const { left }: Partial<StepOutcome> = outcome;
  if (left !== undefined && !(Array.isArray(left) && left.every(isChange))) {
    return refuse("a left that is no list of changes { action, path, before?, after? }");
  }
  if (sealedOutputs !== undefined && (typeof sealedOutputs !== "object" || sealedOutputs === null)) {
    return refuse("sealedOutputs that are no object");
  }
  const secrets = entries.map(([name, secret], index): [string, Secret] => {
    const value = values[index] ?? null;
    if (!plainName.test(name) || values.includes(name)) return refuse("a sealed output whose name is no plain word");
    if (!isSecret(secret) || value === null) return refuse(`a sealed output ${name} that is no Secret`);
    return [name, new Secret(value)];
  });
  if (secrets.length > 0 && recipient === null) {
    throw new IdleError(
      "SealRecipientMissing",
      `Step type ${type} returned sealed outputs, and no recipient is configured to seal them to. Set sealTo to the recipient's public key.`,
    );
  }
  return {
    changed,
    ...(outputs === undefined ? {} : { outputs }),
    ...(left === undefined ? {} : { left }),
    secrets: new Map(secrets),
  };
}

function isChange(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { action, path } = value as { readonly action?: unknown; readonly path?: unknown };
  return typeof action === "string" && typeof path === "string";
}

/** Null for what holds no text. A text that is no `Secret` is an author's mistake, and secret all the same. */
function clearValue(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isSecret(value)) return null;
  const revealed: unknown = value.reveal();
  return typeof revealed === "string" ? revealed : null;
}
