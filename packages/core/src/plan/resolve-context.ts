/** Pass 2: the workflow's context resolvers run in order. Each reads once, and what it read is there for the next. */
import { type Diagnostic, IdleError, isIdleError, type PlannedResolver, type Request } from "@idle/contract";
import { resolveTemplates } from "../expression/index.ts";
import { type BagEntry, suggestionOf } from "../providers/bag.ts";
import type { Workflow, WorkflowResolver } from "../validate/workflow.ts";
import { buildContext, defaultSessionKey, findConflict, type Source, sourceKindOf } from "./context.ts";
import { type ProblemCode, toDiagnostic } from "./problem.ts";
import { readSource } from "./read-source.ts";
import { buildRoot } from "./root.ts";
import type { PlanRun } from "./run.ts";

export interface ResolvedContext {
  readonly resolvers: readonly PlannedResolver[];
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

const wantsString: ReadonlySet<"string"> = new Set(["string"]);

/** Throws the provider's error when a read fails; everything else is a diagnostic. */
export async function resolveContext(workflow: Workflow, request: Request, run: PlanRun): Promise<ResolvedContext> {
  const resolvers: PlannedResolver[] = [];
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  const places = new Set<string>();
  for (const resolver of workflow.contextResolvers) {
    const problem = (code: ProblemCode, message: string, pointer: string, suggestion?: string) =>
      diagnostics.push(toDiagnostic(workflow, { code, message, pointer: `${resolver.pointer}${pointer}`, suggestion }));
    const entry = chooseProvider(resolver, run, problem);
    const identityKey = resolveIdentityKey(resolver, workflow, request, sources, problem);
    if (entry === null || identityKey === null) continue;

    const sessionKey = resolver.authSessionName ?? defaultSessionKey;
    const kind = sourceKindOf(resolver.capability);
    // Paths do not tell two sessions apart whose names differ only in case.
    const place = `${entry.alias} ${sessionKey.toLowerCase()} ${kind}`;
    if (places.has(place)) {
      problem(
        "DuplicateResolver",
        `Another resolver reads ${resolver.capability} from ${entry.alias} with session ${sessionKey} already.`,
        "",
      );
      continue;
    }
    places.add(place);
    const conflict = findConflict(request.context, entry.alias, sessionKey, kind);
    if (conflict !== null) {
      problem(
        "ContextConflict",
        `The request brings something at ${conflict}, where this resolver or its views would write. Leave it out of the request.`,
        "",
      );
      continue;
    }
    const planned: PlannedResolver = {
      capability: resolver.capability,
      with: {
        identityKey,
        provider: entry.alias,
        authSessionName: resolver.authSessionName,
        authSessionOptions: resolver.authSessionOptions,
      },
    };
    resolvers.push(planned);
    // Once there are problems the plan cannot come about, and nothing more needs to be read.
    if (diagnostics.length === 0) sources.push(await run.retry("context", () => readSource(planned, entry, run)));
  }
  return { resolvers, sources, diagnostics };
}

type Report = (code: ProblemCode, message: string, pointer: string, suggestion?: string) => void;

function chooseProvider(resolver: WorkflowResolver, run: PlanRun, problem: Report): BagEntry | null {
  if (run.bag === null) {
    problem(
      "ProviderMissing",
      "This workflow reads context, and there is no provider bag to read from. Plan it with providers.",
      "",
    );
    return null;
  }
  const { capability } = resolver;
  if (resolver.provider === null) {
    const fitting = run.bag.withCapability(capability);
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return only;
    if (only === undefined) {
      problem(
        "CapabilityMissing",
        `No provider in the bag has ${capability}. ${there(run.bag.aliases)}`,
        "/capability",
      );
    } else {
      problem(
        "ProviderAmbiguous",
        `${fitting.map(({ alias }) => alias).join(" and ")} have ${capability}. Name one with "provider".`,
        "",
      );
    }
    return null;
  }
  try {
    const entry = run.bag.find(resolver.provider);
    if (entry.capabilities.has(capability)) return entry;
    problem(
      "CapabilityMissing",
      `Provider ${entry.alias} does not have ${capability}. It has: ${listed(entry.capabilities)}.`,
      "/with/provider",
    );
  } catch (error) {
    if (!isIdleError(error)) throw error;
    problem(error.code, error.message, "/with/provider", suggestionOf(error));
  }
  return null;
}

function resolveIdentityKey(
  resolver: WorkflowResolver,
  workflow: Workflow,
  request: Request,
  sources: readonly Source[],
  problem: Report,
): string | null {
  const root = buildRoot({ ...request, context: buildContext(request.context, sources), workflowName: workflow.name });
  const resolved = resolveTemplates(resolver.identityKey, root, () => wantsString);
  for (const { code, message, pointer } of resolved.problems) problem(code, message, `/with${pointer}`);
  if (resolved.problems.length > 0) return null;
  const { identityKey } = resolved.value;
  if (typeof identityKey === "string" && identityKey !== "") return identityKey;
  problem("LengthOutOfRange", "identityKey must not be empty.", "/with/identityKey");
  return null;
}

/** What a plan's resolver says, checked against a bag again. Throws IdleError. */
export function findResolverEntry(planned: PlannedResolver, bag: { find(alias: string): BagEntry }): BagEntry {
  const entry = bag.find(planned.with.provider);
  if (!entry.capabilities.has(planned.capability)) {
    throw new IdleError(
      "CapabilityMissing",
      `Provider ${entry.alias} does not have ${planned.capability}, which a precondition reads. It has: ${listed(entry.capabilities)}.`,
    );
  }
  return entry;
}

export function listed(names: Iterable<string>): string {
  const list = [...names];
  return list.length === 0 ? "none" : list.join(", ");
}

function there(aliases: readonly string[]): string {
  return aliases.length === 0 ? "The bag is empty." : `The bag has: ${aliases.join(", ")}.`;
}
