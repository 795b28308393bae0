import type { JsonObject, JsonValue } from "@idle/contract";
import type { MockIdentity } from "@idle/provider-mock";
import { isObject } from "../../input/is-object.ts";
import { showName, showValue } from "../../view/value.ts";
import { recordEntitlement, recordIdentity } from "../record/record-directory.ts";
import type { EndState, ExpectedIdentity } from "../test-document.ts";
import { compareFields } from "./compare-fields.ts";
import { compareList } from "./compare-list.ts";
import { meant } from "./compare-steps.ts";
import type { Collector, Path } from "./finding.ts";
import { isSameValue, ownValue } from "./values.ts";

/** Who is there afterwards, and how. */
export function compareDirectory(
  expected: EndState,
  actual: readonly MockIdentity[],
  path: Path,
  collector: Collector,
): void {
  const about = path.map((part) => showName(String(part))).join(" ");
  const { match = "partial", identities, absent = [] } = expected;
  const keys = actual.map(({ identityKey }) => identityKey);
  if (identities !== undefined || match === "exact") {
    compareList(
      {
        path: [...path, "identities"],
        about: `${about}: identities`,
        expected: identities ?? [],
        actual,
        isExact: match === "exact",
        fits: (a, b) => a.identityKey === b.identityKey,
        nearness: () => 0,
        compare: (a, b, at) => compareIdentity({ each: a, identity: b, path: at, about, match }, collector),
        record: recordIdentity,
        show: ({ identityKey }) => identityKey,
        showExpected: ({ identityKey }) => identityKey,
        notes: (missing) =>
          missing.flatMap(({ identityKey }) => {
            const hint = meant(identityKey, keys);
            return hint === undefined ? [] : [`${showValue(identityKey)}: ${hint}`];
          }),
      },
      collector,
    );
  }
  const present = absent.filter((key) => keys.includes(key));
  if (present.length === 0) return;
  const at = [...path, "absent"];
  collector.find({
    path: [...at, absent.indexOf(present[0] ?? "")],
    about: `${about}: identities`,
    missing: [],
    unexpected: present,
    ...(match !== "exact" && { cannotUpdate: "who must not be there is there" }),
  });
  // An exact list names who is there.
  if (match !== "exact") return;
  const kept = absent.flatMap((key, index) => (present.includes(key) ? [] : [{ kept: index }]));
  if (kept.length === 0) collector.edit({ kind: "remove", path: at });
  else collector.edit({ kind: "arrange", path: at, entries: kept });
}

function compareIdentity(
  {
    each,
    identity,
    path,
    about,
    match,
  }: {
    readonly each: ExpectedIdentity;
    readonly identity: MockIdentity;
    readonly path: Path;
    readonly about: string;
    readonly match: EndState["match"];
  },
  collector: Collector,
): void {
  const isExact = (each.match ?? match) === "exact";
  const where = `${about}, ${showValue(each.identityKey)}`;
  const { enabled, container = isExact ? null : undefined } = each;
  const expected = { ...(enabled !== undefined && { enabled }), ...(container !== undefined && { container }) };
  const { attributes: present, entitlements: held = [] } = identity;
  const actual = { enabled: identity.enabled, container: identity.container ?? null };
  compareFields({ path, about: where, expected, actual }, collector);
  compareAttributes({ expected: each.attributes, present: { ...present }, isExact, path, about: where }, collector);
  if (each.entitlements === undefined && !isExact) return;
  if (each.entitlements === undefined) {
    if (held.length === 0) return;
    const value = held.map(recordEntitlement);
    collector.find({ path, about: `${where}: entitlements`, missing: [], unexpected: value });
    collector.edit({ kind: "set", path: [...path, "entitlements"], value });
    return;
  }
  compareList(
    {
      path: [...path, "entitlements"],
      about: `${where}: entitlements`,
      expected: each.entitlements,
      actual: held.map((one): JsonObject => ({ ...one })),
      isExact,
      fits: (a, b) => isSameEntitlement(a, b) && detailsOf(a).every((key) => isSameDetail(a, b, key)),
      nearness: (a, b) => (isSameEntitlement(a, b) ? 1 : 0),
      compare: (a, b, at) => {
        const details = Object.fromEntries(detailsOf(a).map((key) => [key, a[key] ?? null]));
        const actualDetails = { displayName: b.displayName ?? null, removable: b.removable ?? true };
        const subject = `${where}, entitlement ${showValue(b.id)}`;
        compareFields({ path: at, about: subject, expected: details, actual: actualDetails }, collector);
      },
      replace: (a, b) => {
        const isKind = String(a.kind).toLowerCase() === String(b.kind).toLowerCase();
        if (!isKind || (a.displayName !== undefined && b.displayName === undefined)) return undefined;
        return Object.fromEntries(Object.keys(a).map((key) => [key, b[key] ?? true]));
      },
      record: (one) => recordEntitlement(one),
      showExpected: (entitlement) => entitlement,
    },
    collector,
  );
}

/** Kinds and ids compare without case, as they do everywhere. */
function isSameEntitlement(a: JsonObject, b: JsonObject): boolean {
  return ["kind", "id"].every((key) => String(a[key]).toLowerCase() === String(b[key]).toLowerCase());
}

function detailsOf(entitlement: JsonObject): string[] {
  return Object.keys(entitlement).filter((key) => key === "displayName" || key === "removable");
}

function isSameDetail(a: JsonObject, b: JsonObject, key: string): boolean {
  return isSameValue(a[key], b[key] ?? (key === "removable" ? true : null));
}

function compareAttributes(
  {
    expected,
    present,
    isExact,
    path,
    about,
  }: {
    readonly expected: JsonObject | undefined;
    readonly present: JsonObject;
    readonly isExact: boolean;
    readonly path: Path;
    readonly about: string;
  },
  collector: Collector,
): void {
  const wanted = expected ?? {};
  const at = [...path, "attributes"];
  const notesOf = (name: string): string[] => {
    const free = Object.keys(present).filter((key) => !Object.hasOwn(wanted, key));
    const hint = wanted[name] === null || Object.hasOwn(present, name) ? undefined : meant(name, free);
    return hint === undefined ? [] : [`There is no attribute ${showValue(name)}. ${hint}`];
  };
  compareFields({ path: at, about, expected: wanted, actual: present, notesOf }, collector);
  if (!isExact) return;
  const others = Object.entries(present).filter(([name]) => ownValue(wanted, name) === undefined);
  if (others.length === 0) return;
  const unexpected = others.map(([name, value]): JsonValue => ({ [name]: value }));
  collector.find({ path: expected === undefined ? path : at, about: `${about}: attributes`, missing: [], unexpected });
  if (isObject(expected)) {
    for (const [name, value] of others) collector.edit({ kind: "set", path: [...at, name], value });
  } else collector.edit({ kind: "set", path: at, value: present });
}
