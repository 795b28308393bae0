/** What every method of the provider works with: one call's directory, and what is known of the server. */
import type { LogicalNames } from "../attributes/logical-names.ts";
import type { Directory } from "../connection/directory.ts";
import type { Flavour } from "../flavours/flavour.ts";
import type { ServerFacts } from "../server/server-facts.ts";

export interface Scope {
  readonly directory: Directory;
  readonly flavour: Flavour;
  readonly names: LogicalNames;
  readonly facts: ServerFacts;
}
