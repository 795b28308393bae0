/**
 * What each session has shown of its secrets, for as long as it lives: a session may reveal a password once and repeat it
 * in an error much later, in another plan or run.
 */
const known = new WeakMap<object, Set<string>>();

/** Of the session as the broker gave it. */
export function secretsShownBy(session: object): ReadonlySet<string> {
  return known.get(session) ?? none;
}

export function noteSecret(session: object, value: string): void {
  const values = known.get(session);
  if (values === undefined) known.set(session, new Set([value]));
  else values.add(value);
}

const none: ReadonlySet<string> = new Set();
