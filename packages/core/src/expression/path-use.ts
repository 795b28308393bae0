/** Which paths may stand where. */
import { didYouMean } from "@idle/contract";
import type { Path } from "./path-grammar.ts";

export type PathUse = "condition" | "precondition" | "template";

/** What is a single value. */
const requestLeaves = ["LifecycleEvent", "CorrelationId", "Actor"];
/** What has keys. */
const requestGroups = ["IdentityKeys", "Intent", "Context"];
const requestNames = [...requestLeaves, ...requestGroups];
const planNames = ["LifecycleEvent", "WorkflowName"];

/** The names below the roots, for those who say in other words what a path may be. */
export const pathNames = { requestLeaves, requestGroups, planNames } as const;

/**
 * Whether a path may stand in such a place: null, or the reason as a clause without a full stop. Says nothing about what
 * is there.
 */
export function checkPathUse(path: Path, use: PathUse): string | null {
  const text = path.join(".");
  const [first = "", second, third] = path.map((segment) => segment.toLowerCase());
  if (first !== "request" && first !== "plan") return unknownRoot(path, use);
  if (first === "plan" && use === "template") {
    return `${text} is not allowed here: Plan paths are for conditions, a template takes Request paths`;
  }
  const [root, names] = first === "request" ? (["Request", requestNames] as const) : (["Plan", planNames] as const);
  if (second === undefined) return `${text} is no value by itself; go on with one of ${listed(root, names)}`;
  const name = names.find((known) => known.toLowerCase() === second);
  if (name === undefined) {
    const meant = didYouMean(path[1] ?? "", names);
    const suggestion = meant === undefined ? "" : suggest([root, meant, ...path.slice(2)]);
    return `${text} starts with no known root${suggestion}; the roots are ${listed(root, names)}`;
  }
  const isGroup = root === "Request" && !requestLeaves.includes(name);
  if (!isGroup && path.length > 2) return `${text} cannot be there: ${root}.${name} is a single value and has no keys`;
  if (isGroup && path.length === 2 && use === "template") {
    return `${text} is a whole group; name one of its keys, as in ${root}.${name}.Name`;
  }
  if (name === "Context" && third === "current" && use !== "precondition") {
    return `${text} is allowed in a precondition only; elsewhere use Request.Context.Views or Request.Context.Providers`;
  }
  return null;
}

function unknownRoot(path: Path, use: PathUse): string {
  const roots = use === "template" ? ["Request"] : ["Request", "Plan"];
  const [first = "", ...rest] = path;
  const group = requestNames.find((name) => name.toLowerCase() === first.toLowerCase());
  const meant = group === undefined ? didYouMean(first, roots) : `Request.${group}`;
  const suggestion = meant === undefined ? "" : suggest([meant, ...rest]);
  const allowed = roots.length === 1 ? "the root is Request" : "the roots are Request and Plan";
  return `${path.join(".")} starts with no known root${suggestion}; ${allowed}`;
}

function suggest(path: Path): string {
  return ` (did you mean ${path.join(".")}?)`;
}

function listed(root: string, names: readonly string[]): string {
  return names.map((name) => `${root}.${name}`).join(", ");
}
