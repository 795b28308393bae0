import { type AdSyncSimulator, createAdSyncSimulator, providerContract } from "@idle/testkit";
import { createEntraConnectDirectorySyncProvider } from "../src/index.ts";

let simulator: AdSyncSimulator | undefined;

providerContract({
  name: "Entra Connect",
  capabilities: createEntraConnectDirectorySyncProvider().getCapabilities(),
  createProvider() {
    simulator = createAdSyncSimulator({ now: () => 0 });
    return createEntraConnectDirectorySyncProvider();
  },
  session: {
    type: "Command",
    targetId: "adsync-01.secret.example",
    invokeCommand: async (...args) => await simulator?.session.invokeCommand(...args),
  },
  secrets: ["adsync-01.secret.example"],
});
