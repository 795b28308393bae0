import type { DocumentKind } from "../input/sources.ts";

/** Whether what stands at this path of keys and indexes is private whatever its name; `isLeaf` when it is no list and no object. */
export type IsPrivate = (keys: readonly string[], isLeaf: boolean) => boolean;

/**
 * What of a configuration can be shown. Everything else is private: sessions, options, keys to seal to, and what stands
 * under a key that nobody knows.
 */
const shownOfConfiguration: readonly (readonly RegExp[])[] = [
  [/^steps$/, /./],
  [/^redactNames$/, /./],
  [/^providers$/, /./, /^use$/],
  [/^retryProfiles$/, /./, /^(maxAttempts|initialDelayMs|backoffFactor|maxDelayMs|jitterRatio)$/],
  [/^defaultRetryProfile$/, /^(maxAttempts|initialDelayMs|backoffFactor|maxDelayMs|jitterRatio)$/],
];

/** Of a connector's definition, likewise: accounts, parameters and what nobody knows are private. */
const shownOfConnector: readonly (readonly RegExp[])[] = [
  [/^(name|description|use|pageSize|folder)$/],
  [/^connectivity$/, /^(server|domain|impersonate|loadUserProfile|logonType|signedScriptsOnly)$/],
  [/^commonModule$/, /^(file|name)$/],
  [/^scripts$/, /./],
  [/^capabilities$/, /./],
  [/^capabilities$/, /./, /./],
  [/^partitions$/, /./, /^dn$/],
  [/^partitions$/, /./, /^(include|exclude)$/, /./],
  [/^limits$/, /^(deletions|obsolete|errors|scriptSeconds)$/],
];

function isShown(shown: readonly (readonly RegExp[])[], keys: readonly string[], isLeaf: boolean): boolean {
  return shown.some(
    (path) =>
      (isLeaf ? path.length === keys.length : path.length > keys.length) &&
      keys.every((key, index) => path[index]?.test(key)),
  );
}

const requestTexts = new Set(["lifecycleEvent", "correlationId", "actor"]);
const requestGroups = new Set(["identityKeys", "intent", "context"]);

const rules: Readonly<Record<DocumentKind, (areNamesKnown: boolean) => IsPrivate>> = {
  configuration: () => (keys, isLeaf) => !isShown(shownOfConfiguration, keys, isLeaf),
  connector: () => (keys, isLeaf) => !isShown(shownOfConnector, keys, isLeaf),
  // A request is read before the configuration says which further names are secret.
  request: (areNamesKnown) => (keys, isLeaf) => {
    const [first = ""] = keys;
    if (keys.length === 1 && isLeaf) return !requestTexts.has(first);
    return !requestGroups.has(first) || (isLeaf && !areNamesKnown);
  },
  // Read after the configuration, and names of secrets hide what stands under them. People name the wrong file, too.
  test:
    () =>
    ([first = "", , third]) =>
      first === "authSessions" || first === "sealTo" || (first === "providers" && third === "options"),
  // People name the wrong file, too.
  workflow:
    () =>
    ([first = ""]) =>
      first === "authSessions" || first === "providers" || first === "sealTo",
};

export function isPrivateIn(kind: DocumentKind, areNamesKnown: boolean): IsPrivate {
  return rules[kind](areNamesKnown);
}
