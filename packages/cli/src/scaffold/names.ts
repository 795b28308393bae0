/** The forms a name takes in what is made of it: file names, packages, identifiers, text. */
import { UsageError } from "../usage-error.ts";

export interface Names {
  /** `badge-system` */
  readonly kebab: string;
  /** `BadgeSystem` */
  readonly pascal: string;
  /** `badgeSystem` */
  readonly camel: string;
  /** `BADGE_SYSTEM` */
  readonly constant: string;
  /** `Badge system` */
  readonly title: string;
}

/** In kebab-case. Longer, and names made of it would be refused by npm or by some file systems. */
const longest = 64;

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const pascalCase = /^[A-Z][A-Za-z0-9]*$/;

/** What Windows takes for a device, and npm and Git for their own. */
const reservedFiles = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|node-modules|idle)$/;

/** Reads a NAME in kebab-case or PascalCase. Throws UsageError that says what to write instead. */
export function readName(name: string): Names {
  if (!kebabCase.test(name) && !pascalCase.test(name)) {
    throw new UsageError(
      `${JSON.stringify(name)} is no name for this. Write letters and digits in kebab-case or PascalCase, a letter first${example(name)}.`,
    );
  }
  const words = wordsOf(name);
  const kebab = words.join("-");
  if (kebab.length > longest) {
    throw new UsageError(
      `A name has at most ${longest} characters, and this one has ${kebab.length}. Write a shorter one.`,
    );
  }
  if (reservedFiles.test(kebab)) {
    throw new UsageError(`${JSON.stringify(name)} is reserved. Write a name that says more, such as ${kebab}-system.`);
  }
  const [first = "", ...others] = words;
  const pascal = words.map(capital).join("");
  return {
    kebab,
    pascal,
    camel: first + others.map(capital).join(""),
    constant: words.join("_").toUpperCase(),
    title: [capital(first), ...others].join(" "),
  };
}

/** `HRSystem2` is hr, system2. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .split("-");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The name as it was probably meant; a path is none. */
function example(name: string): string {
  const isPath = /[\\/]/.test(name);
  const plain = wordsOf(
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^A-Za-z0-9]+/g, "-"),
  )
    .join("-")
    .replace(/^[-0-9]+|-+$/g, "")
    .slice(0, longest);
  if (isPath) return "; the folder goes into --out";
  return kebabCase.test(plain) ? `, such as ${plain}` : ", such as badge-system";
}
