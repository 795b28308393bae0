/**
 * Gathers all that a test file names: its workflow, requests, directories and stand-ins. Out: cases that can be played, or
 * every problem with its place. Nothing has run yet.
 */
import {
  type AnyCapability,
  type AnyProvider,
  type Diagnostic,
  type IdleError,
  isIdleError,
  type Request,
  type StepType,
} from "@idle/contract";
import { loadWorkflow, type Workflow } from "@idle/core";
import type { MockIdentity } from "@idle/provider-mock";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Sources } from "../input/sources.ts";
import type { SessionKeeper } from "../session-keeper.ts";
import { type AliasUse, aliasesOf } from "./alias-use.ts";
import { checkEndStates, checkFailures, checkStandIns, findAlias } from "./check-aliases.ts";
import { createDirectoryReader } from "./load-directories.ts";
import { loadRequest } from "./load-request.ts";
import { loadStandIns, makeProviders } from "./load-stand-ins.ts";
import { namedFrom } from "./named-file.ts";
import type { Directories } from "./observation.ts";
import type { TestCode } from "./test-codes.ts";
import type { Circumstances, DirectorySource, FailureEntry, TestEntry } from "./test-document.ts";
import type { TestFile } from "./test-file.ts";
import { workflowBeside } from "./test-file-name.ts";

export interface PreparedFile {
  readonly workflowName: string;
  readonly uses: readonly AliasUse[];
  /** Those that came with stand-ins. */
  readonly capabilities: readonly AnyCapability[];
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly entry: TestEntry;
  readonly index: number;
  /** What is known to be wrong before anything is planned, where the test may expect it. */
  readonly refusal: IdleError | null;
  readonly workflow: Workflow | null;
  readonly request: Request | null;
  /** An error with the places of its problems in the request. */
  locate(error: unknown): unknown;
  readonly directories: Directories;
  readonly failures: readonly FailureEntry[];
  /** Milliseconds since 1970. */
  readonly now: number;
  makeProviders(): Promise<ReadonlyMap<string, AnyProvider>>;
}

export interface PrepareOptions {
  readonly steps: readonly (readonly StepType[])[];
  readonly sources: Sources;
  readonly keeper: Pick<SessionKeeper, "keepProvider">;
}

export type Preparation = PreparedFile | { readonly problems: readonly Diagnostic[] };

export async function prepareFile(file: TestFile, { steps, sources, keeper }: PrepareOptions): Promise<Preparation> {
  const problems: Diagnostic[] = [];
  const { document } = file;
  const expectsError = document.tests.every(({ expect }) => expect?.error !== undefined);
  const loaded = await loadNamedWorkflow(file, steps, sources);
  if ("problem" in loaded) return { problems: [loaded.problem] };
  // A workflow that is not valid is a problem, unless that is what all tests are about.
  if ("error" in loaded && !expectsError) return { problems: problemsOf(loaded.error) };
  const workflow = "workflow" in loaded ? loaded.workflow : null;
  const uses = workflow === null ? [] : aliasesOf(workflow);
  const standIns = await loadStandIns(file, problems, keeper);
  if (workflow !== null) checkStandIns(file, uses, problems);
  const reader = createDirectoryReader(file, sources);
  const cases: TestCase[] = [];
  for (const [index, entry] of document.tests.entries()) {
    const pointer = `/tests/${index}`;
    const request = await loadRequest(entry.request, `${pointer}/request`, file, sources);
    if ("problem" in request) problems.push(request.problem);
    const wrong = "error" in loaded ? loaded.error : "error" in request ? request.error : null;
    if ("error" in request && entry.expect?.error === undefined) problems.push(...problemsOf(request.error));
    const directories = new Map<string, readonly MockIdentity[]>();
    for (const [source, at, alias] of directorySources(document, entry, pointer)) {
      const identities = await reader.read(source, at, problems);
      const use = workflow === null ? undefined : findAlias(alias, at, uses, file, problems);
      if (identities !== null && use !== undefined) directories.set(use.alias, identities);
    }
    const failures = entry.failures ?? document.failures ?? [];
    const place = `${entry.failures === undefined ? "" : pointer}/failures`;
    if (workflow !== null) await checkFailures(failures, place, { file, uses, standIns, problems });
    if (workflow !== null) checkEndStates(entry, pointer, { file, uses, standIns, problems });
    const hasRequest = "request" in request;
    cases.push({
      entry,
      index,
      refusal: wrong,
      workflow,
      request: hasRequest ? request.request : null,
      locate: hasRequest ? request.locate : (error) => error,
      directories,
      failures,
      now: Date.parse(entry.now ?? document.now ?? "2025-01-01T00:00:00Z"),
      makeProviders: () => makeProviders(uses, standIns),
    });
  }
  if (problems.length > 0) return { problems: distinct(problems) };
  return { workflowName: loaded.name, uses, capabilities: standIns.capabilities, cases };
}

type Loaded =
  | { readonly workflow: Workflow; readonly name: string }
  | { readonly error: IdleError; readonly name: string }
  | { readonly problem: Diagnostic };

async function loadNamedWorkflow(file: TestFile, steps: PrepareOptions["steps"], sources: Sources): Promise<Loaded> {
  const { workflow: reference } = file.document;
  const { path, name } =
    reference === undefined
      ? { path: workflowBeside(file.path), name: workflowBeside(file.name) }
      : namedFrom(file, reference);
  try {
    const text = await readBytes(path, longestDocument, name);
    sources.remember(name, text);
    return { workflow: await loadWorkflow({ text, file: name }, { steps }), name };
  } catch (error) {
    if (isIdleError(error, "WorkflowInvalid")) return { error, name };
    if (!isIdleError(error, "FileUnreadable")) throw error;
    const hint = reference === undefined ? " Say which workflow this is about: workflow: FILE" : "";
    const pointer = reference === undefined ? "" : "/workflow";
    return { problem: file.problem("FileMissing" satisfies TestCode, pointer, `${error.message}${hint}`) };
  }
}

function problemsOf({ details }: IdleError): readonly Diagnostic[] {
  const { diagnostics } = (details ?? {}) as { readonly diagnostics?: readonly Diagnostic[] };
  return diagnostics ?? [];
}

/** What a test says for itself goes before what the file says for all. */
function directorySources(document: Circumstances, entry: Circumstances, pointer: string) {
  const sources = new Map<string, readonly [DirectorySource, string, string]>();
  for (const [each, start] of [
    [document, ""],
    [entry, pointer],
  ] as const) {
    if (each.directory !== undefined) sources.set("identity", [each.directory, `${start}/directory`, "Identity"]);
    for (const [alias, source] of Object.entries(each.directories ?? {})) {
      sources.set(alias.toLowerCase(), [source, `${start}/directories/${alias}`, alias]);
    }
  }
  return sources.values();
}

/** What the file says for all tests is checked with each. */
function distinct(problems: readonly Diagnostic[]): Diagnostic[] {
  const byContent = new Map(problems.map((each) => [JSON.stringify(each), each]));
  return [...byContent.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
