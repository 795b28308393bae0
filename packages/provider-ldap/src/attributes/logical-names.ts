/**
 * What administrators call attributes, and what directories do. The names of `Set-ADUser`
 * (https://learn.microsoft.com/powershell/module/activedirectory/set-aduser) and those that shipped workflows use. Of
 * several names of one attribute the first is the one that answers come under.
 */
import type { LdapFlavour } from "../options/options.ts";

const both: readonly (readonly [string, string])[] = [
  ["GivenName", "givenName"],
  ["Surname", "sn"],
  ["DisplayName", "displayName"],
  ["Initials", "initials"],
  ["Name", "cn"],
  ["Description", "description"],
  ["Title", "title"],
  ["EmployeeType", "employeeType"],
  ["Manager", "manager"],
  ["EmailAddress", "mail"],
  ["MobilePhone", "mobile"],
  ["OfficePhone", "telephoneNumber"],
  ["HomePhone", "homePhone"],
  ["Fax", "facsimileTelephoneNumber"],
  ["Office", "physicalDeliveryOfficeName"],
  ["PostalCode", "postalCode"],
  ["POBox", "postOfficeBox"],
  ["City", "l"],
  ["State", "st"],
];

const tables: Readonly<Record<LdapFlavour, readonly (readonly [string, string])[]>> = {
  activeDirectory: [
    ...both,
    ["SamAccountName", "sAMAccountName"],
    ["UserPrincipalName", "userPrincipalName"],
    ["Department", "department"],
    ["Company", "company"],
    ["Division", "division"],
    ["Organization", "o"],
    ["EmployeeId", "employeeID"],
    ["EmployeeNumber", "employeeNumber"],
    ["OtherName", "middleName"],
    ["StreetAddress", "streetAddress"],
    ["Country", "c"],
    ["HomePage", "wWWHomePage"],
    ["HomeDirectory", "homeDirectory"],
    ["HomeDrive", "homeDrive"],
    ["ProfilePath", "profilePath"],
    ["ScriptPath", "scriptPath"],
    ["AccountExpirationDate", "accountExpires"],
    ["ThumbnailPhoto", "thumbnailPhoto"],
  ],
  // Of inetOrgPerson (RFC 2798) and what it inherits.
  ldap: [
    ...both,
    ["Department", "departmentNumber"],
    ["Company", "o"],
    ["Organization", "o"],
    ["EmployeeId", "employeeNumber"],
    ["EmployeeNumber", "employeeNumber"],
    ["StreetAddress", "street"],
    ["HomePage", "labeledURI"],
    ["ThumbnailPhoto", "jpegPhoto"],
  ],
};

export interface LogicalNames {
  /** What the directory calls it; the name itself where it has no other. */
  toWire(name: string): string;
  /** What answers call it; the name itself where it has no other. */
  toLogical(wireName: string): string;
  /** All that workflows can use. */
  readonly names: readonly string[];
}

/** `own` names go before those that are built in, in both directions. */
export function createLogicalNames(flavour: LdapFlavour, own: Readonly<Record<string, string>>): LogicalNames {
  const table = [...Object.entries(own), ...tables[flavour]];
  const toWire = new Map<string, string>();
  const toLogical = new Map<string, string>();
  for (const [name, wireName] of table) {
    const isNew = !toWire.has(name.toLowerCase());
    if (isNew) toWire.set(name.toLowerCase(), wireName);
    // A built-in name that was given another meaning answers for that alone.
    if (isNew && !toLogical.has(wireName.toLowerCase())) toLogical.set(wireName.toLowerCase(), name);
  }
  return {
    toWire: (name) => toWire.get(name.toLowerCase()) ?? name,
    toLogical: (wireName) => toLogical.get(wireName.toLowerCase()) ?? wireName,
    names: table.map(([name]) => name),
  };
}
