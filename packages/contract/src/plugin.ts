import type { AnyCapability } from "./capability.ts";
import type { JsonObject, JsonScalar } from "./json.ts";
import type { AnyProvider } from "./provider.ts";
import type { Secret } from "./secret.ts";
import type { Session } from "./session.ts";
import type { StepType } from "./step.ts";

export type SessionOptionValue = JsonScalar | Secret | readonly SessionOptionValue[] | SessionOptions;

/** A session's options as configured, with a `Secret` wherever the configuration refers to one (`env:NAME`, `file:path`, …). */
export interface SessionOptions {
  readonly [name: string]: SessionOptionValue;
}

/** What a plug-in package exports as `idlePlugin`, so that a configuration can name the package. */
export interface IdlePlugin {
  readonly contractVersion: 1;
  readonly steps?: readonly StepType[];
  readonly capabilities?: readonly AnyCapability[];
  /** Makes a provider from the configuration's `options`. Throws `InvalidInput` for options it does not understand. */
  createProvider?(options: JsonObject): AnyProvider | Promise<AnyProvider>;
  /**
   * Makes a session from the configuration's `options`, when it is first needed. Throws `InvalidInput` for options it
   * does not understand. The broker closes it (`close()`) when the command ends.
   */
  createSession?(options: SessionOptions): Session | Promise<Session>;
}
