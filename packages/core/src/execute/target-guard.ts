/**
 * Where a policy was asked, a step writes to whom it was asked for and to nobody else: what the step would do may not have
 * been known, but whom it works on was.
 */
import { IdleError } from "@idle/contract";
import { identityKeyIn } from "../plan/identity-key.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run } from "./run.ts";

export interface TargetGuard {
  /** Throws PolicyRefused for the arguments of a write to somebody else. */
  expect(args: object): void;
  /** Hears by what key a system knows whom; gives the answer back. */
  learn(method: string, args: object, answer: Promise<unknown>): Promise<unknown>;
}

const noGuard: TargetGuard = { expect: () => undefined, learn: (_method, _args, answer) => answer };

export function targetGuard({ planned, entry }: PreparedStep, { policy, world }: Run): TargetGuard {
  const wanted = identityKeyIn(planned.inputs);
  const seen = [...(world.before.get(planned.id) ?? []), ...(world.now.get(planned.id) ?? [])];
  const keys = seen.filter(({ target }) => target.provider === entry?.alias).map(({ target }) => target.identityKey);
  if (wanted !== null) keys.push(wanted);
  // A policy that was told of nobody has judged the worst.
  if (policy === null || keys.length === 0) return noGuard;
  const known = new Set(keys.map(sameCase));
  return {
    expect(args) {
      const key = keyIn(args);
      if (key === null || known.has(sameCase(key))) return;
      throw new IdleError(
        "PolicyRefused",
        `Step "${planned.name}" was to write to ${JSON.stringify(key)}, and the policy was asked for others only. Tell the author of ${planned.stepType}: its preview has to name everybody it changes.`,
      );
    },
    learn(method, args, answer) {
      const key = keyIn(args);
      if (method !== "getIdentity" || key === null || !known.has(sameCase(key))) return answer;
      return answer.then((identity) => {
        const own = keyIn(Object(identity));
        if (own !== null) known.add(sameCase(own));
        return identity;
      });
    },
  };
}

function keyIn(of: object): string | null {
  const { identityKey } = of as { readonly identityKey?: unknown };
  return typeof identityKey === "string" ? identityKey : null;
}

function sameCase(key: string): string {
  return key.normalize("NFC").toLowerCase();
}
