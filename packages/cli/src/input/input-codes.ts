/** The diagnostics of files named on the command line that are not those of any YAML file or workflow. */
export const inputCodes = {
  FileOfAnotherKind: {
    meaning: "The file is not what the command takes there: a request in place of a workflow, for example.",
    remedy: "Name the right file. The message says what this one is, and which command takes it.",
  },
  PlaceholderLeft: {
    meaning: "A value of the request is still `TODO`, as `idle new request` wrote it.",
    remedy: "Fill it in; take out what the workflow does not require.",
  },
} as const;

export type InputCode = keyof typeof inputCodes;
