/** What the command's exit code says. Scripts act on these numbers, so none ever changes its meaning. */
export const exitCodes = {
  done: 0,
  error: 1,
  changes: 2,
  blocked: 3,
  invalid: 4,
  drift: 5,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The table that the help shows. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.done, "done; for plan also: there are changes, unless --detailed-exitcode"],
  [exitCodes.error, "error"],
  [exitCodes.changes, "plan --detailed-exitcode: there are changes, or some cannot be known"],
  [exitCodes.blocked, "blocked: a precondition stopped the run"],
  [exitCodes.invalid, "the workflow, the request or the plan is invalid"],
  [exitCodes.drift, "the plan no longer fits the world"],
  [exitCodes.usage, "wrong usage"],
  [exitCodes.interrupted, "interrupted"],
];
