/** What stands in the domain of `startSambaDc` besides what every domain has. */
export const BASE = "DC=example,DC=com";
export const SERVICE_NAME = "idle-service";

const UNITS = [
  ...["OU=Staff", "OU=Engineering,OU=Staff", "OU=Sales,OU=Staff", "OU=Contractors", "OU=Leavers", "OU=Groups"],
  "OU=Services",
];
const GROUPS = [
  ...["All Staff", "Intranet Readers", "Contractors", "Engineering", "VPN Users", "Sales", "Leavers", "BreakGlass"],
];

/** As LDIF, parents first. */
export function sambaSeed(servicePassword: string): string {
  const password = Buffer.from(`"${servicePassword}"`, "utf16le").toString("base64");
  return [
    ...UNITS.map((unit) => [`dn: ${unit},${BASE}`, "objectClass: organizationalUnit"]),
    ...GROUPS.map((name) => [`dn: CN=${name},OU=Groups,${BASE}`, "objectClass: group", `sAMAccountName: ${name}`]),
    [
      ...[`dn: CN=${SERVICE_NAME},OU=Services,${BASE}`, "objectClass: user", `sAMAccountName: ${SERVICE_NAME}`],
      ...[`userPrincipalName: ${SERVICE_NAME}@example.com`, `unicodePwd:: ${password}`, "userAccountControl: 66048"],
    ],
    // Its password must not expire: a template is used for as long as it is there.
    [
      ...[`dn: CN=Administrator,CN=Users,${BASE}`, "changetype: modify"],
      ...["replace: userAccountControl", "userAccountControl: 66048"],
    ],
  ]
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}
