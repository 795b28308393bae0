/** Something asked about an identity. */
export type Question<T> = (provider: string, identityKey: string) => Promise<T>;

/** Asks for each identity once, and only when a rule needs it. */
export function remembered<T>(ask: Question<T>): Question<T> {
  const asked = new Map<string, Promise<T>>();
  return (provider, identityKey) => {
    const key = JSON.stringify([provider, identityKey]);
    const known = asked.get(key) ?? ask(provider, identityKey);
    asked.set(key, known);
    return known;
  };
}
