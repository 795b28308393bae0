/**
 * expression: paths, conditions and templates, as data and never as code. In: nodes and texts of a workflow, and the
 * root object that paths resolve against. Out: truth values, inputs with the request's values in them, and what is wrong.
 */
export {
  checkCondition,
  evaluateCondition,
  listConditionPaths,
  probePrecondition,
} from "./condition.ts";
export { checkPathUse, parsePath, pathNames, pathSegment, resolvePath } from "./path.ts";
export { describeWanted } from "./scalar-conversion.ts";
export {
  type CompiledTemplates,
  compileTemplates,
  type JsonType,
  placeholderKind,
  type ResolvedTemplates,
  resolveTemplates,
} from "./template.ts";
export { typesOf, wantedTypes } from "./wanted-types.ts";
