/**
 * One call of a script. In: a slot and its arguments. Out: what the host read of the answer, or an IdleError that tells the
 * connector, the script and the place, and no secret.
 */
import { isSecret, onReveal } from "@idle/contract";
import { createRedactor, type Redactor } from "@idle/core";
import { type AnswerContext, wrongAnswer } from "../answers/answer-context.ts";
import type { SlotArguments, SlotName } from "../model/slots.ts";
import { guarded } from "./guarded.ts";
import { readEntries } from "./read-entries.ts";
import { scriptError } from "./script-error.ts";
import { WrongScriptAnswer } from "./script-failure.ts";
import type { ScriptAdapter, ScriptSession } from "./script-port.ts";
import { hostErrorWithoutSecrets } from "./thrown-without-secrets.ts";
import { openTimeOfCall, type TimeLimits } from "./time-of-call.ts";

type WithoutSignal<A> = A extends unknown ? Omit<A, "signal"> : never;

export interface ScriptCall<S extends SlotName, T> extends TimeLimits {
  readonly session: Pick<ScriptSession, "call">;
  readonly adapter: Pick<ScriptAdapter, "nameOf">;
  readonly slot: S;
  /** The script's signal is the call's own. */
  readonly args: WithoutSignal<SlotArguments[S]>;
  /** Its name. */
  readonly connector: string;
  /**
   * Looks at the answer, within the script's time. Lists go through `entries` of the context. What it throws itself is the
   * host's and stays what it is. Default: the answer as it came.
   */
  readonly read?: (answer: unknown, context: AnswerContext) => T | Promise<T>;
  /** Learns the secrets that the script is given or reveals. Default: one of this call's own. */
  readonly redactor?: Redactor;
}

/**
 * Throws Timeout when script and reading take longer than the limit, Cancelled when the host aborted (and then the script
 * is not waited for, whatever it does), and what the script threw: exceptions by their kind, IdleErrors with their code,
 * anything else as RemoteExecutionFailed.
 */
export async function callScript<S extends SlotName, T = unknown>(call: ScriptCall<S, T>): Promise<T> {
  const { session, adapter, slot, args, connector, read = asItCame, redactor = createRedactor() } = call;
  const bare: AnswerContext = { connector, slot, script: adapter.nameOf(slot) };
  const time = openTimeOfCall(call, bare);
  const stopHearing = onReveal((value) => redactor.addValue(value));
  const mapped = (thrown: unknown) => scriptError(thrown, bare, redactor);
  const context: AnswerContext = { ...bare, entries: (list) => readEntries(list, time, mapped) };
  try {
    time.expect();
    for (const value of secretsIn(args)) redactor.addValue(value);
    const answer = await answerOf();
    return await read(answer, context);
  } catch (error) {
    throw hostErrorWithoutSecrets(error, redactor);
  } finally {
    stopHearing();
    time.close();
  }

  async function answerOf(): Promise<unknown> {
    // With the signal the arguments are whole, which no type of a union without one key can say.
    const whole = { ...args, signal: time.signal } as unknown as SlotArguments[S];
    let thrown: unknown;
    try {
      return await time.within(session.call(slot, whole));
    } catch (error) {
      thrown = error;
    }
    time.expect();
    const wrong = guarded(() => (thrown instanceof WrongScriptAnswer ? thrown : undefined));
    if (wrong !== undefined) throw wrongAnswer(bare, wrong.came, wrong.expected);
    throw mapped(thrown);
  }
}

function asItCame<T>(answer: unknown): T {
  return answer as T;
}

/** What the arguments hold in secret: parameters, the credential's password, the new and the old password. */
function secretsIn(args: object): string[] {
  const { configParameters, credential, newPassword, oldPassword } = args as Readonly<Record<string, unknown>>;
  const parameters = configParameters instanceof Map ? [...configParameters.values()] : [];
  const held = [
    ...parameters.map((parameter) => Object(parameter).secureValue),
    Object(credential).password,
    newPassword,
    oldPassword,
  ];
  return held.filter(isSecret).map((secret) => secret.reveal());
}
