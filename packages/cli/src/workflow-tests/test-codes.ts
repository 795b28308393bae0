/** The diagnostics of a workflow test that are not those of any YAML file or JSON Schema. */
export const testCodes = {
  AliasUnknown: "A test names an alias that its workflow does not use.",
  MethodUnknown: "A failure is to happen in a method that the provider does not have.",
  StandInMissing:
    "A step needs capabilities that the mock does not have, and the test names no provider that has them.",
  DirectoryInvalid: "What is to be there before is no directory.",
  TestNameTaken: "Two tests of a file have the same name.",
  FileMissing: "A file that a test names cannot be read.",
} as const;

export type TestCode = keyof typeof testCodes;
