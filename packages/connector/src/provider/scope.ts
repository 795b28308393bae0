import type { Connector } from "../connector.ts";
import type { Capabilities } from "../definition/capabilities.ts";
import type { Naming } from "../space/naming.ts";
import type { Call } from "./call.ts";
import type { Freshness } from "./freshness.ts";
import type { Mapping } from "./mapping.ts";
import type { Settings } from "./read-options.ts";

/** What one call of the provider works with. */
export interface Scope {
  readonly connector: Connector;
  readonly settings: Settings;
  readonly capabilities: Capabilities;
  readonly mapping: Mapping;
  readonly naming: Naming;
  readonly freshness: Freshness;
  readonly call: Call;
}
