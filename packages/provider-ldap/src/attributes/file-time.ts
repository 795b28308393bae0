/**
 * Moments as Active Directory keeps them: hundreds of nanoseconds since 1601 (MS-DTYP 2.3.3). Of `accountExpires` both 0
 * and the largest number mean "never" (MS-ADA1 2.1).
 */
const epochMs = -11_644_473_600_000n;
const perMillisecond = 10_000n;
const never = 0x7fff_ffff_ffff_ffffn;

/** ISO 8601 in UTC; null for "never" and for what is no such number. */
export function fileTimeToText(digits: string): string | null {
  if (!/^\d{1,19}$/.test(digits)) return null;
  const ticks = BigInt(digits);
  if (ticks === 0n || ticks === never) return null;
  const moment = new Date(Number(ticks / perMillisecond + epochMs));
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** Null for what is no date or moment of ISO 8601 with its zone. A date alone means its beginning in UTC. */
export function textToFileTime(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || !isDay(text.slice(0, 10))) return null;
  const ticks = (BigInt(milliseconds) - epochMs) * perMillisecond;
  return ticks <= 0n ? null : String(ticks);
}

/** `Date` takes the 30th of February for the second of March. */
function isDay(text: string): boolean {
  const day = Date.parse(text);
  return !Number.isNaN(day) && new Date(day).toISOString().startsWith(text);
}
