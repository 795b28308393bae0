/**
 * The suite that every provider passes, ours and third parties'. In: how to make a provider over a fresh system. Out:
 * vitest tests, one for each sentence of the contract that the provider's capabilities make apply.
 */
import type { AnyCapability, AnyProvider, Session } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { checkSkips } from "../skips.ts";
import { abortChecks } from "./abort-checks.ts";
import { attributeChecks } from "./attribute-checks.ts";
import { callChecks } from "./call-checks.ts";
import { capabilityChecks } from "./capability-checks.ts";
import { type Check, createSubject } from "./check.ts";
import { directorySyncChecks } from "./directory-sync-checks.ts";
import { entitlementChecks } from "./entitlement-checks.ts";
import { completeFixture, type ProviderFixture, type SeedIdentity, seedOf } from "./fixture.ts";
import { identityChecks } from "./identity-checks.ts";
import { oddTextChecks } from "./odd-text-checks.ts";
import { checkSampleCalls, ownMethods, type SampleCalls } from "./sample-calls.ts";
import { secretChecks } from "./secret-checks.ts";

export interface ProviderContractOptions {
  /** For the titles of the tests. */
  readonly name: string;
  /** What the provider advertises; it decides which checks apply. */
  readonly capabilities: readonly string[];
  /** A provider over a system that holds these identities and nothing of earlier tests. Called for each test. */
  createProvider(seed: readonly SeedIdentity[]): AnyProvider | Promise<AnyProvider>;
  /** A provider as its factory makes it by default: it must not advertise deletion. Needed with `IdLE.Identity.Delete`. */
  createDefaultProvider?(): AnyProvider | Promise<AnyProvider>;
  /** Called after each test. */
  cleanUp?(provider: AnyProvider): void | Promise<void>;
  /** What its methods get as `session`; a function where it is known only once the system is there. */
  readonly session?: Session | (() => Session);
  /** Clear values that no error may show, those of the session for example; a function as for `session`. */
  readonly secrets?: readonly string[] | (() => readonly string[]);
  /** Names and values as the system takes them; the rest is filled in. */
  readonly fixture?: Partial<ProviderFixture>;
  /** Definitions of capabilities that are not built in. */
  readonly definitions?: readonly AnyCapability[];
  /**
   * How to call each method of those, by its name: the suite then checks that reads change nothing, writes change
   * something once, and abort and errors are as they should be.
   */
  readonly calls?: SampleCalls;
  /** Checks that cannot hold for this system, by id, each with the reason in words. */
  readonly skip?: Readonly<Record<string, string>>;
}

const checks: readonly Check[] = [
  ...capabilityChecks,
  ...identityChecks,
  ...attributeChecks,
  ...entitlementChecks,
  ...directorySyncChecks,
  ...oddTextChecks,
  ...abortChecks,
  ...secretChecks,
];

/**
 * Registers the tests. Throws at once for a skip without a reason in words or of a check that does not apply, and for a
 * sample call of a method that there is not.
 */
export function providerContract(options: ProviderContractOptions): void {
  const { name, capabilities, skip = {}, definitions = [], calls = {} } = options;
  const fixture = completeFixture(options.fixture);
  const own = ownMethods(capabilities, definitions);
  checkSampleCalls(`Provider contract of ${name}`, calls, own);
  const applying = [...checks, ...callChecks(own, calls)].filter(({ needs }) =>
    needs.every((id) => capabilities.includes(id)),
  );
  const deletes = capabilities.includes("IdLE.Identity.Delete");
  const optIn = "delete/opt-in";
  checkSkips(`Provider contract of ${name}`, skip, [...applying.map(({ id }) => id), ...(deletes ? [optIn] : [])]);
  const register = (id: string, says: string, run: () => Promise<void>): void => {
    const reason = Object.hasOwn(skip, id) ? skip[id] : undefined;
    if (reason === undefined) it(`${says} (${id})`, run);
    else it.skip(`${says} (${id}): skipped, ${reason}`, run);
  };

  describe(`provider contract: ${name}`, () => {
    for (const { id, says, run } of applying) {
      register(id, says, async () => {
        const provider = await options.createProvider(seedOf(fixture));
        const session = typeof options.session === "function" ? options.session() : options.session;
        const secrets = typeof options.secrets === "function" ? options.secrets() : (options.secrets ?? []);
        try {
          await run(createSubject({ provider, capabilities, definitions, fixture, calls, secrets, session }));
        } finally {
          await options.cleanUp?.(provider);
        }
      });
    }
    if (!deletes) return;
    register(optIn, "deleting is opt-in at the factory, and only then advertised", async () => {
      const provider = await options.createDefaultProvider?.();
      if (provider === undefined)
        return expect.fail("createDefaultProvider is needed to see whether deletion is opt-in");
      expect(provider.getCapabilities()).not.toContain("IdLE.Identity.Delete");
    });
  });
}
