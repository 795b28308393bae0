import type { PolicyVerdict } from "@idle/contract";
import { effectInWords, listed, quote, stepIdsOf } from "../words.ts";
import type { PreparedLimit } from "./prepare-limits.ts";
import type { Usage } from "./usage.ts";

/** Clocks of one machine's processes agree; what is dated later than this was dated by a clock that was wrong. */
const clockSkewMs = 5 * 60_000;

/** What a limit says to what the plan asks for. Never reads what is not known as nothing. */
export function judgeLimit(prepared: PreparedLimit, usage: Usage, now: number): PolicyVerdict {
  const { rule, limit, items, uncounted, most, effects } = prepared;
  const refuse = (message: string, remedy: string): PolicyVerdict => ({
    rule,
    outcome: "refused",
    message,
    remedy,
    steps: stepIdsOf(effects),
  });
  const what = prepared.provider === null ? limit.action : `${limit.action} in ${quote(prepared.provider)}`;
  if (effects.length === 0) return allow(rule, `${what}: this plan adds none.`);
  if (uncounted.length > 0) {
    return refuse(
      `${what}: how many this plan adds cannot be told before it runs: ${listed(uncounted.map(effectInWords))}.`,
      `Let these steps become known while planning (the provider has to be able to list what they read), or have them done by hand, or take ${rule} out of the policy.`,
    );
  }
  if (most === null) {
    return refuse(
      `${what}: this plan adds ${items.size}, and how many identities the system has cannot be told.`,
      `Use a provider that can count its identities, or set max in place of maxPercent in ${rule}.`,
    );
  }
  const { used } = usage;
  const asked = items.size;
  const over = used + asked - most;
  const numbers = `${what}: ${numbersOf(prepared, most, used, asked)}`;
  if (over <= 0) return allow(rule, `${numbers}.`);
  const doing = listed(effects.map(effectInWords));
  return refuse(`${numbers}, ${over} too many: ${doing}.`, remedyOf(prepared, most, over, usage, now));
}

function allow(rule: string, message: string): PolicyVerdict {
  return { rule, outcome: "allowed", message, remedy: null, steps: [] };
}

function numbersOf({ limit, population }: PreparedLimit, most: number, used: number, asked: number): string {
  const share = "percent" in limit.most ? ` (${limit.most.percent} % of ${population})` : "";
  if (limit.per === "plan") return `${asked} of ${most}${share} in this plan`;
  return `${used} of ${most}${share} in ${limit.per.text} used, this plan adds ${asked}`;
}

function remedyOf(
  { rule, limit, items }: PreparedLimit,
  most: number,
  over: number,
  usage: Usage,
  now: number,
): string {
  const raise = `or have ${rule} raised in the policy`;
  if (limit.per === "plan" || items.size > most) return `Take ${over} or more out of the plan, ${raise}.`;
  const freeAt = usage.freeAt(over);
  if (freeAt === null) return `Take ${over} or more out of the plan, ${raise}.`;
  const wait = `Enough will be free at ${inWords(freeAt)}: apply it then, take ${over} or more out of the plan, ${raise}.`;
  if (freeAt - limit.per.ms <= now + clockSkewMs) return wait;
  return `${wait} What is counted is dated in the future, so the clock is wrong now or was wrong then. Set it right; if it is, what is dated wrongly counts until that time has come.`;
}

function inWords(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "no time that has a date" : date.toISOString();
}
