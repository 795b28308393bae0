/**
 * Reads that say what the system has. In: calls that are about to read, and word of writes. Out: imports, no more than are
 * needed, one for all who wait at the same time.
 */
import { isIdleError } from "@idle/contract";
import type { Connector } from "../connector.ts";
import { type Call, callOptions } from "./call.ts";
import type { Freshness } from "./freshness.ts";
import { eachPartitionHas } from "./partition-state.ts";
import { untilAborted } from "./until-aborted.ts";

interface FreshnessOptions {
  readonly connector: Connector;
  readonly maxAgeMs: number;
  readonly now: () => number;
}

interface Running {
  readonly account: string;
  readonly generation: number;
  readonly isWhole: boolean;
  readonly import: Promise<void>;
  /** Never rejects. */
  readonly end: Promise<void>;
  readonly controller: AbortController;
  waiting: number;
}

export function createImportFreshness({ connector, maxAgeMs, now }: FreshnessOptions): Freshness {
  /** Counted up with each write: an import that began before does not tell what it did. */
  let generation = 0;
  let known: { readonly generation: number; readonly began: number; readonly type: "Full" | "Delta" } | null = null;
  let running: Running | null = null;

  function isYoung(): boolean {
    const age = known === null ? -1 : now() - known.began;
    return known?.generation === generation && age >= 0 && age < maxAgeMs;
  }

  function start(call: Call, isWhole: boolean): Running {
    const controller = new AbortController();
    const begun = generation;
    const began = now();
    const options = callOptions({ ...call, signal: controller.signal });
    const work = bring(connector, isWhole ? "Full" : nextType(), options).then((type) => {
      known = { generation: begun, began, type };
    });
    const started: Running = {
      account: accountOf(call),
      generation: begun,
      isWhole,
      import: work,
      end: work
        .catch(() => undefined)
        .then(() => {
          if (running === started) running = null;
        }),
      controller,
      waiting: 0,
    };
    return started;
  }

  function nextType(): "Full" | "Delta" {
    const { enableDeltaImport } = connector.definition.capabilities;
    return enableDeltaImport && (known !== null || eachPartitionHas(connector, "hasWatermark")) ? "Delta" : "Full";
  }

  /** Who gives up lets the import go on for the others; the last one ends it. */
  async function join(started: Running, signal: AbortSignal): Promise<void> {
    started.waiting += 1;
    try {
      await untilAborted(signal, started.import);
    } finally {
      started.waiting -= 1;
      if (started.waiting === 0 && signal.aborted) {
        started.controller.abort(signal.reason);
        if (running === started) running = null;
      }
    }
  }

  async function ensure(call: Call, isWhole: boolean): Promise<void> {
    for (;;) {
      call.signal.throwIfAborted();
      if (!isWhole && isYoung()) return;
      running ??= start(call, isWhole);
      const current = running;
      // Another account's refusal is nobody else's, and an import that began before a write does not show it.
      const isFit =
        current.account === accountOf(call) && current.generation === generation && (!isWhole || current.isWhole);
      if (isFit) return await join(current, call.signal);
      await untilAborted(call.signal, current.end);
    }
  }

  return {
    isImport: true,
    expect: (call) => ensure(call, false),
    again(call) {
      generation += 1;
      return ensure(call, false);
    },
    whole(call) {
      generation += 1;
      return ensure(call, true);
    },
    outdate() {
      generation += 1;
    },
    get isPartial() {
      return known?.type === "Delta";
    },
    close() {
      running?.controller.abort(new DOMException("The provider was closed.", "AbortError"));
      running = null;
      known = null;
    },
  };
}

/** A delta where there is a watermark; a changed schema takes it away. Gives the type that it was. */
async function bring(
  connector: Connector,
  type: "Full" | "Delta",
  options: ReturnType<typeof callOptions>,
): Promise<"Full" | "Delta"> {
  try {
    await connector.import({ type, ...options });
    return type;
  } catch (error) {
    if (type === "Full" || !isIdleError(error, "NotReady")) throw error;
    await connector.import({ type: "Full", ...options });
    return "Full";
  }
}

function accountOf({ credential }: Call): string {
  return credential === undefined ? "" : `as ${credential.userName}`;
}
