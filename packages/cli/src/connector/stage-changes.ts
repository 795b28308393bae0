/** Changes in; all of them staged, or none and what the connector cannot take of each line, out. */
import type { Connector, StagedChange, Unstaging } from "@idle/connector";
import { type Diagnostic, isIdleError } from "@idle/contract";
import { lineProblem, type NumberedChange } from "./read-changes.ts";

export type Staged =
  | { readonly staged: number; readonly unchanged: number }
  | {
      readonly problems: readonly Diagnostic[];
      /** Whether looking for further ones was given up. */
      readonly more: boolean;
    };

/** More of them help nobody, and each is looked for from the beginning. */
const mostProblems = 20;

/** What a connector says of a change that it cannot take. */
const refusals: ReadonlySet<string> = new Set(["InvalidInput", "NotFound", "AlreadyExists", "Unsupported"]);

export function stageChanges(
  connector: Pick<Connector, "stage">,
  changes: readonly NumberedChange[],
  file: string,
): Staged {
  const problems: Diagnostic[] = [];
  const refused = new Set<number>();
  for (;;) {
    let line = 0;
    // Staging takes effect as a whole: once a line was refused, the end of the list takes everything back.
    function* list(): Iterable<StagedChange | Unstaging> {
      for (const each of changes) {
        if (refused.has(each.line)) continue;
        line = each.line;
        yield each.change;
      }
      if (refused.size > 0) throw takeBack;
    }
    try {
      return connector.stage(list());
    } catch (error) {
      if (error === takeBack) return { problems, more: false };
      if (line === 0 || !isIdleError(error) || !refusals.has(error.code)) throw error;
      refused.add(line);
      problems.push(lineProblem(file, line, error.message));
      if (problems.length === mostProblems) return { problems, more: true };
    }
  }
}

const takeBack = new Error("A line was refused.");
