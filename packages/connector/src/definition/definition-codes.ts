/** The diagnostics of a connector's definition that are not those of any YAML file or JSON Schema. */
export const connectorCodes = {
  SecretInClear: {
    meaning: "A secret stands in the definition in clear.",
    remedy:
      'Write where it comes from in its place: `password: "env:NAME"`, or `{ secret: "env:NAME" }` for a parameter. Then change the secret.',
  },
  SecretReferenceInvalid: {
    meaning: "A reference to a secret is malformed, or a parameter has it as mere text.",
    remedy:
      'Write `env:NAME`, `file:path` or `command:["program","argument"]`; for a parameter as `{ secret: "env:NAME" }`.',
  },
  SettingUnsupported: {
    meaning: "A setting is for PowerShell scripts on Windows, and the scripts are TypeScript.",
    remedy: "Take the setting out. The message says what does the same here.",
  },
  NameNotUsable: {
    meaning: "A name cannot be that of a file or folder on every system, or leads elsewhere.",
    remedy: "Choose another one: letters, digits, `-`, `_` and dots, no folder, none of the names of devices.",
  },
  ScriptsMissing: {
    meaning: "The definition names no scripts.",
    remedy: "Write the package that has them under `use`, or the scripts themselves under `scripts`.",
  },
  ScriptsAmbiguous: {
    meaning: "The definition names a package and scripts.",
    remedy: "Take one of `use` and `scripts` out.",
  },
  ScriptMissing: {
    meaning: "A capability needs a script that is not there.",
    remedy: "Write the script, or turn the capability off.",
  },
  ScriptUnused: {
    meaning: "Scripts of this dialect have no such part, and nobody would call it.",
    remedy: "Take the script out, or correct `powerShell.dialect`.",
  },
  ScriptUnreadable: {
    meaning: "The file of a script cannot be read.",
    remedy: "Correct the path under `scripts`, or let the host read the file.",
  },
  ScriptNotParsed: {
    meaning: "A script is no PowerShell. None of the scripts was run.",
    remedy: "The message has the line and column. Correct the script.",
  },
  CapabilityImpossible: {
    meaning: "Two capabilities cannot be together, or none is there that could be used.",
    remedy: "The message names both and says why. Change one of them.",
  },
  CapabilityChanged: {
    meaning: "A capability is another one than when the connector was created.",
    remedy:
      "Write back what it was, or give the connector a new name, or remove its folder after a look at what is pending; then run a full import.",
  },
  ParameterAmbiguous: {
    meaning: "Two parameters have names that differ in case alone.",
    remedy: "Rename one of them.",
  },
  PartitionInvalid: {
    meaning: "A partition, or a container of one, is not as it must be.",
    remedy:
      "Write distinguished names such as `OU=Staff,DC=example,DC=org`, each once, and containers under their partition.",
  },
  PackageNotFound: {
    meaning: "The package that the definition names is not installed.",
    remedy: "Install it where the definition stands, or correct its name.",
  },
  PluginFailed: {
    meaning: "The package that the definition names could not be loaded.",
    remedy: "The message says what the package said: mend it, or ask its author.",
  },
} as const;

export type ConnectorCode = keyof typeof connectorCodes;
