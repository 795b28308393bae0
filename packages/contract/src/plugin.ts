import type { AnyCapability } from "./capability.ts";
import type { JsonObject } from "./json.ts";
import type { AnyProvider } from "./provider.ts";
import type { Session } from "./session.ts";
import type { StepType } from "./step.ts";

/** What a plug-in package exports as `idlePlugin`, so that a configuration can name the package. */
export interface IdlePlugin {
  readonly contractVersion: 1;
  readonly steps?: readonly StepType[];
  readonly capabilities?: readonly AnyCapability[];
  /** Makes a provider from the configuration's `options`. Throws `InvalidInput` for options it does not understand. */
  createProvider?(options: JsonObject): AnyProvider | Promise<AnyProvider>;
  /** Makes a session from the configuration's `options`. */
  createSession?(options: JsonObject): Session | Promise<Session>;
}
