/** Texts that say where a secret is: `env:NAME`, `file:path`, `command:["program","argument"]`. */

export type SecretReference =
  | { readonly scheme: "env"; readonly name: string }
  | { readonly scheme: "file"; readonly path: string }
  | { readonly scheme: "command"; readonly program: string; readonly args: readonly string[] };

type SecretScheme = SecretReference["scheme"];

/** How each is written, for messages. */
const forms: Readonly<Record<SecretScheme, string>> = {
  env: "env:NAME, with the name of an environment variable: letters, digits and _",
  file: "file:path, such as file:/run/secrets/directory",
  command: 'command:["program","argument"], a JSON list of texts, such as command:["vault","read","directory"]',
};

/** Which kind of reference a text wants to be, well-formed or not; null for any other text. */
export function secretSchemeOf(text: string): SecretScheme | null {
  const scheme = text.slice(0, text.indexOf(":"));
  return Object.hasOwn(forms, scheme) ? (scheme as SecretScheme) : null;
}

/**
 * The parts of a reference, or the sentence that says why it is none. The sentence never shows the text, which may be a
 * secret that was put in the wrong place.
 */
export function parseSecretReference(text: string): SecretReference | { readonly problem: string } {
  const scheme = secretSchemeOf(text);
  if (scheme === null) {
    return { problem: "This is no reference to a secret. Write env:NAME or file:path." };
  }
  const rest = text.slice(scheme.length + 1);
  const malformed = { problem: `This reference is malformed. Write ${forms[scheme]}.` };
  if (scheme === "env") return /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest) ? { scheme, name: rest } : malformed;
  if (scheme === "file") return /^[^\s\0][^\0\r\n]*$/.test(rest) ? { scheme, path: rest } : malformed;
  const [program, ...args] = parseTexts(rest) ?? [];
  return program === undefined || program === "" ? malformed : { scheme, program, args };
}

function parseTexts(json: string): string[] | null {
  try {
    const list: unknown = JSON.parse(json);
    const isTexts = Array.isArray(list) && list.every((text) => typeof text === "string" && !text.includes("\0"));
    return isTexts ? list : null;
  } catch {
    return null;
  }
}
