import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { takeOverWarnings } from "../src/process-warnings.ts";

const told = (execArgv: readonly string[] = [], environment: NodeJS.ProcessEnv = {}, printsByItself = true) => {
  const emitter = new EventEmitter();
  const lines: string[] = [];
  if (printsByItself) emitter.on("warning", () => lines.push("printed by Node"));
  takeOverWarnings(emitter, (line) => lines.push(line), { execArgv, environment });
  emitter.emit("warning", Object.assign(new Error("Old."), { name: "DeprecationWarning", code: "ACME001" }));
  emitter.emit("warning", Object.assign(new Error("New."), { name: "ExperimentalWarning" }));
  for (const own of ["globSync", "SQLite"]) {
    const text = `${own} is an experimental feature and might change at any time`;
    emitter.emit("warning", Object.assign(new Error(text), { name: "ExperimentalWarning" }));
  }
  return lines;
};

const deprecation = "warning ACME001 DeprecationWarning: Old.";
const experiment = "warning ExperimentalWarning: New.";

describe("warnings of the process", () => {
  it("are told in place of Node, once, but for the command's own experiments", () =>
    expect(told()).toEqual([deprecation, experiment]));

  it("are not told where Node tells none", () => expect(told([], {}, false)).toEqual([]));

  it.each([
    [["--disable-warning=ACME001"], {}, [experiment]],
    [["--disable-warning", "DeprecationWarning"], {}, [experiment]],
    [[], { NODE_OPTIONS: "--x --disable-warning=ExperimentalWarning" }, [deprecation]],
  ])("are not told when they are disabled: %j %j", (execArgv, environment, expected) => {
    expect(told(execArgv, environment)).toEqual(expected);
  });
});
