import type { Line } from "./lay-out.ts";
import type { Style } from "./style.ts";

/** `name  text` one below the other, a name with several texts once; names without a text are left out. */
export function factLines(facts: readonly (readonly [string, readonly string[]])[], style: Style): Line[] {
  const column = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.flatMap(([name, texts]) =>
    texts.map((text, index): Line => {
      const label = (index === 0 ? name : "").padEnd(column);
      return { indent: 2, hang: 2 + column, pieces: [{ text: label, paint: style.dim }, text] };
    }),
  );
}
