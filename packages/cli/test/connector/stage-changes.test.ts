/** All changes are staged, or none; what the connector refuses is told line by line. */
import type { StagedChange } from "@idle/connector";
import { IdleError } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { stageChanges } from "../../src/connector/stage-changes.ts";

/** Stages as a connector does: in one transaction, and ends at the first that it refuses. */
function pretendConnector(refuses: (dn: string) => IdleError | null) {
  let kept: readonly string[] = [];
  return {
    kept: () => kept,
    stage(changes: Iterable<StagedChange>) {
      const taken: string[] = [];
      for (const change of changes) {
        const dn = change.action !== "add" && "dn" in change.object ? change.object.dn : "";
        const error = refuses(dn);
        if (error !== null) throw error;
        taken.push(dn);
      }
      kept = taken;
      return { staged: taken.length, unchanged: 0 };
    },
  };
}

const changes = (...names: readonly string[]) =>
  names.map((dn, index) => ({ line: index + 1, change: { action: "delete", object: { dn } } as const }));
const refuse =
  (...names: readonly string[]) =>
  (dn: string) =>
    names.includes(dn) ? new IdleError("NotFound", `There is no ${dn}.`) : null;

describe("staging", () => {
  it("takes all lines when each is right", () => {
    const connector = pretendConnector(() => null);
    expect(stageChanges(connector, changes("a", "b"), "c.ndjson")).toEqual({ staged: 2, unchanged: 0 });
    expect(connector.kept()).toEqual(["a", "b"]);
  });

  it("takes none when one is not, and tells every one that is not", () => {
    const connector = pretendConnector(refuse("b", "d"));
    const outcome = stageChanges(connector, changes("a", "b", "c", "d", "e"), "c.ndjson");
    expect(outcome).toEqual({
      more: false,
      problems: [
        {
          severity: "error",
          code: "ChangeInvalid",
          message: "There is no b.",
          file: "c.ndjson",
          line: 2,
          column: null,
        },
        {
          severity: "error",
          code: "ChangeInvalid",
          message: "There is no d.",
          file: "c.ndjson",
          line: 4,
          column: null,
        },
      ],
    });
    expect(connector.kept()).toEqual([]);
  });

  it("gives up after twenty", () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    const outcome = stageChanges(pretendConnector(refuse(...names)), changes(...names), "c.ndjson");
    expect(outcome).toMatchObject({ more: true, problems: { length: 20 } });
  });

  it("throws what is not about a line", () => {
    const busy = new IdleError("Busy", "Somebody else writes.");
    expect(() =>
      stageChanges(
        pretendConnector(() => busy),
        changes("a"),
        "c.ndjson",
      ),
    ).toThrow(busy);
    const connector = {
      stage(): never {
        throw new IdleError("InvalidInput", "No line was looked at.");
      },
    };
    expect(() => stageChanges(connector, changes("a"), "c.ndjson")).toThrow("No line was looked at.");
  });
});
