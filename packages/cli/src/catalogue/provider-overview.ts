/**
 * The provider bag as configured: what was loaded comes in; for each alias its package, capabilities and sessions, and
 * which step types none of them can run, go out. Data, for people and for JSON alike.
 */
import type { AnyProvider, Diagnostic, SessionType, StepType } from "@idle/contract";
import { isIdleError } from "@idle/contract";
import { openBag } from "@idle/core";
import type { SessionEntrySource } from "../configuration/configuration.ts";
import type { LoadedProvider } from "../configuration/load-each-provider.ts";
import type { Purpose, Route } from "../configuration/session-router.ts";

export interface PackageAbout {
  readonly name: string;
  readonly version: string | null;
}

/** What a provider would be given when a step asks for a session by this name. */
export interface ServedSession {
  /** `""` for the default session. */
  readonly name: string;
  /** The step types that ask for it when a workflow names none. */
  readonly stepTypes: readonly string[];
  /** One for both purposes when they are served alike. */
  readonly routes: readonly (Route & { readonly purposes: readonly Purpose[] })[];
}

export interface ProviderOverview {
  readonly alias: string;
  /** null for a provider of a configuration that is code. */
  readonly package: PackageAbout | null;
  /** What the provider calls itself; null when it could not be made. */
  readonly name: string | null;
  readonly capabilities: readonly string[];
  readonly session: {
    readonly type: SessionType;
    readonly required: boolean;
    /** Those the provider says it runs; of type `Command` only. */
    readonly commands: readonly string[];
    readonly served: readonly ServedSession[];
  } | null;
  /** The step types it has the capabilities for. */
  readonly stepTypes: readonly string[];
  readonly problems: readonly Diagnostic[];
}

export interface BagOverview {
  readonly providers: readonly ProviderOverview[];
  /** Step types that no provider has the capabilities for. */
  readonly lacking: readonly { readonly type: string; readonly missing: readonly string[] }[];
}

export interface Loaded {
  readonly providers: readonly (LoadedProvider & { readonly package: PackageAbout | null })[];
  readonly stepTypes: readonly StepType[];
  route(name: string, purpose: Purpose): Promise<Route>;
  /** A problem at the place of a provider. */
  problem(alias: string, message: string): Diagnostic;
}

export async function bagOverview({ providers, stepTypes, route, problem }: Loaded): Promise<BagOverview> {
  const needing = stepTypes.filter(({ requiredCapabilities }) => requiredCapabilities.length > 0);
  const overviews: ProviderOverview[] = [];
  for (const { alias, provider, package: about, problems } of providers) {
    const asked = provider === null ? null : ask(alias, provider as AnyProvider);
    const capabilities = typeof asked === "string" || asked === null ? [] : asked.capabilities;
    const users = needing.filter((type) => missing(type, capabilities).length === 0);
    const requirement = typeof asked === "string" || asked === null ? null : asked.session;
    overviews.push({
      alias,
      package: about,
      name: provider === null ? null : nameOf(provider),
      capabilities,
      session: requirement === null ? null : { ...requirement, served: await served(alias, users, route) },
      stepTypes: users.map(({ type }) => type),
      problems: typeof asked === "string" ? [...problems, problem(alias, asked)] : problems,
    });
  }
  return { providers: overviews, lacking: needing.flatMap((type) => lackingOf(type, overviews)) };
}

/** What a provider says of itself, checked as the engine does; or why that cannot be used. */
function ask(
  alias: string,
  provider: AnyProvider,
):
  | string
  | {
      capabilities: readonly string[];
      session: Omit<NonNullable<ProviderOverview["session"]>, "served"> | null;
    } {
  try {
    const { capabilities } = openBag({ [alias]: provider }).find(alias);
    const { session } = provider;
    return {
      capabilities: [...capabilities].sort(),
      session:
        session === undefined
          ? null
          : { type: session.type, required: session.required === true, commands: [...(session.commands ?? [])] },
    };
  } catch (error) {
    if (isIdleError(error)) return error.message;
    return error instanceof Error ? error.message : String(error);
  }
}

function nameOf(provider: object): string | null {
  const { name } = provider as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? name : null;
}

function missing({ requiredCapabilities }: StepType, capabilities: readonly string[]): readonly string[] {
  return requiredCapabilities.filter((id) => !capabilities.includes(id));
}

/** By the names that step types ask for: those that use this alias unless told otherwise, or else all that could. */
async function served(alias: string, users: readonly StepType[], route: Loaded["route"]): Promise<ServedSession[]> {
  const own = users.filter(({ defaultProvider }) => defaultProvider?.toLowerCase() === alias.toLowerCase());
  const names = new Map<string, string[]>();
  for (const { type, defaultAuthSessionName = "" } of own.length > 0 ? own : users) {
    names.set(defaultAuthSessionName, [...(names.get(defaultAuthSessionName) ?? []), type]);
  }
  if (names.size === 0) names.set("", []);
  return Promise.all(
    [...names].map(async ([name, stepTypes]) => {
      const [plan, execute] = await Promise.all([route(name, "Plan"), route(name, "Execute")]);
      const isSame = plan.entry === execute.entry && (plan.entry !== null || execute.problem !== null);
      const routes = isSame
        ? [{ ...execute, problem: withoutPurpose(execute.problem), purposes: ["Plan", "Execute"] as const }]
        : [
            { ...plan, purposes: ["Plan"] as const },
            { ...execute, purposes: ["Execute"] as const },
          ];
      return { name, stepTypes, routes };
    }),
  );
}

function withoutPurpose(problem: string | null): string | null {
  return problem?.replace(' for the purpose "Execute"', "") ?? null;
}

function lackingOf(type: StepType, providers: readonly ProviderOverview[]): BagOverview["lacking"] {
  const gaps = providers.map(({ capabilities }) => missing(type, capabilities));
  if (gaps.some((gap) => gap.length === 0)) return [];
  const [least = type.requiredCapabilities] = gaps.sort((a, b) => a.length - b.length);
  return [{ type: type.type, missing: least }];
}

/** What a session from this entry is, as far as the configuration says; null when only its package knows. */
export function typeOfSession({ type, origin }: SessionEntrySource): SessionType | null {
  return type ?? (origin.kind === "credential" ? "Credential" : null);
}
