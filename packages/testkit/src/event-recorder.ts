import type { EventSink, IdleEvent } from "@idle/contract";

export interface EventRecorder extends EventSink {
  readonly events: readonly IdleEvent[];
  /** The types in the order in which they came. */
  types(): string[];
  ofType(type: string): IdleEvent[];
}

/** An event sink that keeps what it gets, for `invokePlan(plan, { eventSink })`. */
export function createEventRecorder(): EventRecorder {
  const events: IdleEvent[] = [];
  return {
    events,
    writeEvent: (event) => {
      events.push(event);
    },
    types: () => events.map(({ type }) => type),
    ofType: (type) => events.filter((event) => event.type === type),
  };
}
