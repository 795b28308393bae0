/**
 * `Request.Context`: what the host brought, what resolvers read, and the views over it. Sources stand at
 * `Providers.<alias>.<session key>.Identity.Profile` and `….Identity.Entitlements`; views are computed from them.
 */
import type { EntitlementAssignment, Identity, JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { matchKey } from "../providers/match-key.ts";

export const defaultSessionKey = "Default";

export type SourceKind = "Profile" | "Entitlements";

/** What one resolver read, and where it belongs. */
export interface Source {
  readonly alias: string;
  readonly sessionKey: string;
  readonly kind: SourceKind;
  readonly value: JsonValue;
}

export function sourceKindOf(capability: string): SourceKind {
  return capability === "IdLE.Identity.Read" ? "Profile" : "Entitlements";
}

export function profileSource(identity: Identity | null, alias: string, sessionKey: string): Source {
  const value: JsonValue =
    identity === null
      ? null
      : {
          IdentityKey: identity.identityKey,
          Enabled: identity.enabled,
          ...(identity.container === undefined ? {} : { Container: identity.container }),
          Attributes: identity.attributes,
          SourceProvider: alias,
          SourceAuthSessionName: sessionKey,
        };
  return { alias, sessionKey, kind: "Profile", value };
}

export function entitlementsSource(list: readonly EntitlementAssignment[], alias: string, sessionKey: string): Source {
  const value = list.map(({ kind, id, displayName, removable }) => ({
    Kind: kind,
    Id: id,
    ...(displayName === undefined ? {} : { DisplayName: displayName }),
    ...(removable === undefined ? {} : { Removable: removable }),
    SourceProvider: alias,
    SourceAuthSessionName: sessionKey,
  }));
  return { alias, sessionKey, kind: "Entitlements", value };
}

type Tree = { [key: string]: JsonValue };

/** The host's context with sources and views in it. The host's object is not touched. */
export function buildContext(brought: JsonObject, sources: readonly Source[]): JsonObject {
  if (sources.length === 0) return brought;
  const context = copyTree(brought);
  for (const { alias, sessionKey, kind, value } of sources) {
    set(context, ["Providers", alias, sessionKey, "Identity", kind], value);
  }
  // Later in this order wins a profile and stands later among entitlements.
  const ordered = [...sources].sort((a, b) => compare(a.alias, b.alias) || compare(a.sessionKey, b.sessionKey));
  for (const source of ordered) {
    const { alias, sessionKey } = source;
    addToView(context, ["Views"], source);
    addToView(context, ["Views", "Providers", alias], source);
    addToView(context, ["Views", "Sessions", sessionKey], source);
    addToView(context, ["Views", "Providers", alias, "Sessions", sessionKey], source);
  }
  return context;
}

/** The context of a precondition: `Current` is what the step's own provider and session say. */
export function withCurrent(
  context: JsonObject,
  sources: readonly Source[],
  alias: string | null,
  sessionKey: string,
): JsonObject {
  const own = sources.filter((source) => source.alias === alias && source.sessionKey === sessionKey);
  if (own.length === 0) return context;
  return { ...context, Current: { Identity: Object.fromEntries(own.map(({ kind, value }) => [kind, value])) } };
}

/**
 * Where the host's context already has something that a source or its views would overwrite, as a path; null when it has
 * not. A key that differs only in case counts, since paths would fit both.
 */
export function findConflict(brought: JsonObject, alias: string, sessionKey: string, kind: SourceKind): string | null {
  const places = [
    ["Providers", alias, sessionKey, "Identity", kind],
    ["Views", "Identity", kind],
    ["Views", "Providers", alias, "Identity", kind],
    ["Views", "Sessions", sessionKey, "Identity", kind],
    ["Views", "Providers", alias, "Sessions", sessionKey, "Identity", kind],
  ];
  for (const place of places) {
    const taken = takenPlace(brought, place);
    if (taken !== null) return `Request.Context.${taken}`;
  }
  return null;
}

function takenPlace(brought: JsonObject, place: readonly string[]): string | null {
  let here: JsonValue = brought;
  const walked: string[] = [];
  for (const segment of place) {
    if (!isObject(here)) return walked.join(".");
    const match = matchKey(Object.keys(here), segment);
    if (match.kind === "absent") return null;
    if (match.kind === "ambiguous" || match.key !== segment) {
      return [...walked, match.kind === "found" ? match.key : match.keys.join(" and ")].join(".");
    }
    walked.push(segment);
    here = here[segment] ?? null;
  }
  return walked.join(".");
}

function addToView(context: Tree, view: readonly string[], { kind, value }: Source): void {
  const place = [...view, "Identity", kind];
  const earlier = get(context, place);
  if (kind === "Entitlements")
    set(context, place, Array.isArray(earlier) ? [...earlier, ...(value as JsonValue[])] : value);
  else if (earlier === undefined || value !== null) set(context, place, value);
}

function get(tree: Tree, place: readonly string[]): JsonValue | undefined {
  let here: JsonValue | undefined = tree;
  for (const segment of place) {
    if (!isObject(here) || !Object.hasOwn(here, segment)) return undefined;
    here = here[segment];
  }
  return here;
}

function set(tree: Tree, place: readonly string[], value: JsonValue): void {
  let here = tree;
  for (const segment of place.slice(0, -1)) {
    if (!Object.hasOwn(here, segment)) here[segment] = {};
    here = here[segment] as Tree;
  }
  here[place.at(-1) as string] = value;
}

/** Objects are copied, so that setting leaves the original alone; lists and scalars are shared. */
function copyTree(value: JsonObject): Tree {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isObject(member) ? copyTree(member) : member]),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
