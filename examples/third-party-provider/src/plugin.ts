import type { IdlePlugin } from "@idle/contract";
import { badgeCapabilities } from "./badge-capabilities.ts";
import { createBadgeSystemProvider } from "./badge-system-provider.ts";
import { ensureBadge } from "./ensure-badge.ts";
import { readOptions } from "./options.ts";
import { createPretendBadgeSystem, readPretendAccounts } from "./pretend-badge-system.ts";

export const idlePlugin: IdlePlugin = {
  contractVersion: 1,
  steps: [ensureBadge],
  capabilities: badgeCapabilities,
  createProvider({ pretend, ...options }) {
    // For tests of workflows, in which there is no system.
    if (pretend !== undefined) return createPretendBadgeSystem(readPretendAccounts(pretend));
    return createBadgeSystemProvider(readOptions(options));
  },
};
