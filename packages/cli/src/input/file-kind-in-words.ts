import type { FileKind } from "./recognise-file.ts";

/** What a file is and which command takes it, as what follows its name in a sentence. `file` is its name in commands. */
export function fileKindInWords(kind: FileKind, file: string): string {
  const words: Readonly<Record<FileKind, string>> = {
    plan: `is a saved plan. To run it: idle apply ${file}. To see it: idle show ${file}.`,
    result: `is the result of a run. To see it: idle show ${file}.`,
    events:
      "is a record of events, one on each line. What became of the run is in the result: idle apply --out keeps it.",
    workflow: `is a workflow. To see what it would do: idle plan -w ${file} -r REQUEST. To check it: idle validate ${file}.`,
    request: `is a request. To see what a workflow would do for it: idle plan -w WORKFLOW -r ${file}.`,
    configuration: `is a configuration. To see what it sets up: idle providers --config ${file}.`,
    "workflow test": `is a test of a workflow. To run it: idle test ${file}.`,
    connector: `is the definition of a connector. To check it: idle connector validate ${file}.`,
    directory: "is the data of a pretend directory, which @idle/provider-mock keeps.",
    schema: "is a JSON Schema.",
    problems: "is what a command printed when something was wrong; it is no plan and no result.",
    key: "is a key, which is for sealed outputs: idle secrets open RESULT --key FILE.",
    "UTF-16": "is UTF-16, as > of Windows PowerShell writes it. Let idle write the file, with --out.",
    nothing: "is empty.",
  };
  return words[kind];
}
