/** How long to wait before the next attempt: a function of its arguments alone, so that a run can be explained afterwards. */
import { longestDelayMs, type RetryProfile } from "./profile.ts";

/**
 * Milliseconds after the failed attempt `attempt` (from 1). What the target system asked for is honoured up to the
 * longest delay there is; jitter comes from `seed` (correlation id and step) and the attempt.
 */
export function retryDelay(
  profile: Required<RetryProfile>,
  attempt: number,
  seed: string,
  retryAfterMs: number | undefined,
): number {
  // A factor may grow beyond all numbers, and nothing times that is no number.
  const growth = Math.min(profile.backoffFactor ** (attempt - 1), Number.MAX_VALUE);
  const plain = Math.min(profile.initialDelayMs * growth, profile.maxDelayMs);
  const swing = profile.jitterRatio * (2 * fraction(`${seed}|${attempt}`) - 1);
  const jittered = Math.min(Math.round(plain * (1 + swing)), profile.maxDelayMs);
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, longestDelayMs));
}

/** A number from 0 up to but not including 1, the same for the same text (FNV-1a, 32 bits, with a final mix). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
