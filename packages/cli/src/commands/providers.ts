/**
 * idle providers: the configuration in; the provider bag and its sessions as they would be out. Makes the providers, as
 * planning does, but asks nothing of any system, looks up no secret and makes no session. Only with `--check` it does:
 * then out comes what became of each session.
 */
import type { Diagnostic, JsonObject, StepType } from "@idle/contract";
import { didYouMean, escapeText } from "@idle/core";
import { checkedStepTypes } from "../catalogue/checked-step-types.ts";
import { type BagOverview, bagOverview, type ProviderOverview, typeOfSession } from "../catalogue/provider-overview.ts";
import type { CommandContext } from "../command-context.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { isProvider, loadEachProvider } from "../configuration/load-each-provider.ts";
import { loadPlugin } from "../configuration/load-plugin.ts";
import { loadStepPackages } from "../configuration/load-step-packages.ts";
import { packageVersion } from "../configuration/package-version.ts";
import { createSessionRouter } from "../configuration/session-router.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { type CheckedSessions, checkConfigured } from "../session-check/check-configured.ts";
import { nothingToContact } from "../session-check/nothing-to-contact.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { UsageError } from "../usage-error.ts";
import { diagnosticsView } from "../view/problem-view.ts";
import { type ProvidersAbout, providersView, providerView } from "../view/providers-view.ts";
import { sentence } from "../view/sentence.ts";
import { sessionCheckView } from "../view/session-check-view.ts";

export interface ProvidersOptions {
  readonly check?: boolean;
  readonly allowCommandSecrets?: boolean;
  readonly json?: boolean;
}

export async function providers(
  alias: string | undefined,
  { json, check, allowCommandSecrets }: ProvidersOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr, sources, redactor } = context;
  if (allowCommandSecrets === true && check !== true) {
    throw new UsageError("--allow-command-secrets belongs to --check: nothing else here looks up a secret.");
  }
  const configuration = await loadConfiguration(context.config, context.workingFolder, sources);
  if (configuration === null) {
    return nothingConfigured(alias, { isJson: json === true, isCheck: check === true }, context);
  }
  redactor.addNames(configuration.redactNames);
  const { packages, problems: stepProblems } = await loadStepPackages(configuration);
  const stepTypes = checkedStepTypes(packages).packages.flatMap(({ steps }) => steps);
  const { overview, hasOwnBroker } = await lookAt(configuration, stepTypes, context);
  const problems = [
    ...stepProblems,
    ...overview.providers.flatMap((each) => each.problems),
    ...(await checkSessionPackages(configuration)),
  ].map((each) => ({ ...each, message: redactor.text(each.message) }));
  const about: ProvidersAbout = {
    configuration: configuration.name,
    sessions: configuration.sessions,
    redact: (match) => redactor.data(match) as JsonObject,
    hasOwnBroker,
    unused: unusedCapabilities(overview, stepTypes),
  };
  const chosen = alias === undefined ? undefined : choose(alias, overview);
  const bag = { configuration, overview, chosen };
  const checked = check === true ? await checkConfigured(bag, allowCommandSecrets === true, context) : null;
  if (json === true) {
    stdout.write(
      jsonDocument(
        documentOf(configuration, chosen === undefined ? overview : { ...overview, providers: [chosen] }, about, {
          problems,
          checks: checked?.checks ?? new Map(),
        }),
      ),
    );
  } else {
    const style = stdout.style();
    if (checked !== null) stdout.write(sessionCheckView(checked.checks, about.redact, style));
    else
      stdout.write(chosen === undefined ? providersView(overview, about, style) : providerView(chosen, about, style));
    stderr.write(diagnosticsView(problems, stderr.style(), sources));
  }
  if (checked?.checks.size === 0) {
    stderr.write(sentence(stderr.style(), nothingToContact(bag, hasOwnBroker)));
  }
  if (checked?.isInterrupted === true) return exitCodes.interrupted;
  return problems.length > 0 || checked?.isFine === false ? exitCodes.error : exitCodes.done;
}

function nothingConfigured(
  alias: string | undefined,
  { isJson, isCheck }: { readonly isJson: boolean; readonly isCheck: boolean },
  { stdout, stderr }: CommandContext,
): ExitCode {
  const why = `There is no ${configurationFileName} here or above, so there are no providers and planning is offline.`;
  if (alias !== undefined) throw new UsageError(why);
  if (isJson)
    stdout.write(jsonDocument({ configuration: null, providers: [], authSessions: [], lacking: [], problems: [] }));
  if (isCheck) stderr.write(sentence(stderr.style(), "No sessions are configured, so there is nothing to contact."));
  stderr.write(sentence(stderr.style(), `${why} To set one up, write into ${configurationFileName}:`));
  stderr.write(
    '\nproviders:\n  Identity:\n    use: "@idle/provider-mock"\n    options: { file: .idle/directory.json }\n',
  );
  return exitCodes.done;
}

