/** What a configuration's `use` and `steps`, and the import of a host that is code, find. */
export { type Badge, badgeCapabilities } from "./badge-capabilities.ts";
export { type BadgeSystemOptions, createBadgeSystemProvider } from "./badge-system-provider.ts";
export { ensureBadge } from "./ensure-badge.ts";
export { idlePlugin } from "./plugin.ts";
