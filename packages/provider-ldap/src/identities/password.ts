/** Passwords on their way to the server: over TLS only, and in no log. */
import { IdleError, isIdleError, isSecret, type Secret } from "@idle/contract";
import { Attribute, BerWriter, Change } from "ldapts";
import type { Purpose } from "../connection/directory.ts";
import type { Entry } from "../connection/entry.ts";
import { textOf } from "../connection/entry.ts";
import { hiddenBytes } from "../connection/hidden-bytes.ts";
import { generatePassword } from "./generate-password.ts";
import type { Scope } from "./identity-scope.ts";
import { modifyIdentity } from "./write-identity.ts";

/** Password Modify (RFC 3062). */
const passwordModify = "1.3.6.1.4.1.4203.1.11.1";

/** Throws `InvalidInput` on a connection that is not secure. */
export function expectSecure({ directory }: Scope): void {
  if (isSecure(directory.settings.transport)) return;
  throw new IdleError(
    "InvalidInput",
    "A password is sent over a secure connection only, and this one is not: use ldaps:// or startTls. Nothing was written.",
  );
}

export function isSecure(transport: "ldaps" | "startTls" | "clear"): boolean {
  return transport !== "clear";
}

/** `unicodePwd` in quotes, UTF-16 (MS-ADTS 3.1.1.3.1.5). */
export function unicodePassword(password: Secret): Attribute {
  return new Attribute({ type: "unicodePwd", values: [hiddenBytes(Buffer.from(`"${password.reveal()}"`, "utf16le"))] });
}

/** Beside a password (MS-ADA3 2.175). */
export function mustChangeAtLogon(): Attribute {
  return new Attribute({ type: "pwdLastSet", values: ["0"] });
}

/** One that the domain's policy takes; fine-grained policies ask for no more than that length in practice. */
export async function generateFor(scope: Scope, forbidden: readonly string[]): Promise<Secret> {
  const { directory, facts } = scope;
  if (directory.settings.flavour === "ldap") return generatePassword(0, forbidden);
  const purpose = { what: "The domain's password policy", doing: "read" };
  const [domain] = await directory.search(
    { base: facts.contextDn, scope: "base", attributes: ["minPwdLength"] },
    purpose,
  );
  return generatePassword(domain === undefined ? 0 : Number(textOf(domain, "minPwdLength") ?? "0"), forbidden);
}

export interface AccountState {
  /** At the next logon, where the server knows of that. */
  readonly mustChange: boolean;
  /** Whether the account is enabled, and is to be afterwards. */
  readonly enabled: boolean;
}

/** Sets the password of an object that is there, and leaves it enabled or disabled as it is. */
export async function setPassword(
  scope: Scope,
  entry: Entry,
  password: Secret,
  { mustChange, enabled }: AccountState,
  purpose: Purpose,
): Promise<void> {
  expectSecure(scope);
  const { directory, facts } = scope;
  const replace = (modification: Attribute) => new Change({ operation: "replace", modification });
  if (directory.settings.flavour === "activeDirectory") {
    const attributes = [unicodePassword(password), ...(mustChange ? [mustChangeAtLogon()] : [])];
    await modifyIdentity(scope, entry, attributes.map(replace), purpose);
    return;
  }
  if (facts.extensions.has(passwordModify)) {
    await directory.write({ extended: passwordModify, value: passwordModifyValue(entry.dn, password) }, purpose);
  } else {
    const bytes = hiddenBytes(Buffer.from(password.reveal()));
    await modifyIdentity(scope, entry, [replace(new Attribute({ type: "userPassword", values: [bytes] }))], purpose);
  }
  // By themselves: a server with a password policy sets the one, and takes the other away, when the password changes.
  // Whoever is disabled would be let in again, though with a password that is new.
  const { accountLock } = directory.settings;
  const state = [
    ...(mustChange && facts.schema.find("pwdReset") !== undefined
      ? [new Attribute({ type: "pwdReset", values: ["TRUE"] })]
      : []),
    ...(!enabled && accountLock !== null
      ? [new Attribute({ type: accountLock.attribute, values: [accountLock.value] })]
      : []),
  ];
  if (state.length === 0) return;
  const write = () => modifyIdentity(scope, entry, state.map(replace), purpose);
  try {
    await write();
  } catch (error) {
    // It says the same however often it is written, and without it somebody may be let in.
    if (!isIdleError(error, "ConnectionFailed") && !isIdleError(error, "Timeout")) throw error;
    await write();
  }
}

function passwordModifyValue(dn: string, password: Secret): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeString(dn, 0x80);
  writer.writeString(password.reveal(), 0x82);
  writer.endSequence();
  return hiddenBytes(writer.buffer);
}

export function expectPassword(password: unknown): void {
  if (password === undefined || isSecret(password)) return;
  if (typeof password === "object" && password !== null && (password as { generate?: unknown }).generate === true)
    return;
  throw new IdleError("InvalidInput", "initialPassword must be a Secret or { generate: true }.");
}
