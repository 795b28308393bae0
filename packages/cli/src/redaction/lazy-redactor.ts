import type { ProcessRedactor } from "./process-redactor.ts";

/** The redactor of the process, loaded when it is first needed: `--version` and `--help` do without. */
export function lazyRedactor(): () => Promise<ProcessRedactor> {
  let redactor: Promise<ProcessRedactor> | undefined;
  return () => {
    redactor ??= import("./process-redactor.ts").then(({ createProcessRedactor }) => createProcessRedactor());
    return redactor;
  };
}