async function lookAt(
  configuration: Configuration,
  stepTypes: readonly StepType[],
  context: CommandContext,
): Promise<{ readonly overview: BagOverview; readonly hasOwnBroker: boolean }> {
  const keeper = createSessionKeeper(context);
  try {
    const loaded = await loadEachProvider(configuration, keeper);
    const isBroker = ({ provider }: (typeof loaded)[number]) => provider !== null && !isProvider(provider);
    const providers = await Promise.all(
      loaded
        .filter((each) => !isBroker(each))
        .map(async (each) => ({ ...each, package: await packageOf(each.entry, configuration) })),
    );
    const overview = await bagOverview({
      providers,
      stepTypes,
      route: createSessionRouter(configuration.sessions),
      problem: (each, message) => configuration.problem("PluginFailed", `/providers/${each}/use`, message),
    });
    return { overview, hasOwnBroker: loaded.some(isBroker) };
  } finally {
    await keeper.close();
  }
}

async function packageOf(
  entry: Awaited<ReturnType<typeof loadEachProvider>>[number]["entry"],
  configuration: Configuration,
): Promise<{ readonly name: string; readonly version: string | null } | null> {
  if ("live" in entry) return null;
  return { name: entry.use, version: await packageVersion(configuration, entry.use) };
}

/** As planning would find out: a package that is not there, or that makes no sessions. */
async function checkSessionPackages(configuration: Configuration): Promise<Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const { origin, pointer } of configuration.sessions) {
    if (origin.kind !== "plugin") continue;
    const plugin = await loadPlugin(configuration, origin.use, `${pointer}/use`, problems);
    if (plugin === null || typeof plugin.createSession === "function") continue;
    const message = `The package ${JSON.stringify(origin.use)} makes no sessions.`;
    problems.push(configuration.problem("PluginInvalid", `${pointer}/use`, message));
  }
  return problems;
}

/** What context resolvers use of a provider. */
const resolverCapabilities = ["IdLE.Identity.Read", "IdLE.Entitlement.List"];

function unusedCapabilities({ providers }: BagOverview, stepTypes: readonly StepType[]): ReadonlySet<string> {
  const used = new Set([
    ...resolverCapabilities,
    ...stepTypes.flatMap((type) => [...type.requiredCapabilities, ...type.previewCapabilities]),
  ]);
  return new Set(providers.flatMap(({ capabilities }) => capabilities.filter((id) => !used.has(id))));
}

function choose(alias: string, { providers }: BagOverview): ProviderOverview {
  const found =
    providers.find((each) => each.alias === alias) ??
    providers.find((each) => each.alias.toLowerCase() === alias.toLowerCase());
  if (found !== undefined) return found;
  const there = providers.map((each) => each.alias);
  const meant = didYouMean(alias, there);
  const hint = meant === undefined ? ` There are: ${there.join(", ") || "none"}.` : ` Did you mean ${meant}?`;
  throw new UsageError(`No provider has the alias ${escapeText(JSON.stringify(alias))}.${hint}`);
}

function documentOf(
  configuration: Configuration,
  { providers, lacking }: BagOverview,
  { redact, hasOwnBroker }: ProvidersAbout,
  { problems, checks }: { readonly problems: readonly Diagnostic[]; readonly checks: CheckedSessions["checks"] },
): object {
  return {
    configuration: configuration.path,
    providers: providers.map(({ problems: own, session, ...rest }) => ({
      ...rest,
      session:
        session === null
          ? null
          : {
              ...session,
              served: hasOwnBroker
                ? []
                : session.served.map((each) => ({
                    ...each,
                    routes: each.routes.map(({ entry, ...route }) => ({ ...route, entry: entry?.pointer ?? null })),
                  })),
            },
      usable: own.length === 0,
    })),
    authSessions: configuration.sessions.map((entry) => ({
      pointer: entry.pointer,
      match: entry.match === null ? null : redact(entry.match as JsonObject),
      package: entry.origin.kind === "plugin" ? entry.origin.use : null,
      type: typeOfSession(entry),
      check: checks.get(entry) ?? null,
    })),
    lacking,
    problems,
  };
}
