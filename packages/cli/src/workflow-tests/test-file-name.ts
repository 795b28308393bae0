const ending = /\.test(\.ya?ml)$/i;

/** Whether a file is a workflow test, by its name. */
export function isTestFile(name: string): boolean {
  return ending.test(name);
}

/** The workflow a test file is about unless it says otherwise: the one beside it. */
export function workflowBeside(name: string): string {
  return name.replace(ending, "$1");
}
