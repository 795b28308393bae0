import type { Capabilities } from "./capabilities.ts";

interface CapabilityProblem {
  readonly pointer: string;
  readonly message: string;
}

interface Rule {
  readonly setting: keyof Capabilities;
  readonly isAsked: (capabilities: Capabilities) => boolean;
  readonly needed: keyof Capabilities;
  readonly isMet: (capabilities: Capabilities) => boolean;
  readonly why: string;
  /** What to change, as a sentence. */
  readonly remedy: string;
}

const rules: readonly Rule[] = [
  onlyWith("enableDeltaImport", "enableImport", "a delta import is an import"),
  onlyWith("enableFullExport", "enableExport", "a full export is an export"),
  onlyWith("noReferenceValuesInFirstExportPass", "enableExport", "only exports have passes"),
  onlyWith("deleteAddAsReplace", "enableExport", "only an export deletes and adds objects"),
  onlyWith("enableObjectRename", "enableExport", "only an export renames objects"),
  onlyWith("enableExportPasswordInFirstPass", "enableExport", "only exports have passes"),
  {
    setting: "objectConfirmation",
    isAsked: ({ objectConfirmation }) => objectConfirmation !== "Normal",
    needed: "enableExport",
    isMet: ({ enableExport }) => enableExport,
    why: "only what was exported is confirmed",
    remedy: "Turn enableExport on, or write objectConfirmation: Normal.",
  },
  onlyLdap("useDnAsAnchor", "only LDAP names can be anchors"),
  onlyLdap("partitions", "which partition an object is in, its LDAP name tells"),
  onlyLdap("hierarchy", "containers are chosen by LDAP names"),
  {
    setting: "enableObjectRename",
    isAsked: ({ enableObjectRename }) => enableObjectRename,
    needed: "distinguishedNameStyle",
    isMet: ({ distinguishedNameStyle }) => distinguishedNameStyle !== "None",
    why: "objects without a name cannot get another one",
    remedy: "Write distinguishedNameStyle: Generic or LDAP, or turn enableObjectRename off.",
  },
];

/** Capabilities that cannot be together: what both are, why, and what to change. Empty when all is well. */
export function capabilityProblems(capabilities: Capabilities): readonly CapabilityProblem[] {
  const problems = rules
    .filter(({ isAsked, isMet }) => isAsked(capabilities) && !isMet(capabilities))
    .map(({ setting, needed, why, remedy }) => ({
      pointer: `/capabilities/${setting}`,
      message: `${setting} is ${inWords(capabilities[setting])} and ${needed} is ${inWords(capabilities[needed])}: ${why}. ${remedy}`,
    }));
  const { enableImport, enableExport, enablePasswordOperations } = capabilities;
  if (enableImport || enableExport || enablePasswordOperations) return problems;
  const message =
    "enableImport, enableExport and enablePasswordOperations are all off: nothing could be done with the connector. Turn one of them on.";
  return [...problems, { pointer: "/capabilities/enableImport", message }];
}

type Flag = {
  [K in keyof Capabilities]: Capabilities[K] extends boolean ? K : never;
}[keyof Capabilities];

function onlyWith(setting: Flag, needed: Flag, why: string): Rule {
  const remedy = `Turn ${needed} on, or ${setting} off.`;
  return { setting, isAsked: (all) => all[setting], needed, isMet: (all) => all[needed], why, remedy };
}

function onlyLdap(setting: Flag, why: string): Rule {
  return {
    setting,
    isAsked: (all) => all[setting],
    needed: "distinguishedNameStyle",
    isMet: ({ distinguishedNameStyle }) => distinguishedNameStyle === "LDAP",
    why,
    remedy: `Write distinguishedNameStyle: LDAP, or turn ${setting} off.`,
  };
}

function inWords(value: Capabilities[keyof Capabilities]): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}
