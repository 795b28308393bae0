import { escapeText } from "@idle/core";
import { sentence } from "./sentence.ts";
import type { Style } from "./style.ts";

export interface EditorSetup {
  readonly files: readonly { readonly name: string; readonly isNew: boolean; readonly about: string }[];
  /** The project's folder. */
  readonly folder: string;
  /** Of the schema of workflows, relative to that folder. */
  readonly schemaPath: string;
}

/** What was written, and what is left for the user to do. */
export function editorSetupView({ files, folder, schemaPath }: EditorSetup, style: Style): string {
  if (files.length === 0) return sentence(style, "Nothing to do: the schemas are current, and VS Code knows them.");
  const written = files.map(({ name, isNew, about }) =>
    sentence(style, `${isNew ? "Created" : "Changed"} ${escapeText(name)}: ${about}`),
  );
  const next = [
    `VS Code: open ${escapeText(folder)}, and install the extension YAML by Red Hat when it is recommended.`,
    "Other editors with the YAML language server: begin a file with this line. The path is relative to the file, here one in workflows. A file that has such a line keeps to it, whatever settings say.",
  ];
  return [
    ...written,
    "\n",
    ...next.map((text) => sentence(style, text)),
    "\n",
    `# yaml-language-server: $schema=../${schemaPath}\n`,
    "\n",
    sentence(style, "Call idle schema --setup again after an upgrade of IdLE or of a step package."),
  ].join("");
}
