/**
 * A value that must not be seen. `Secret` hides it from `JSON.stringify`, `util.inspect`, template strings, string
 * concatenation and loggers; only `reveal()` gives it out, at the one place that needs it.
 */

const hidden = "[REDACTED]";
const brand = Symbol.for("@idle/contract/Secret");
// Outside the object, so that no inspection of it finds the value, and so that the type has no private member that
// would tell two copies of this package apart.
const values = new WeakMap<Secret, string>();

/** Called with what a secret holds, whenever somebody asks for it. */
export type RevealListener = (value: string) => void;
const listeners: Set<RevealListener> = shared(Symbol.for("@idle/contract/RevealListeners"), () => new Set());

export class Secret {
  constructor(value: string) {
    if (typeof value !== "string") throw new TypeError("A Secret holds a string.");
    values.set(this, value);
  }

  /** The clear value. Call it where the value is handed to another system, and keep the result in no variable longer than needed. */
  reveal(): string {
    const value = values.get(this);
    if (value === undefined) throw new TypeError("This is no Secret.");
    for (const listener of listeners) listener(value);
    return value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.toPrimitive](): string {
    return hidden;
  }
}

Object.defineProperty(Secret.prototype, brand, { value: true });
Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: () => `Secret(${hidden})` });

/**
 * Has `listener` told the content of each secret as it is revealed, by any copy of the contract package in this process;
 * returns a function that ends it. For engines and for hosts' logs: what nobody was handed in clear cannot turn up
 * anywhere, and what was has to be hidden from then on. A listener must not throw.
 */
export function onReveal(listener: RevealListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** True for a `Secret` of this or any other copy of the contract package. */
export function isSecret(value: unknown): value is Secret {
  if (typeof value !== "object" || value === null) return false;
  try {
    const candidate = value as { [brand]?: unknown; reveal?: unknown };
    return candidate[brand] === true && typeof candidate.reveal === "function";
  } catch {
    return false;
  }
}

/** What all copies of this package in a process have in common. */
function shared<T>(key: symbol, make: () => T): T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>;
  slots[key] ??= make();
  return slots[key];
}
