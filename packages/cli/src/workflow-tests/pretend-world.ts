/**
 * What a test plays on: for each alias of the workflow the mock provider, or Entra Connect over a pretend server where a
 * step synchronises, or what the test names itself. Nothing of a configuration's providers and sessions is in it.
 */
import { createAdSyncSimulator } from "@idle/adsync-simulator";
import type { AnyProvider, ProviderBag } from "@idle/contract";
import type { VirtualHost } from "@idle/core";
import { createEntraConnectDirectorySyncProvider } from "@idle/provider-directorysync-entraconnect";
import { createMockProvider, type MockIdentity, type MockProvider } from "@idle/provider-mock";
import { type AliasUse, isDirectorySync } from "./alias-use.ts";
import type { Directories } from "./observation.ts";
import { createPretendSessions } from "./pretend-sessions.ts";
import { createScriptedFailures } from "./scripted-failures.ts";
import type { FailureEntry } from "./test-document.ts";

export interface PretendWorld {
  readonly bag: ProviderBag;
  /** Who is in the directories now. */
  look(): Promise<Directories>;
  /** Which of the failures never happened, by their index. */
  unusedFailures(): readonly number[];
  /** From here on nothing fails as scripted. */
  endFailures(): void;
}

export interface WorldPlan {
  readonly uses: readonly AliasUse[];
  readonly directories: Directories;
  readonly failures: readonly FailureEntry[];
  /** What stands for an alias in place of the mock, each new for this test. */
  readonly providers: ReadonlyMap<string, AnyProvider>;
}

export function createPretendWorld(plan: WorldPlan, host: VirtualHost): PretendWorld {
  const { now, sleep } = host;
  const server = createAdSyncSimulator({ targetId: "pretend-sync-server", now, sleep });
  const failures = createScriptedFailures(plan.failures);
  const mocks = new Map<string, MockProvider>();
  const bag = plan.uses.map(({ alias, capabilities }): [string, AnyProvider] => {
    const provider = plan.providers.get(alias) ?? standIn(alias, capabilities);
    return [alias, failures.wrap(alias, provider)];
  });
  return {
    bag: { ...Object.fromEntries(bag), AuthSessionBroker: createPretendSessions(server.session) },
    unusedFailures: failures.unused,
    endFailures: failures.end,
    async look() {
      const found: [string, readonly MockIdentity[]][] = [];
      for (const [alias, mock] of mocks) found.push([alias, await identitiesOf(mock)]);
      return new Map(found);
    },
  };

  function standIn(alias: string, capabilities: ReadonlySet<string>): AnyProvider {
    if (isDirectorySync(capabilities)) return createEntraConnectDirectorySyncProvider();
    const identities = plan.directories.get(alias) ?? [];
    const mock = createMockProvider({ identities, allowDelete: true, alias });
    mocks.set(alias, mock);
    return mock;
  }
}

async function identitiesOf(mock: MockProvider): Promise<MockIdentity[]> {
  const context = { session: undefined, signal: new AbortController().signal };
  const identities: MockIdentity[] = [];
  for await (const identity of mock.listIdentities(context)) {
    const entitlements = await mock.listEntitlements({ identityKey: identity.identityKey, ...context });
    identities.push({ ...identity, entitlements });
  }
  return identities;
}
