/**
 * A duration of XML Schema, as CLIXML has it (`PT30M`), as the constant format of .NET, which PowerShell reads back:
 * `[-][d.]hh:mm:ss[.fffffff]` (https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings).
 * Null for what is none.
 */
export function readTimeSpan(text: string): string | null {
  const match = /^(-)?P(?:(\d{1,8})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{1,9}))?S)?)?$/.exec(
    text,
  );
  if (match === null || /[PT]$/.test(text)) return null;
  const [, sign = "", days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  let rest = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const clock = [3600n, 60n, 1n].map((unit, index) => {
    const count = index === 0 ? (rest / unit) % 24n : (rest / unit) % 60n;
    return String(count).padStart(2, "0");
  });
  rest /= 86_400n;
  const ticks = fraction.slice(0, 7).padEnd(7, "0");
  const part = Number(ticks) === 0 ? "" : `.${ticks}`;
  return `${sign}${rest === 0n ? "" : `${rest}.`}${clock.join(":")}${part}`;
}
