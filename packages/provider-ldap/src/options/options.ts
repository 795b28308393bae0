export type LdapFlavour = "ldap" | "activeDirectory";

export interface LdapProviderOptions {
  /** `activeDirectory` for domain controllers, Samba's too; `ldap` for OpenLDAP and its kin. */
  readonly flavour: LdapFlavour;
  /** `ldaps://host`, or `ldap://host` with `startTls`; a port behind a colon. */
  readonly url: string;
  /**
   * The distinguished name below which identities are looked for, created and moved; nobody outside it is read or written.
   * Their groups may stand anywhere in the directory.
   * Default: of Active Directory the server's domain. Needed with `ldap`.
   */
  readonly baseDn?: string;
  /** Whether an `ldap://` connection is made secure before anything is sent. Default false. */
  readonly startTls?: boolean;
  /** A PEM file with the certificates of the authorities that the server's certificate may come from. Default: Node's. */
  readonly caFile?: string;
  /** The name that the server's certificate must have, where it is not the one in `url`. */
  readonly serverName?: string;
  /** Allows a connection without TLS to a server that is not on this machine. Default false: refused. */
  readonly allowInsecure?: boolean;
  /** Where identities are created when a workflow does not say. Default: it must say. */
  readonly container?: string;
  /** Whether identities can be deleted; only then is `IdLE.Identity.Delete` advertised. Default false. */
  readonly allowDelete?: boolean;
  /**
   * What ending sessions means here. `resetPassword` sets a new password twice, which nobody is told. Default `none`:
   * `IdLE.Identity.RevokeSessions` is not advertised.
   */
  readonly revokeSessions?: "none" | "resetPassword";
  /** Whether a password that a workflow sets or has generated must be changed at the first logon. Default true. */
  readonly mustChangePassword?: boolean;
  /** Whether groups that are held through other groups are listed, as what cannot be taken away. Default false. */
  readonly nestedGroups?: boolean;
  /** Names of a workflow's attributes, by what they are called in the directory; beside and before those that are built in. */
  readonly attributeNames?: Readonly<Record<string, string>>;
  /** Of which attribute a new identity's `cn` is the value. Default: the identity's key. */
  readonly nameFrom?: string;
  /** How many objects a server is asked for at once, 1 to 1,000. Default 500. */
  readonly pageSize?: number;
  /** How long the server may take for one operation, in seconds. Default 30. */
  readonly timeoutSeconds?: number;
  /** How long connecting and the TLS handshake may take, in seconds. Default 10. */
  readonly connectTimeoutSeconds?: number;

  /** Of Active Directory: what a new identity's user principal name is made with, `login@suffix`. Default: none is set. */
  readonly upnSuffix?: string;

  /** Of `ldap`: the attribute that identities are known by. Default `uid`. */
  readonly loginAttribute?: string;
  /** Of `ldap`: what the name of a new identity begins with. Default: `loginAttribute`. */
  readonly rdnAttribute?: string;
  /** Of `ldap`: the structural class of identities. Default `inetOrgPerson`. */
  readonly objectClass?: string;
  /** Of `ldap`: further classes that new identities get. Default: none. */
  readonly auxiliaryClasses?: readonly string[];
  /**
   * Of `ldap`: the attribute that locks an account, and the value that says so. Default: that of the password policy
   * overlay, `pwdAccountLockedTime: 000001010000Z`
   * (https://datatracker.ietf.org/doc/html/draft-behera-ldap-password-policy-10). Null where accounts cannot be locked:
   * enabling and disabling are then not advertised.
   */
  readonly accountLock?: { readonly attribute: string; readonly value: string } | null;
}
