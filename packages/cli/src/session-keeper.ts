/** Closes what a command made to reach systems, providers and session brokers, however the command ends. */
import type { AnyProvider, AuthSessionBroker } from "@idle/contract";
import { escapeText, type Redactor } from "@idle/core";
import type { Output } from "./output.ts";
import { type SetTimer, setProcessTimer } from "./timer.ts";
import { sentence } from "./view/sentence.ts";

export interface SessionKeeper {
  /** One more to be closed at the end. */
  keep(broker: AuthSessionBroker): void;
  /** Likewise. One that has nothing to close is welcome. */
  keepProvider(provider: Pick<AnyProvider, "close">): void;
  /**
   * Closes the providers, all at once, waiting up to 5 seconds; then the brokers likewise, because a provider may say
   * goodbye over its session. What goes wrong is a warning on standard error: what the command did is done, and its exit
   * code stays. Never rejects.
   */
  close(): Promise<void>;
}

export interface SessionKeeperOptions {
  readonly stderr: Output;
  readonly redactor: Redactor;
  /** Default: the process's timers. */
  readonly setTimer?: SetTimer;
}

const longestCloseMs = 5_000;

export function createSessionKeeper({
  stderr,
  redactor,
  setTimer = setProcessTimer,
}: SessionKeeperOptions): SessionKeeper {
  let brokers: Closable[] = [];
  let providers: Closable[] = [];
  const warn = (error: unknown) => {
    const { message, cause } = redactor.error(error);
    const because = cause === undefined || message.includes(cause.message) ? "" : ` ${cause.message}`;
    const style = stderr.style();
    stderr.write(sentence(style, { text: "warning ", paint: style.yellow }, escapeText(`${message}${because}`)));
  };
  async function closeAll(kept: readonly Closable[], what: string): Promise<void> {
    // A close that is no function has been told of, where its provider was refused.
    const closable = kept.filter(({ close }) => typeof close === "function");
    if (closable.length === 0) return;
    // An error nobody waits for must not change how the command ends, either.
    process.on("uncaughtException", warn);
    const time = Promise.withResolvers<void>();
    const cancel = setTimer(longestCloseMs, () =>
      time.reject(new Error(`The ${what} could not be closed within 5 seconds.`)),
    );
    const closing = closable.map(async (each) => each.close?.()).map((each) => each.catch(warn));
    try {
      await Promise.race([Promise.all(closing), time.promise]);
    } catch (error) {
      warn(error);
    } finally {
      cancel();
      // Node tells of a rejection that nobody waits for once all that could have waited had its turn.
      await new Promise((resolve) => setImmediate(resolve));
      process.off("uncaughtException", warn);
    }
  }
  return {
    keep(broker) {
      brokers.push(broker);
    },
    keepProvider(provider) {
      providers.push(provider);
    },
    async close() {
      const [ownProviders, ownBrokers] = [providers, brokers];
      providers = [];
      brokers = [];
      await closeAll(ownProviders, "providers");
      await closeAll(ownBrokers, "sessions");
    },
  };
}

interface Closable {
  close?(): void | Promise<void>;
}
