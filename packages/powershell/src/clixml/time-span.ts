const duration = /^(-)?P(?:(\d{1,8})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{1,9}))?S)?)?$/;

/**
 * A duration of XML Schema, as CLIXML has it (`PT30M`), as the constant format of .NET, which PowerShell reads back:
 * `[-][d.]hh:mm:ss[.fffffff]` (https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings).
 * Null for what is none.
 */
export function readTimeSpan(text: string): string | null {
  const match = duration.exec(text);
  if (match === null || /[PT]$/.test(text)) return null;
  const [, sign = "", days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  const total = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const clock = [(total / 3600n) % 24n, (total / 60n) % 60n, total % 60n];
  const ticks = fraction.slice(0, 7).padEnd(7, "0");
  const wholeDays = total / 86_400n;
  const time = clock.map((part) => String(part).padStart(2, "0")).join(":");
  return `${sign}${wholeDays === 0n ? "" : `${wholeDays}.`}${time}${/[1-9]/.test(ticks) ? `.${ticks}` : ""}`;
}
