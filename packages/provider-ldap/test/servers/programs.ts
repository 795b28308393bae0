/**
 * What the tests of this folder need. On Debian 12 and Ubuntu 24.04, and newer ones, `samba-ad-dc` brings `samba`,
 * `samba-tool`, `samba-dsdb-modules` and `winbind`, and only recommends what provisioning needs.
 */
export const slapd = { name: "slapd", path: "/usr/sbin/slapd", install: "apt-get install slapd ldap-utils" };
export const ldapsearch = { name: "ldapsearch", install: "apt-get install ldap-utils" };
export const samba = {
  name: "samba",
  path: "/usr/sbin/samba",
  install: "apt-get install samba-ad-dc samba-ad-provision ldap-utils",
};
