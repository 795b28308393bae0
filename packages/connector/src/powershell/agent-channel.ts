/**
 * A PowerShell that hosts scripts, as messages: lines go in, messages come out. What comes is read only when somebody asks
 * for it, so that a script that writes faster than the host reads waits.
 */
import { randomBytes } from "node:crypto";
import { IdleError } from "@idle/contract";
import { createErrorTail, type PowerShellChannel, startLineOf } from "@idle/powershell";
import { isJsonObject } from "../scripts/guarded.ts";
import type { TimeLimits } from "../scripts/time-of-call.ts";
import { agentName, agentSource, bootstrapScript } from "./generated/agent-sources.ts";

export type AgentMessage = Readonly<Record<string, unknown>>;

export interface AgentChannel {
  readonly isAlive: boolean;
  send(message: object): void;
  /** The next message. Throws AgentEnded when there will be none. One at a time. */
  receive(): Promise<AgentMessage>;
  /** Ends it and whatever it started. Resolves when it is gone. Never rejects, and can be called twice. */
  end(): Promise<void>;
  /** Whether it keeps the host's process alive. */
  hold(isHeld: boolean): void;
}

/** A PowerShell that is gone, or that does not keep to the conversation. */
export class AgentEnded extends Error {
  override readonly name = "AgentEnded";
}

/** An entry with many large values may take that much; a line without end is none. */
const longestLine = 256 * 1024 * 1024;
const newline = 0x0a;
/** What a line begins with before the host has said its own word. */
const firstWord = "idle-agent";
/** How long after its output has ended it is known why it ended. */
const lastWordsMs = 600;

export interface AgentOptions {
  /** What messages call it, such as `pwsh`. */
  readonly name: string;
  /** Where what was compiled is kept: a folder that nobody else can write to. */
  readonly cacheFolder: string;
  readonly setTimer: TimeLimits["setTimer"];
}

/**
 * Loads the agent into a PowerShell that was just started. Throws RemoteExecutionFailed where it does not come up; the
 * PowerShell has ended then.
 */
export async function openAgent(
  channel: PowerShellChannel,
  { name, cacheFolder, setTimer }: AgentOptions,
): Promise<AgentChannel> {
  const boundary = `idle-${randomBytes(18).toString("base64url")}`;
  const complaints = createErrorTail(channel.others);
  const lines = readLines(channel);
  let isAlive = true;
  let count = 0;
  let ended: string | null = null;
  void channel.ended.then((reason) => {
    isAlive = false;
    ended = reason;
  });
  const end = async () => {
    isAlive = false;
    await channel.kill();
  };
  const whyEnded = async (): Promise<string | null> => {
    const time = Promise.withResolvers<null>();
    const cancel = setTimer(lastWordsMs, () => time.resolve(null));
    const reason = await Promise.race([channel.ended, time.promise]);
    cancel();
    return reason;
  };
  const next = async (word = boundary): Promise<string> => {
    for (;;) {
      const line = await lines.next();
      if (line === null) {
        ended ??= await whyEnded();
        isAlive = false;
        throw new AgentEnded(`${name} has ended${ended === null ? "" : ` (${ended})`}.`);
      }
      if (line.startsWith(`${word} `)) return line.slice(word.length + 1).trimEnd();
    }
  };

  try {
    channel.input.write(startLineOf(bootstrapScript));
    if ((await next(firstWord)) !== "begin") throw new Error("It did not begin as it should.");
    channel.input.write(`${boundary} ${Buffer.from(cacheFolder, "utf8").toString("base64")} ${agentName}\n`);
    let said = await next();
    if (said === "0 source") {
      channel.input.write(`${Buffer.from(agentSource, "utf8").toString("base64")}\n`);
      said = await next();
    }
    if (!said.startsWith("0 loaded ")) throw new Error(whyNot(said));
    const ready = await receive();
    if (ready.t !== "ready") throw new Error("It did not begin as it should.");
  } catch (error) {
    await end();
    const why = error instanceof Error ? error.message : String(error);
    throw new IdleError(
      "RemoteExecutionFailed",
      `${name} cannot host the connector's scripts. ${why}${complaints.text() === "" ? "" : ` It wrote: ${complaints.text()}`}`,
      { cause: error },
    );
  }
  return {
    get isAlive() {
      return isAlive;
    },
    send: (message) => void channel.input.write(`${JSON.stringify(message)}\n`),
    receive,
    end,
    hold: (isHeld) => channel.hold(isHeld),
  };

  async function receive(): Promise<AgentMessage> {
    const line = await next().catch(async (error: unknown) => {
      await end();
      throw error;
    });
    const space = line.indexOf(" ");
    count += 1;
    let message: unknown;
    try {
      message = Number(line.slice(0, space)) === count ? JSON.parse(line.slice(space + 1)) : undefined;
    } catch {
      // Told below: what came is not repeated.
    }
    if (isJsonObject(message)) return message;
    await end();
    throw new AgentEnded(`${name} broke the conversation: a line of it is missing, or was changed.`);
  }
}

function whyNot(said: string): string {
  const [, message] = /^0 failed ([A-Za-z0-9+/=]*)$/.exec(said) ?? [];
  if (message === undefined) return "It did not begin as it should.";
  return `What it needs did not compile: ${Buffer.from(message, "base64").toString("utf8").slice(0, 2_000)}`;
}

/** Lines of ASCII, pulled; null at the end. */
function readLines({ output }: PowerShellChannel): { next(): Promise<string | null> } {
  const chunks: AsyncIterator<Buffer> = output[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    async next() {
      for (;;) {
        const end = chunk.indexOf(newline, at);
        if (end !== -1) {
          const piece = chunk.subarray(at, end);
          at = end + 1;
          const line = heldBytes === 0 ? piece : Buffer.concat([...held, piece]);
          held = [];
          heldBytes = 0;
          if (line.length > 0) return line.toString("latin1");
          continue;
        }
        const rest = chunk.subarray(at);
        if (rest.length > 0) {
          held.push(rest);
          heldBytes += rest.length;
        }
        if (heldBytes > longestLine) throw new AgentEnded("It wrote a line without end.");
        const { done, value } = await pull();
        if (done === true) return null;
        chunk = value;
        at = 0;
      }
    },
  };

  async function pull(): Promise<IteratorResult<Buffer, unknown>> {
    try {
      return await chunks.next();
    } catch {
      // Its end of the pipe is gone.
      return { done: true, value: undefined };
    }
  }
}
