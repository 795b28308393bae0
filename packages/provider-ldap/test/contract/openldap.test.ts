import { describeWith, providerContract } from "@idle/testkit";
import { createLdapProvider } from "../../src/index.ts";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { groupNamed, places, useSlapd } from "../support/slapd-world.ts";

const options = { allowDelete: true, revokeSessions: "resetPassword" } as const;
const capabilities = createLdapProvider({
  flavour: "ldap",
  url: "ldaps://ldap.example.com",
  baseDn: "dc=example,dc=com",
  ...options,
}).getCapabilities();

describeWith([slapd, ldapsearch], "OpenLDAP", () => {
  const world = useSlapd();
  providerContract({
    name: "OpenLDAP",
    capabilities,
    session: () => world().session,
    secrets: () => [world().server.service.password],
    async createProvider(seed) {
      await world().reset(seed);
      return world().provider(options);
    },
    createDefaultProvider: () => world().provider(),
    fixture: {
      attribute: { name: "Description", values: ["HR", "IT"] },
      // inetOrgPerson has no attribute that holds a number or a truth value.
      typedValues: { OfficePhone: ["1", "2"], ThumbnailPhoto: { base64: "AAEC" } },
      containers: [places.engineering, places.sales],
      entitlements: [
        { kind: "Group", id: groupNamed("All Staff") },
        { kind: "Group", id: groupNamed("Sales") },
      ],
      fixedEntitlement: null,
    },
    skip: { "odd-key/length": "OpenLDAP's database takes no name of an object that is longer than 511 bytes" },
  });
});
