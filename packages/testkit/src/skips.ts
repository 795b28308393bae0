/** Throws for a skip of a check that there is not, and for one without a reason in words. */
export function checkSkips(suite: string, skip: Readonly<Record<string, string>>, ids: readonly string[]): void {
  for (const [id, reason] of Object.entries(skip)) {
    if (!ids.includes(id))
      throw new Error(`${suite}: there is no check "${id}" to skip. There are: ${ids.join(", ")}.`);
    if (!/\S\s+\S/.test(reason)) {
      throw new Error(`${suite}: a skip needs a reason in words, and "${id}" has ${JSON.stringify(reason)}.`);
    }
  }
}
