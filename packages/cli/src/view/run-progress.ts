/** How far a connector's run is: the line that is drawn again and again on a terminal, and what a log gets now and then. */
import type { RunProgress } from "@idle/connector";
import { escapeText } from "@idle/core";
import { countText } from "./count-text.ts";
import { cutToWidth } from "./cut-to-width.ts";
import { showDuration } from "./duration.ts";
import { spinner } from "./progress.ts";
import type { Style } from "./style.ts";

export interface RunState {
  /** Null before the first page. */
  readonly progress: RunProgress | null;
  readonly startedAt: number;
  /** When the partition was begun, and with how many objects: where the rate is counted from. */
  readonly since: number;
}

export function initialRun(now: number): RunState {
  return { progress: null, startedAt: now, since: now };
}

/** The state after a page. The pages of another partition are counted anew. */
export function advanceRun(state: RunState, progress: RunProgress, now: number): RunState {
  const { progress: before, startedAt, since } = state;
  const isSame = before === null || (before.partition === progress.partition && before.objects <= progress.objects);
  return { progress, startedAt, since: isSame ? since : now };
}

const verbs: Readonly<Record<RunProgress["kind"], string>> = {
  import: "importing",
  fullObjects: "asking for whole objects",
  export: "exporting",
};

/** `importing DC=nord: 1,200 of 5,000 objects, 12 pages, 600 a second, 2 errors`. */
export function runProgressText({ progress, since }: RunState, now: number): string {
  if (progress === null) return "starting";
  const { kind, partition, objects, pages, total, errors } = progress;
  const where = partition === null ? "" : ` ${escapeText(partition)}`;
  const of = total === null ? "" : `${objects.toLocaleString("en-US")} of `;
  const rate = Math.round((objects * 1000) / Math.max(1, now - since));
  const parts = [
    `${of}${countText(total ?? objects, "object")}`,
    countText(pages, "page"),
    // In the first moments it says nothing.
    ...(now - since >= 1000 ? [`${rate.toLocaleString("en-US")} a second`] : []),
    ...(errors > 0 ? [countText(errors, "error")] : []),
  ];
  return `${verbs[kind]}${where}: ${parts.join(", ")}`;
}

/** One line, cut to the width of the terminal: of a long name, and never of the numbers. */
export function runProgressLine(state: RunState, frame: number, now: number, style: Style): string {
  const elapsed =
    now - state.startedAt >= 1000 ? ` ${showDuration(Math.floor((now - state.startedAt) / 1000) * 1000)}` : "";
  const room = Math.max(10, (style.width ?? 80) - 3 - elapsed.length);
  const { progress } = state;
  const whole = runProgressText(state, now);
  const over = [...whole].length - room;
  const partition = progress?.partition;
  const shown =
    over > 0 && progress !== null && typeof partition === "string"
      ? runProgressText(
          {
            ...state,
            progress: { ...progress, partition: cutToWidth(partition, Math.max(12, [...partition].length - over)) },
          },
          now,
        )
      : whole;
  return `${style.cyan(spinner(frame))} ${cutToWidth(shown, room)}${style.dim(elapsed)}`;
}
