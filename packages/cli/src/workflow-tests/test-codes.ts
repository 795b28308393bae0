/** The diagnostics of a workflow test that are not those of any YAML file or JSON Schema, and what to do about each. */
export const testCodes = {
  AliasUnknown: {
    meaning: "A test names an alias that its workflow does not use.",
    remedy: "Use an alias of the workflow: what its steps name in `with.provider`, or their type's default.",
  },
  MethodUnknown: {
    meaning: "A failure is to happen in a method that the provider does not have.",
    remedy: "Write a method of the provider's capabilities; `idle steps` and the page Steps list them.",
  },
  StandInMissing: {
    meaning: "A step needs capabilities that the mock does not have, and the test names no provider that has them.",
    remedy: "Name a package that has them under `providers` of the test file.",
  },
  DirectoryInvalid: {
    meaning: "What is to be there before is no directory.",
    remedy: "Write `{ identities: [...] }`, or name a file with that in it.",
  },
  TestNameTaken: { meaning: "Two tests of a file have the same name.", remedy: "Rename one of them." },
  FileMissing: {
    meaning: "A file that a test names cannot be read.",
    remedy: "Correct the name; it is relative to the test file.",
  },
} as const;

export type TestCode = keyof typeof testCodes;
