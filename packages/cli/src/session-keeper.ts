/** Closes what a command opened sessions with, however the command ends. */
import type { AuthSessionBroker } from "@idle/contract";
import { escapeText, type Redactor } from "@idle/core";
import type { Output } from "./output.ts";
import { type SetTimer, setProcessTimer } from "./timer.ts";
import { sentence } from "./view/sentence.ts";

export interface SessionKeeper {
  /** One more to be closed at the end. */
  keep(broker: AuthSessionBroker): void;
  /**
   * Closes the brokers, all at once, waiting up to 5 seconds. What goes wrong is a warning on standard error: what the
   * command did is done, and its exit code stays. Never rejects.
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
  let kept: AuthSessionBroker[] = [];
  const warn = (error: unknown) => {
    const { message, cause } = redactor.error(error);
    const because = cause === undefined || message.includes(cause.message) ? "" : ` ${cause.message}`;
    const style = stderr.style();
    stderr.write(sentence(style, { text: "warning ", paint: style.yellow }, escapeText(`${message}${because}`)));
  };
  return {
    keep(broker) {
      kept.push(broker);
    },
    async close() {
      const brokers = kept.filter((broker) => broker.close !== undefined);
      kept = [];
      if (brokers.length === 0) return;
      // An error nobody waits for must not change how the command ends, either.
      process.on("uncaughtException", warn);
      const time = Promise.withResolvers<void>();
      const cancel = setTimer(longestCloseMs, () =>
        time.reject(new Error("The sessions could not be closed within 5 seconds.")),
      );
      const closing = brokers.map(async (broker) => broker.close?.()).map((each) => each.catch(warn));
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
    },
  };
}
