/** The diagnostics of files named on the command line that are not those of any YAML file or workflow. */
export const inputCodes = {
  ChangeInvalid: {
    meaning: "A line of a file for `idle connector stage` is no change, or none that the connector can take.",
    remedy:
      "Mend the line; the message says what is wrong with it. Nothing of the file was staged, so the whole of it can be given again.",
  },
  FileOfAnotherKind: {
    meaning: "The file is not what the command takes there: a request in place of a workflow, for example.",
    remedy: "Name the right file. The message says what this one is, and which command takes it.",
  },
  ParameterRefused: {
    meaning: "The validation script of a connector does not take the parameters of its definition.",
    remedy: "The message says what the script said. Mend the parameter, or what is behind it.",
  },
  PlaceholderLeft: {
    meaning: "A value of the request is still `TODO`, as `idle new request` wrote it.",
    remedy: "Fill it in; take out what the workflow does not require.",
  },
} as const;

export type InputCode = keyof typeof inputCodes;
