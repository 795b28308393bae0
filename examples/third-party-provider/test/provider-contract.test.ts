/** The suite that every provider passes, over HTTP. */
import { Secret } from "@idle/contract";
import { providerContract } from "@idle/testkit";
import { afterAll } from "vitest";
import { badgeCapabilities } from "../src/badge-capabilities.ts";
import { createBadgeSystemProvider } from "../src/badge-system-provider.ts";
import { account, startPretendServer } from "./pretend-server.ts";

const server = await startPretendServer();
afterAll(() => server.close());

providerContract({
  name: "Badge system",
  capabilities: createBadgeSystemProvider({ url: server.url }).getCapabilities(),
  createProvider(seed) {
    server.reset(seed.map(({ identityKey: id, enabled: active, attributes: fields }) => ({ id, active, fields })));
    return createBadgeSystemProvider({ url: server.url });
  },
  session: { type: "Credential", userName: account.userName, password: new Secret(account.password) },
  secrets: [account.password],
  // What the system does not have; see ProviderFixture for what else can be said of it.
  fixture: { containers: null, initialPasswords: false },
  // What the suite cannot know: the capabilities of our own, and how to call them.
  definitions: badgeCapabilities,
  calls: {
    getBadge: { args: { identityKey: "contract.jane" }, failing: { identityKey: "contract.nobody" } },
    issueBadge: {
      args: { identityKey: "contract.jane", colour: "blue" },
      failing: { identityKey: "contract.nobody", colour: "blue" },
    },
  },
});
