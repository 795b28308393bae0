/** What a package exports as idlePlugin, looked at before anything relies on it. Each complaint tells its author what to do. */
import { builtInCapabilities, type IdlePlugin, isCapabilityId } from "@idle/contract";
import { didYouMean } from "@idle/core";

/** Each key once; the compiler sees to it that none is forgotten. */
const keys: Readonly<Record<keyof IdlePlugin, true>> = {
  contractVersion: true,
  steps: true,
  capabilities: true,
  createProvider: true,
  createSession: true,
};

const write = "Its author must write: export const idlePlugin = { contractVersion: 1, … }";

/** What is wrong with it, as the rest of a sentence about the package; null when it is a plug-in. `exported` is the module. */
export function whatIsWrong(exported: Readonly<Record<string, unknown>>): string | null {
  const { idlePlugin: plugin } = exported;
  if (plugin === undefined) return `is no plug-in of IdLE: it does not export idlePlugin. ${insteadOf(exported)}`;
  if (typeof plugin !== "object" || plugin === null)
    return `is no plug-in of IdLE: its idlePlugin is no object. ${write}.`;
  const { contractVersion, steps, capabilities, createProvider, createSession } = plugin as {
    readonly [K in keyof IdlePlugin]: unknown;
  };
  if (contractVersion !== 1) return wrongVersion(contractVersion);
  const unknown = unknownKey(plugin);
  if (unknown !== null) return unknown;
  for (const [name, value] of Object.entries({ createProvider, createSession })) {
    if (value !== undefined && typeof value !== "function") {
      return `has a ${name} that is no function. Its author must write: ${name}(options) { … }.`;
    }
  }
  return stepComplaint(steps) ?? capabilityComplaint(capabilities);
}

/** An unknown key is a misspelt one: left alone, it would count as left out, and the complaint would be about that. */
function unknownKey(plugin: object): string | null {
  const known = Object.keys(keys);
  const key = Object.keys(plugin).find((each) => !Object.hasOwn(keys, each));
  if (key === undefined) return null;
  const near = didYouMean(key, known) ?? meantByOthers.find(([pattern]) => pattern.test(key))?.[1];
  const remedy = near === undefined ? `Known are ${known.join(", ")}.` : `Its author must write ${near}.`;
  return `has an unknown key ${JSON.stringify(key)} in its idlePlugin. ${remedy}`;
}

/** Words that are too far from the right one by letters, and near by sense. */
const meantByOthers: readonly (readonly [RegExp, keyof IdlePlugin])[] = [
  [/provider/i, "createProvider"],
  [/session/i, "createSession"],
  [/step/i, "steps"],
  [/version/i, "contractVersion"],
];

function insteadOf(exported: Readonly<Record<string, unknown>>): string {
  const { default: only } = exported;
  if (isPluginLike(only)) return `It exports it as default. ${write}.`;
  if (isPluginLike(Object(only).idlePlugin)) {
    return 'It is CommonJS, of which Node sees only a default export. Its author must write an ES module ("type": "module" in package.json, export const idlePlugin), or exports.idlePlugin = … on a line of its own.';
  }
  const names = Object.keys(exported).filter((name) => name !== "default" && name !== "module.exports");
  const near = didYouMean("idlePlugin", names);
  const there = near === undefined ? "" : `It exports ${JSON.stringify(near)}. `;
  return `${there}${write}.`;
}

function isPluginLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && "contractVersion" in value;
}

function wrongVersion(version: unknown): string {
  if (typeof version === "number") {
    const next = version > 1 ? "Update idle, or install an older version of the package." : "Its author must write 1.";
    return `states version ${version} of the plug-in contract; this idle knows version 1. ${next}`;
  }
  return "states no version of the plug-in contract; this idle knows version 1. Its author must write contractVersion: 1, a number, into idlePlugin.";
}

function stepComplaint(steps: unknown): string | null {
  if (steps === undefined) return null;
  if (!Array.isArray(steps)) return "has steps that are no list. Its author must write: steps: [oneStep, anotherStep].";
  const seen = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const {
      type,
      with: schema,
      requiredCapabilities,
      previewCapabilities,
      execute,
    } = Object(step) as Record<string, unknown>;
    const isMade =
      isCapabilityId(type) &&
      typeof schema === "object" &&
      Array.isArray(requiredCapabilities) &&
      Array.isArray(previewCapabilities) &&
      typeof execute === "function";
    if (!isMade) {
      const which = typeof type === "string" ? JSON.stringify(type) : `number ${index + 1}`;
      return `has a step type, ${which}, that defineStep did not make. Its author must write: defineStep({ type: "Acme.Step.PrintBadge", … }).`;
    }
    if (seen.has(type)) return `has two step types that are both called ${type}. Its author must rename one.`;
    seen.add(type);
  }
  return null;
}

function capabilityComplaint(capabilities: unknown): string | null {
  if (capabilities === undefined) return null;
  if (!Array.isArray(capabilities))
    return "has capabilities that are no list. Its author must write: capabilities: [one, another].";
  for (const [index, capability] of capabilities.entries()) {
    const { id, methods } = Object(capability) as Record<string, unknown>;
    if (isCapabilityId(id) && typeof methods === "object" && methods !== null) {
      if (!builtInCapabilities.some((own) => own.id === id)) continue;
      return `declares the capability ${id}, which comes with IdLE. Its author must take it out, or use a prefix of their own.`;
    }
    const which = typeof id === "string" ? JSON.stringify(id) : `number ${index + 1}`;
    return `has a capability, ${which}, that defineCapability did not make. Its author must write: defineCapability({ id: "Acme.Badge.Read", methods: { … } }).`;
  }
  return null;
}
