import { UsageError } from "../usage-error.ts";

const form = /^(?:@([a-z0-9][a-z0-9._-]*)\/)?([a-z0-9][a-z0-9._-]*)$/;
/** npm's own, and what Windows takes for a device. */
const taken = /^(node_modules|favicon\.ico|(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?)$/;

export interface PackageName {
  readonly name: string;
  /** Without the `@`; null when there is none. */
  readonly scope: string | null;
  /** The name of its folder. */
  readonly folder: string;
}

/** A package's name by npm's rules. Throws UsageError. */
export function readPackageName(name: string): PackageName {
  const [, scope = null, folder = ""] = form.exec(name) ?? [];
  if (folder === "" || name.length > 214 || taken.test(folder)) {
    throw new UsageError(
      `--package ${JSON.stringify(name)} is no package name. Write up to 214 lower-case letters, digits, "-", "_" and ".", with a scope or without: @acme/idle-provider-badges.`,
    );
  }
  if (scope === "idle") {
    throw new UsageError("The scope @idle is for what comes with IdLE. Write your own: @acme/idle-provider-badges.");
  }
  return { name, scope, folder };
}

/** The prefix of step types and capabilities: the given one, else the scope's name, else none of anybody's. */
export function readPrefix(prefix: string | undefined, scope: string | null): string {
  if (prefix === undefined) {
    const words = (scope ?? "").split(/[^a-z0-9]+/).filter((word) => word !== "");
    const own = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    return isPrefix(own) ? own : "Custom";
  }
  if (isPrefix(prefix)) return prefix;
  const why = /^idle$/i.test(prefix) ? "IdLE is for what comes with IdLE." : "";
  throw new UsageError(
    `--prefix ${JSON.stringify(prefix)} cannot be used. ${why} Write one word in PascalCase of up to 32 letters and digits, such as Acme.`.replace(
      "  ",
      " ",
    ),
  );
}

function isPrefix(text: string): boolean {
  return /^[A-Z][A-Za-z0-9]{0,31}$/.test(text) && !/^idle$/i.test(text);
}
