import type { IdleEvent, JsonObject } from "@idle/contract";
import { isObject } from "../../input/is-object.ts";
import { recordEvent } from "../record/record-event.ts";
import type { Expectation, ExpectedEvent } from "../test-document.ts";
import { compareFields } from "./compare-fields.ts";
import { meant } from "./compare-steps.ts";
import type { Collector, ListEntry, Path } from "./finding.ts";
import { fitsWildcard, isSameValue, ownValue, wildcardFor } from "./values.ts";

/** Events in their order. As many expected ones as can be are found; one that is left is compared with what happened in its place. */
export function compareEvents(
  expected: NonNullable<Expectation["events"]>,
  actual: readonly IdleEvent[],
  collector: Collector,
): void {
  const { list, match = "partial" } = "list" in expected ? expected : { list: expected };
  const path: Path = "list" in expected ? ["events", "list"] : ["events"];
  const partners = longestCommon(list, actual);
  const missing: number[] = [];
  const entries: ListEntry[] = [];
  const unexpected: IdleEvent[] = [];
  const isClosed = match === "exact" || list.length === 0;
  let next = 0;
  for (const [index, each] of list.entries()) {
    const until = partners.slice(index).find((partner) => partner !== undefined) ?? actual.length;
    const partner = partners[index] ?? standIn(each, actual, next, until);
    if (partner === undefined) {
      missing.push(index);
      continue;
    }
    passOver(next, partner);
    const event = actual[partner];
    if (partners[index] === undefined && event !== undefined) compareEvent(each, event, [...path, index], collector);
    entries.push({ kept: index });
    next = partner + 1;
  }
  passOver(next, actual.length);
  const [first] = missing;
  if (first === undefined && unexpected.length === 0) return;
  const isLess = !isClosed;
  collector.find({
    ...(isLess && { cannotUpdate: "nothing that happened stands clearly for what is missing" }),
    path: first === undefined ? path : [...path, first],
    about: first === undefined ? "events" : `events: in this order`,
    missing: missing.map((index) => ({ ...list[index] })),
    unexpected: unexpected.map(recordEvent),
    notes: missing.flatMap((index) => {
      const { type } = list[index] ?? {};
      const known = new Set<string>(actual.map((event) => event.type));
      const hint = type === undefined || known.has(type) ? undefined : meant(type, known);
      return hint === undefined ? [] : [hint];
    }),
  });
  if (!isLess) collector.edit({ kind: "arrange", path, entries });

  function passOver(from: number, to: number): void {
    if (!isClosed) return;
    for (const event of actual.slice(from, to)) {
      unexpected.push(event);
      entries.push({ added: recordEvent(event) });
    }
  }
}

function fits(expected: ExpectedEvent, { type, stepName, message, data }: IdleEvent): boolean {
  if (expected.type !== undefined && expected.type !== type) return false;
  if (expected.step !== undefined && expected.step !== stepName) return false;
  if (expected.message !== undefined && !fitsWildcard(expected.message, message)) return false;
  return Object.entries(expected.data ?? {}).every(([key, value]) => isSameValue(value, valueIn(data, key)));
}

function valueIn(data: JsonObject | null, key: string) {
  return (isObject(data ?? undefined) && data !== null ? ownValue(data, key) : undefined) ?? null;
}

/** For each expected event the one it is, so that as many as can be have one. */
function longestCommon(expected: readonly ExpectedEvent[], actual: readonly IdleEvent[]): (number | undefined)[] {
  const width = actual.length + 1;
  const most = new Uint32Array((expected.length + 1) * width);
  const at = (row: number, column: number) => most[row * width + column] ?? 0;
  const fitting = expected.map((each) => actual.map((event) => fits(each, event)));
  for (let row = expected.length - 1; row >= 0; row--) {
    for (let column = actual.length - 1; column >= 0; column--) {
      const taken = fitting[row]?.[column] === true ? at(row + 1, column + 1) + 1 : 0;
      most[row * width + column] = Math.max(taken, at(row + 1, column), at(row, column + 1));
    }
  }
  const partners: (number | undefined)[] = expected.map(() => undefined);
  let [row, column] = [0, 0];
  while (row < expected.length && column < actual.length) {
    if (fitting[row]?.[column] === true && at(row, column) === at(row + 1, column + 1) + 1) {
      partners[row] = column;
      row++;
      column++;
    } else if (at(row, column + 1) >= at(row + 1, column)) column++;
    else row++;
  }
  return partners;
}

/** Of what happened in its place, the event of the same type, or else of the same step. */
function standIn(
  expected: ExpectedEvent,
  actual: readonly IdleEvent[],
  from: number,
  until: number,
): number | undefined {
  const { type, step } = expected;
  const among = actual.slice(from, until);
  const index = among.findIndex(
    (event) => type !== undefined && event.type === type && (step === undefined || event.stepName === step),
  );
  return index === -1 ? undefined : from + index;
}

function compareEvent(expected: ExpectedEvent, event: IdleEvent, path: Path, collector: Collector): void {
  const { message, data = {} } = expected;
  const about = `events: ${event.type}`;
  if (message !== undefined && !fitsWildcard(message, event.message)) {
    const at = [...path, "message"];
    collector.find({ path: at, about: `${about}: message`, expected: message, actual: event.message });
    collector.edit({ kind: "set", path: at, value: wildcardFor(event.message) });
  }
  compareFields(
    { path: [...path, "data"], about: `${about}, data`, expected: data, actual: event.data ?? {} },
    collector,
  );
}
