/** Which resolvers a precondition depends on: those that write at, above or below one of its paths. */
import type { JsonObject, PlannedResolver } from "@idle/contract";
import { listConditionPaths } from "../expression/index.ts";
import { defaultSessionKey, sourceKindOf } from "./context.ts";

export function preconditionResolvers(
  precondition: JsonObject,
  resolvers: readonly PlannedResolver[],
  stepAlias: string | null,
  stepSessionName: string | null,
): readonly PlannedResolver[] {
  if (resolvers.length === 0) return resolvers;
  const paths = listConditionPaths(precondition).map(({ path }) => path.toLowerCase().split("."));
  return resolvers.filter((resolver) => {
    const places = placesOf(resolver, stepAlias, stepSessionName);
    return paths.some((path) => places.some((place) => isOnTheWay(path, place)));
  });
}

/** Whether what stands at a path is read again right before the precondition is decided. */
export function isReadLive(
  path: readonly string[],
  resolvers: readonly PlannedResolver[],
  stepAlias: string | null,
  stepSessionName: string | null,
): boolean {
  const folded = path.map((segment) => segment.toLowerCase());
  return resolvers.some((resolver) =>
    placesOf(resolver, stepAlias, stepSessionName).some(
      (place) => folded.length >= place.length && isOnTheWay(folded, place),
    ),
  );
}

function placesOf(
  { capability, with: { provider, authSessionName } }: PlannedResolver,
  stepAlias: string | null,
  stepSessionName: string | null,
) {
  const alias = provider.toLowerCase();
  const session = (authSessionName ?? defaultSessionKey).toLowerCase();
  const kind = sourceKindOf(capability).toLowerCase();
  const places = [
    ["providers", alias, session],
    ["views"],
    ["views", "providers", alias],
    ["views", "sessions", session],
    ["views", "providers", alias, "sessions", session],
  ];
  const own = stepAlias?.toLowerCase() === alias && (stepSessionName ?? defaultSessionKey).toLowerCase() === session;
  if (own) places.push(["current"]);
  return places.map((place) => ["request", "context", ...place, "identity", kind]);
}

/** One is a prefix of the other. */
function isOnTheWay(path: readonly string[], place: readonly string[]): boolean {
  return path.slice(0, place.length).every((segment, index) => segment === place[index]);
}
