import type { Call } from "./call.ts";

/** How young what is known must be. */
export interface Freshness {
  /** Whether reads say what imports brought, and not what was exported since. */
  readonly isImport: boolean;
  /** What is known is young enough. Throws NotReady before the first import where nobody runs one here. */
  expect(call: Call): Promise<void>;
  /** Whatever was known before does not count. */
  again(call: Call): Promise<void>;
  /** The same, and the system tells all that it has. */
  whole(call: Call): Promise<void>;
  /** Something was written, or may have been. */
  outdate(): void;
  /** Whether the last import brought changes only: what it left out may come with a later one. */
  readonly isPartial: boolean;
  /** Ends the import that is under way. */
  close(): void;
}
