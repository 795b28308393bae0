import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean } from "@idle/core";

/** What there is for a configuration to name, installed or not. */
const ownPackages = [
  "@idle/provider-mock",
  "@idle/provider-directorysync-entraconnect",
  "@idle/adsync-simulator",
  "@idle/powershell",
  "@idle/provider-ldap",
  "@idle/connector",
  "@idle/steps-common",
  "@idle/steps-directory-sync",
];

/** The package that was probably meant by a name: one that is installed where it is looked for, or one of IdLE's own. */
export function nearPackage(name: string, configurationPath: string): { name: string; isInstalled: boolean } | null {
  const installed = new Set(
    [dirname(configurationPath), dirname(fileURLToPath(import.meta.url))].flatMap(installedFrom),
  );
  const near = didYouMean(name, new Set([...installed, ...ownPackages]));
  return near === undefined ? null : { name: near, isInstalled: installed.has(near) };
}

/** Where a package of that name stands, from where the configuration is upwards; null when it stands nowhere. */
export function installedFolder(name: string, configurationPath: string): string | null {
  for (let folder = dirname(configurationPath); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", ...name.split("/"));
    if (statSync(candidate, { throwIfNoEntry: false })?.isDirectory() === true) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

/** The packages in every `node_modules` from a folder upwards. */
function installedFrom(folder: string): string[] {
  const own = namesIn(join(folder, "node_modules")).flatMap((name) =>
    name.startsWith("@")
      ? namesIn(join(folder, "node_modules", name)).map((inside) => `${name}/${inside}`)
      : name.startsWith(".")
        ? []
        : [name],
  );
  return dirname(folder) === folder ? own : [...own, ...installedFrom(dirname(folder))];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
