/** Attributes that are no attributes of a person: what has a step of its own, and what nobody should see. */

/** Secrets in any form: never asked for by name, never shown, never written as an attribute. */
const secrets = new Set(
  [
    "userPassword",
    "unicodePwd",
    "dBCSPwd",
    "ntPwdHistory",
    "lmPwdHistory",
    "supplementalCredentials",
    "pwdHistory",
    "sambaNTPassword",
    "sambaLMPassword",
    "sambaPasswordHistory",
    "krbPrincipalKey",
    "krb5Key",
    "authPassword",
    "msDS-ManagedPassword",
    "ms-Mcs-AdmPwd",
    "msLAPS-Password",
    "msLAPS-EncryptedPassword",
    "msFVE-RecoveryPassword",
  ].map((name) => name.toLowerCase()),
);

const others: Readonly<Record<string, string>> = {
  useraccountcontrol: "Use EnableIdentity and DisableIdentity for what it says.",
  pwdlastset: "It follows from the password.",
  pwdaccountlockedtime: "Use EnableIdentity and DisableIdentity for what it says.",
  nsaccountlock: "Use EnableIdentity and DisableIdentity for what it says.",
  member: "Use EnsureEntitlements to grant and revoke groups.",
  memberof: "Use EnsureEntitlements to grant and revoke groups.",
  uniquemember: "Use EnsureEntitlements to grant and revoke groups.",
  primarygroupid: "Use EnsureEntitlements to grant and revoke groups; the primary group stays as it is.",
  distinguishedname: "Use MoveIdentity to move, and Name to rename.",
  ntsecuritydescriptor: "Rights on objects are not part of an identity's life.",
};

/** Where it can't be written as an attribute, why and what to do instead; null where it can. */
export function whyNotWritable(wireName: string, lockAttribute: string | null): string | null {
  const name = wireName.toLowerCase();
  if (secrets.has(name)) return "Passwords are set by initialPassword of CreateIdentity, and never shown.";
  if (name === lockAttribute?.toLowerCase()) return "Use EnableIdentity and DisableIdentity for what it says.";
  return Object.hasOwn(others, name) ? (others[name] ?? null) : null;
}

/** Whether it is a secret, in whatever form: then nobody may find out by asking who has a certain one. */
export function isSecretAttribute(wireName: string): boolean {
  return secrets.has(wireName.toLowerCase());
}

/**
 * Whether an identity's attributes have it. What changes with every logon, and what replication counts, says nothing of
 * an identity: with it no two reads would be alike. Groups are entitlements.
 */
export function isShown(wireName: string): boolean {
  const name = wireName.toLowerCase();
  return !secrets.has(name) && !unseen.has(name);
}

const unseen = new Set(
  [
    // The name of the object once more, under a name that differs from another one in case alone.
    "name",
    "memberOf",
    "nTSecurityDescriptor",
    "lastLogon",
    "lastLogoff",
    "lastLogonTimestamp",
    "logonCount",
    "badPwdCount",
    "badPasswordTime",
    "lockoutTime",
    "uSNChanged",
    "uSNCreated",
    "whenChanged",
    "dSCorePropagationData",
    "replPropertyMetaData",
    "replUpToDateVector",
    "modifyTimestamp",
    "modifiersName",
    "entryCSN",
    "pwdFailureTime",
    "authTimestamp",
    "pwdLastSuccess",
    "pwdLastSet",
    "pwdChangedTime",
  ].map((name) => name.toLowerCase()),
);
