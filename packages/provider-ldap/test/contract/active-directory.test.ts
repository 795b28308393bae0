import { providerContract } from "@idle/testkit";
import { createLdapProvider } from "../../src/index.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { groupNamed, places, useSamba } from "../support/samba-world.ts";

const capabilities = createLdapProvider({
  flavour: "activeDirectory",
  url: "ldaps://dc.example.com",
  allowDelete: true,
  revokeSessions: "resetPassword",
}).getCapabilities();

const noLogin = "Active Directory does not take it as the name of an account, which 20 plain characters are";

describeSamba("Active Directory (Samba)", () => {
  const world = useSamba();
  providerContract({
    name: "Active Directory (Samba)",
    capabilities,
    session: () => world().session,
    secrets: () => [world().dc.administrator.password],
    async createProvider(seed) {
      await world().reset(seed);
      return world().provider({ allowDelete: true, revokeSessions: "resetPassword" });
    },
    createDefaultProvider: () => world().provider(),
    fixture: {
      attribute: { name: "Description", values: ["HR", "IT"] },
      typedValues: {
        countryCode: 4,
        msNPAllowDialin: true,
        otherTelephone: ["1", "2"],
        ThumbnailPhoto: { base64: "AAEC" },
      },
      containers: [places.engineering, places.sales],
      entitlements: [
        { kind: "Group", id: groupNamed("All Staff") },
        { kind: "Group", id: groupNamed("Sales") },
      ],
      fixedEntitlement: { kind: "Group", id: "CN=Domain Users,CN=Users,DC=example,DC=com" },
    },
    skip: {
      "odd-key/quotes": noLogin,
      "odd-key/commas": noLogin,
      "odd-key/star": noLogin,
      "odd-key/parentheses": noLogin,
      "odd-key/backslash": noLogin,
      "odd-key/length": noLogin,
    },
  });
});
