/** The suite that every provider passes, over HTTP. */
import { Secret } from "@idle/contract";
import { providerContract } from "@idle/testkit";
import { afterAll } from "vitest";
import { createTemplateNameProvider } from "../src/template-name-provider.ts";
import { account, startPretendServer } from "./pretend-server.ts";

const server = await startPretendServer();
afterAll(() => server.close());

providerContract({
  name: "Template name",
  capabilities: createTemplateNameProvider({ url: server.url }).getCapabilities(),
  createProvider(seed) {
    server.reset(seed.map(({ identityKey: id, enabled: active, attributes: fields }) => ({ id, active, fields })));
    return createTemplateNameProvider({ url: server.url });
  },
  session: { type: "Credential", userName: account.userName, password: new Secret(account.password) },
  secrets: [account.password],
  // What the system does not have; see ProviderFixture for what else can be said of it.
  fixture: { containers: null, initialPasswords: false },
});
