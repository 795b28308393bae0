/**
 * Which redactors learn the secrets that code reveals: those of the plans and runs it was called from, however deep and
 * however late, and no others.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { onReveal, type RevealListener } from "@idle/contract";

interface Scope {
  readonly learn: RevealListener;
  readonly outer: Scope | undefined;
}

const scopes = new AsyncLocalStorage<Scope>();
let isListening = false;

/** Runs `work`; `learn` gets the content of every `Secret` revealed in its course. */
export function learnReveals<T>(learn: RevealListener, work: () => T): T {
  if (!isListening) {
    isListening = true;
    onReveal((value) => {
      for (let scope = scopes.getStore(); scope !== undefined; scope = scope.outer) scope.learn(value);
    });
  }
  return scopes.run({ learn, outer: scopes.getStore() }, work);
}
