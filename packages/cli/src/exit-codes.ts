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

/** Of the errors by which a plan is refused at its start or stopped in its course. */
export const exitCodeOfError: ReadonlyMap<string, ExitCode> = new Map([
  ["PlanDrifted", exitCodes.drift],
  ["PolicyRefused", exitCodes.blocked],
  ["ThresholdExceeded", exitCodes.blocked],
]);

type Meanings = readonly (readonly [ExitCode, string])[];

/** What all commands have in common. */
const interrupted = [exitCodes.interrupted, "interrupted: by Ctrl-C, SIGTERM or SIGHUP"] as const;
const usage = [exitCodes.usage, "wrong usage"] as const;
const lookedUp: Meanings = [
  [exitCodes.done, "shown"],
  [exitCodes.error, "error"],
  [exitCodes.invalid, "the definition is invalid"],
  usage,
  interrupted,
];
const drift = [exitCodes.drift, "the plan no longer fits the world"] as const;

/** The table of the documentation, and of the help of `idle` itself. */
export const exitCodeMeanings: Meanings = [
  [exitCodes.done, "done; for plan also: there are changes, unless --detailed-exitcode"],
  [exitCodes.error, "error; for test also: a failed test; for connector: an object's error"],
  [exitCodes.changes, "plan --detailed-exitcode: there are changes, or some cannot be known"],
  [exitCodes.blocked, "blocked: by a precondition, by the policy, or by a limit of a connector"],
  [exitCodes.invalid, "the workflow, request, plan, result, test or connector is invalid"],
  drift,
  usage,
  interrupted,
];

/** What they mean for one command, which is all that its help lists. */
export const exitCodesOf = {
  idle: exitCodeMeanings,
  validate: [
    [exitCodes.done, "every workflow is valid"],
    [exitCodes.error, "error"],
    [exitCodes.invalid, "a workflow is invalid"],
    usage,
  ],
  plan: [
    [exitCodes.done, "planned; there may be changes, unless --detailed-exitcode"],
    [exitCodes.error, "error"],
    [exitCodes.changes, "--detailed-exitcode: there are changes, or some cannot be known"],
    [exitCodes.blocked, "--detailed-exitcode: the policy refuses the plan"],
    [exitCodes.invalid, "the workflow or the request is invalid"],
    usage,
    interrupted,
  ],
  apply: [
    [exitCodes.done, "the run completed"],
    [exitCodes.error, "the run failed, was not agreed to, or its record could not be written"],
    [exitCodes.blocked, "a precondition stopped the run, or the policy refuses it"],
    [exitCodes.invalid, "the workflow, the request or the plan is invalid"],
    drift,
    usage,
    interrupted,
  ],
  show: [
    [exitCodes.done, "shown"],
    [exitCodes.error, "the file could not be read"],
    [exitCodes.invalid, "it is no valid plan or result"],
    usage,
  ],
  steps: [
    [exitCodes.done, "shown"],
    [exitCodes.error, "error; a package that cannot be used is one, and the others are shown"],
    usage,
  ],
  providers: [
    [exitCodes.done, "shown; with --check: no session failed, and no command is missing"],
    [exitCodes.error, "error; a package cannot be used, or --check found a session wanting"],
    usage,
    interrupted,
  ],
  identities: [[exitCodes.done, "done"], [exitCodes.error, "error"], usage, interrupted],
  "identities list": [
    [exitCodes.done, "listed, also when there is nobody"],
    [exitCodes.error, "error; what was read until then is shown"],
    usage,
    interrupted,
  ],
  "identities show": [
    [exitCodes.done, "shown"],
    [exitCodes.error, "there is no such identity, or an error"],
    usage,
    interrupted,
  ],
  "identities find": [
    [exitCodes.done, "listed, also when nobody fits"],
    [exitCodes.error, "error; what was read until then is shown"],
    usage,
    interrupted,
  ],
  connector: [
    [exitCodes.done, "done"],
    [exitCodes.error, "error, or an object had one"],
    [exitCodes.blocked, "a limit of the definition stopped the run"],
    [exitCodes.invalid, "the definition is invalid"],
    usage,
    interrupted,
  ],
  "connector validate": [
    [exitCodes.done, "the definition is valid"],
    [exitCodes.error, "error"],
    [exitCodes.invalid, "the definition is invalid, or its script does not take the parameters"],
    usage,
    interrupted,
  ],
  "connector schema": lookedUp,
  "connector partitions": lookedUp,
  "connector hierarchy": lookedUp,
  "connector import": [
    [exitCodes.done, "imported, and no object had an error"],
    [exitCodes.error, "error: nothing of that run was imported; or objects had errors, and the others were imported"],
    [exitCodes.blocked, "a limit of the definition stopped the run: nothing of it was imported"],
    [exitCodes.invalid, "the definition is invalid"],
    usage,
    interrupted,
  ],
  "connector stage": [
    [exitCodes.done, "staged, also when all of it is so already"],
    [exitCodes.error, "error"],
    [exitCodes.invalid, "the definition or a line is invalid: nothing was staged"],
    usage,
    interrupted,
  ],
  "connector export": [
    [exitCodes.done, "exported, or nothing was pending; with --dry-run: shown"],
    [exitCodes.error, "error, or an object had one, or it was not agreed to"],
    [exitCodes.blocked, "a limit of the definition stopped the run, or would, with --dry-run"],
    [exitCodes.invalid, "the definition is invalid"],
    [exitCodes.drift, "while you were asked, something else became pending: nothing was exported"],
    usage,
    interrupted,
  ],
  "connector password": [
    [exitCodes.done, "the connected system has the password"],
    [exitCodes.error, "error: the password was not taken"],
    [exitCodes.invalid, "the definition is invalid"],
    usage,
    interrupted,
  ],
  "connector show": [
    [exitCodes.done, "shown, also when there is nothing"],
    [exitCodes.error, "there is no such object, or an error"],
    [exitCodes.invalid, "the definition is invalid"],
    usage,
    interrupted,
  ],
  completion: [[exitCodes.done, "printed"], usage],
  help: [[exitCodes.done, "shown"], usage],
  new: [
    [exitCodes.done, "the files are there"],
    [exitCodes.error, "error, or something was in the way: nothing was written"],
    usage,
  ],
  "new request": [
    [exitCodes.done, "the file is there"],
    [exitCodes.error, "error, or the file was there already: nothing was written"],
    [exitCodes.invalid, "--workflow is no valid workflow"],
    usage,
  ],
  test: [
    [exitCodes.done, "every test passed, or was updated"],
    [exitCodes.error, "a test failed, or an error"],
    [exitCodes.invalid, "a test file, its workflow or a request is invalid"],
    usage,
    interrupted,
  ],
  schema: [[exitCodes.done, "printed, or set up"], [exitCodes.error, "error"], usage],
  secrets: [[exitCodes.done, "done"], [exitCodes.error, "error"], usage],
  "secrets open": [
    [exitCodes.done, "everything that was asked for is shown"],
    [exitCodes.error, "error, or something could not be opened"],
    usage,
  ],
  "secrets create-key": [[exitCodes.done, "both files are there"], [exitCodes.error, "error"], usage],
} as const satisfies Readonly<Record<string, Meanings>>;
