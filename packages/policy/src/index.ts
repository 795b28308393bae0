/**
 * Guard rails outside workflows. In: a configuration, a plan and questions about its systems, a ledger. Out: verdicts, and
 * an admission that counts.
 */
export type { ActionClass } from "./action-class.ts";
export type {
  EntitlementPattern,
  FreezeRule,
  IdentityPattern,
  PolicyConfiguration,
  PolicyLimit,
  Weekday,
} from "./configuration.ts";
export { createPolicy, type PolicyHost } from "./create-policy.ts";
export { createFileLedger } from "./ledger/file-ledger.ts";
export type { LedgerEntry, LedgerPage, LedgerQuery, LedgerView, PolicyLedger } from "./ledger/ledger.ts";
export { createMemoryLedger } from "./ledger/memory-ledger.ts";
export { readPolicy } from "./reading/read-policy.ts";
