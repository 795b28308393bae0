/** A connector that is opened when it is first needed, and what is kept of it as long as it is open. */
import type { Connector } from "../connector.ts";
import { indexSchema } from "../model/schema-index.ts";
import { createNaming } from "../space/naming.ts";
import { type Call, callOptions } from "./call.ts";
import type { Freshness } from "./freshness.ts";
import { createImportFreshness } from "./import-freshness.ts";
import { type Mapping, readMapping } from "./mapping.ts";
import type { Settings } from "./read-options.ts";
import type { Scope } from "./scope.ts";
import { createSpaceFreshness } from "./space-freshness.ts";

export interface Connection {
  /** Throws InvalidInput for options that do not fit the connector's schema. */
  scope(call: Call): Promise<Scope>;
  /** Lets go of the connector. A call after that opens it anew. */
  close(): Promise<void>;
}

interface Opened {
  readonly connector: Connector;
  readonly freshness: Freshness;
  mapping: Mapping | null;
}

export function createConnection(settings: Settings, openIt: () => Promise<Connector>, now: () => number): Connection {
  let opening: Promise<Opened> | null = null;

  async function open(): Promise<Opened> {
    const connector = await openIt();
    const isImport = settings.read === "import" && connector.definition.capabilities.enableImport;
    const freshness = isImport
      ? createImportFreshness({ connector, maxAgeMs: settings.maxAgeMs, now })
      : createSpaceFreshness(connector);
    return { connector, freshness, mapping: null };
  }

  function opened(): Promise<Opened> {
    if (opening !== null) return opening;
    const begun = open();
    opening = begun;
    // What failed is tried again by the next call.
    begun.catch(() => {
      if (opening === begun) opening = null;
    });
    return begun;
  }

  return {
    async scope(call) {
      call.signal.throwIfAborted();
      const current = await opened();
      const { connector, freshness } = current;
      const { capabilities } = connector.definition;
      const naming = createNaming(capabilities);
      if (current.mapping === null) {
        const schema = connector.schema() ?? (await connector.discoverSchema(callOptions(call))).schema;
        const index = indexSchema(schema, capabilities.useDnAsAnchor);
        current.mapping = readMapping(settings, { index, capabilities, naming });
      }
      return { connector, settings, capabilities, mapping: current.mapping, naming, freshness, call };
    },
    async close() {
      const begun = opening;
      opening = null;
      const current = await begun?.catch(() => null);
      current?.freshness.close();
      await current?.connector.close();
    },
  };
}
