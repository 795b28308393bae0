import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { defineProvider, type Provider } from "@idle/contract";
import { createCalls } from "./calls.ts";
import { createMemoryDirectory } from "./directory.ts";
import { createEntitlementMethods } from "./entitlement-methods.ts";
import type { ScriptedFailure } from "./failures.ts";
import { createFileDirectory } from "./file-directory.ts";
import type { HistoryEntry } from "./history.ts";
import { createIdentityMethods } from "./identity-methods.ts";
import { type MockProviderOptions, readOptions, type Settings } from "./options.ts";

const capabilities = [
  "IdLE.Identity.Read",
  "IdLE.Identity.List",
  "IdLE.Identity.Create",
  "IdLE.Identity.Attribute.Ensure",
  "IdLE.Identity.Enable",
  "IdLE.Identity.Disable",
  "IdLE.Identity.Move",
  "IdLE.Identity.RevokeSessions",
  "IdLE.Entitlement.List",
  "IdLE.Entitlement.Grant",
  "IdLE.Entitlement.Revoke",
  "IdLE.Entitlement.Prune",
] as const;
const capabilitiesWithDelete = [...capabilities, "IdLE.Identity.Delete"] as const;

type MockCapability = (typeof capabilitiesWithDelete)[number];

export interface MockControls {
  /**
   * Every call that came through, oldest first, but for those aborted before they began. `changes` are comparable with a
   * plan's when the option `alias` is the alias in the bag.
   */
  readonly history: readonly HistoryEntry[];
  /**
   * Makes the next call, or the next `times` calls, of a method throw `error`: before anything happens, or with `after`
   * once it has taken effect. Several for one method follow each other. Throws `InvalidInput` for an unknown method.
   */
  failNext(failure: ScriptedFailure): void;
}

export type MockProvider = Provider<MockCapability> & MockControls;

/**
 * A provider over a directory of its own, in memory or in one JSON file, for tests, demos and trying out workflows.
 * Keys and attribute values are compared exactly, entitlements without case. It keeps no passwords. Throws
 * `InvalidInput` for options it does not understand; a file that is not the mock's is refused with `InvalidInput` when it
 * is first needed, and never overwritten.
 */
export function createMockProvider(options: MockProviderOptions = {}): MockProvider {
  const settings = readOptions(options);
  const { identities, file, alias, allowDelete } = settings;
  const directory = file === null ? createMemoryDirectory(identities) : createFileDirectory(file, identities);
  const calls = createCalls(settings, methodNames, directory.alone);
  return Object.freeze({
    ...defineProvider<MockCapability>({
      name: "Mock",
      targetId: targetIdOf(settings),
      getCapabilities: () => (allowDelete ? capabilitiesWithDelete : capabilities),
      ...createIdentityMethods(calls, directory, settings),
      ...createEntitlementMethods(calls, directory, alias),
    }),
    history: calls.history,
    failNext: calls.failNext,
  });
}

/** Memory has no name: directories that begin with the same identities are taken for one, in every process. */
function targetIdOf({ file, alias, identities }: Settings): string {
  if (file !== null) return pathToFileURL(realPath(resolve(file))).href;
  const content = createHash("sha256").update(JSON.stringify([alias, [...identities]]));
  return `memory:${content.digest("hex").slice(0, 16)}`;
}

/** Through links, as far as there is anything: a file that is reached by two ways is one. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}

const methodNames = [
  "getIdentity",
  "listIdentities",
  "createIdentity",
  "previewAttributes",
  "ensureAttributes",
  "enableIdentity",
  "disableIdentity",
  "moveIdentity",
  "deleteIdentity",
  "revokeSessions",
  "listEntitlements",
  "grantEntitlement",
  "revokeEntitlement",
];
