import { providerContract } from "@idle/testkit";
import { createMockProvider } from "../src/index.ts";

const capabilities = createMockProvider({ allowDelete: true }).getCapabilities();

providerContract({
  name: "mock",
  capabilities,
  createProvider: (identities) => createMockProvider({ identities, allowDelete: true }),
  createDefaultProvider: () => createMockProvider(),
});
