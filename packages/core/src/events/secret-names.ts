/** Which keys tell that what stands under or beside them is secret. */

/** Compared whole and without case. `tokenGroups` is not a secret and not here. */
export const secretNames: readonly string[] = [
  "password",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "apiKey",
  "clientSecret",
  "accessToken",
  "refreshToken",
  "credential",
  "privateKey",
  "connectionString",
  "accountPassword",
  "temporaryPassword",
  "initialPassword",
  "userPassword",
  "unicodePwd",
  "newPassword",
  "oldPassword",
];

/** Say what the object is about: `{ path: "unicodePwd", after: … }`. */
const labels: ReadonlySet<string> = new Set(["path", "name", "attribute"]);
/** Hold what a label is about: the values of changes, of conditions and of name-value pairs. */
const labelled: ReadonlySet<string> = new Set(["before", "after", "value", "values", "pattern"]);

/** What a key means for redaction; null for most. */
export type KeyRole = "secret" | "label" | "labelled" | null;

const mostRemembered = 4096;

/** Tells the role of a key. `names` are the host's further secret names. */
export function createKeyRoles(names: readonly string[]): (key: string) => KeyRole {
  const known = new Map<string, KeyRole>();
  for (const key of labels) known.set(key, "label");
  for (const key of labelled) known.set(key, "labelled");
  for (const key of [...secretNames, ...names]) known.set(key.toLowerCase(), "secret");
  // The same few keys come again and again; folding them once is what makes this fast.
  const remembered = new Map<string, KeyRole>();
  return (key) => {
    const role = remembered.get(key);
    if (role !== undefined) return role;
    if (remembered.size >= mostRemembered) remembered.clear();
    const found = known.get(key.toLowerCase()) ?? null;
    remembered.set(key, found);
    return found;
  };
}

/** `{ generate: true }` and `{ secret: "NAME" }` under a secret name say where the secret comes from, and hold none. */
export function isSecretReference(value: object): boolean {
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0) return false;
  const held: unknown = Reflect.get(value, key);
  return (key === "generate" && held === true) || (key === "secret" && typeof held === "string");
}

/** Whether a label names a secret, or something within one: `unicodePwd`, `Request.Intent.Password`. */
export function isSecretLabel(label: unknown, isSecretName: (name: string) => boolean): boolean {
  if (typeof label !== "string") return false;
  return isSecretName(label) || (label.includes(".") && label.split(".").some(isSecretName));
}

export function isLabel(key: string): boolean {
  return labels.has(key.toLowerCase());
}

export function isLabelled(key: string): boolean {
  return labelled.has(key.toLowerCase());
}
