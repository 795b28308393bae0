/** The capabilities this product defines, declared for the run time. `createEngine` knows them without being told. */
import type { AnyCapability } from "../capability.ts";
import { directorySyncCapabilities } from "./directory-sync.ts";
import { entitlementCapabilities } from "./entitlement.ts";
import { identityCapabilities } from "./identity.ts";

export const builtInCapabilities: readonly AnyCapability[] = Object.freeze([
  ...identityCapabilities,
  ...entitlementCapabilities,
  ...directorySyncCapabilities,
]);
