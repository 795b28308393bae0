/** Whole seconds as PowerShell shows a TimeSpan: `hh:mm:ss`, or `d.hh:mm:ss`. */
export function timeSpan(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days === 0 ? clock : `${days}.${clock}`;
}
