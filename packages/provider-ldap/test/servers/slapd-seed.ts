/** What stands in the directory of `startSlapd` when a test begins. */
export const SUFFIX = "dc=example,dc=com";
const GROUPS = ["All Staff", "Engineering", "Intranet Readers", "Sales", "VPN Users", "Leavers", "BreakGlass"];
export const ACCOUNTS = ["service", "reader", "nobody"] as const;

/** As LDIF, parents first. */
export function slapdSeed(passwords: Readonly<Record<(typeof ACCOUNTS)[number], string>>): string {
  const units = ["ou=Staff", "ou=Engineering,ou=Staff", "ou=Sales,ou=Staff", "ou=Leavers", "ou=Groups", "ou=Policies"];
  return [
    [`dn: ${SUFFIX}`, "objectClass: dcObject", "objectClass: organization", "o: Example", "dc: example"],
    ...units.map((unit) => [`dn: ${unit},${SUFFIX}`, "objectClass: organizationalUnit"]),
    ...ACCOUNTS.map((name) => [
      `dn: cn=${name},${SUFFIX}`,
      "objectClass: organizationalRole",
      "objectClass: simpleSecurityObject",
      `userPassword: ${passwords[name]}`,
    ]),
    // A group of the standard schema is never empty.
    ...GROUPS.map((name) => [
      `dn: cn=${name},ou=Groups,${SUFFIX}`,
      "objectClass: groupOfNames",
      `member: cn=nobody,${SUFFIX}`,
    ]),
    [
      ...[`dn: cn=default,ou=Policies,${SUFFIX}`, "objectClass: organizationalRole", "objectClass: pwdPolicy"],
      ...[
        "pwdAttribute: userPassword",
        "pwdMinLength: 8",
        "pwdCheckQuality: 1",
        "pwdLockout: TRUE",
        "pwdMaxFailure: 20",
      ],
      ...["pwdMustChange: TRUE", "pwdAllowUserChange: TRUE", "pwdInHistory: 0"],
    ],
  ]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}
