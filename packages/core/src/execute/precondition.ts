/** Preconditions are live: what their paths depend on is read again right before they are decided. */
import { evaluateCondition } from "../expression/index.ts";
import { buildContext, defaultSessionKey, type Source, withCurrent } from "../plan/context.ts";
import { readSource } from "../plan/read-source.ts";
import { buildRoot } from "../plan/root.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run } from "./run.ts";

/** `read` makes one read with the step's patience. Throws PathNotFound, WrongKind, or the provider's error. */
export async function decidePrecondition(
  { planned, entry, resolvers }: PreparedStep,
  run: Run,
  signal: AbortSignal,
  read: (work: () => Promise<Source>) => Promise<Source>,
): Promise<boolean> {
  if (planned.precondition === null) return true;
  const sources: Source[] = [];
  for (const resolver of resolvers) {
    const { sessions, capabilities } = run;
    sources.push(await read(() => readSource(resolver.planned, resolver.entry, { sessions, capabilities, signal })));
  }
  const { request, plan } = run;
  const context = withCurrent(
    buildContext(request.context, sources),
    sources,
    entry?.alias ?? planned.provider,
    planned.authSessionName ?? defaultSessionKey,
  );
  const root = buildRoot({ ...request, context, workflowName: plan.plan.workflow.name });
  return evaluateCondition(planned.precondition, root);
}
