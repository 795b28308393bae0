/** Checks what a step's preview answered, and addresses the step's author when it is wrong. */
import { type Change, IdleError, type JsonValue } from "@idle/contract";

const actions = ["create", "update", "delete", "add", "remove", "invoke"];

/** The changes as plain data with the alias in the bag's spelling; null stays. Throws PluginAnswerInvalid. */
export function checkChanges(answer: unknown, stepType: string, alias: string | null): readonly Change[] | null {
  if (answer === null) return null;
  const refuse = (what: string): never => {
    throw new IdleError("PluginAnswerInvalid", `Step type ${stepType} previewed ${what}. Tell its author.`);
  };
  if (!Array.isArray(answer)) return refuse("something that is neither a list of changes nor null");
  return answer.map((change: unknown, index) => {
    const which = `change ${index + 1}`;
    if (typeof change !== "object" || change === null) return refuse(`${which}, which is no object`);
    const { action, target, path, before, after } = change as Partial<Change>;
    if (typeof action !== "string" || !actions.includes(action))
      return refuse(`${which} with an action that is none of ${actions.join(", ")}`);
    if (typeof path !== "string" || path === "") return refuse(`${which} without a path`);
    if (
      typeof target !== "object" ||
      target === null ||
      typeof target.identityKey !== "string" ||
      typeof target.provider !== "string"
    ) {
      return refuse(`${which} without target { provider, identityKey }`);
    }
    if (alias !== null && target.provider.toLowerCase() !== alias.toLowerCase()) {
      return refuse(`${which} on provider "${target.provider}", and it was given "${alias}" (ctx.with.provider)`);
    }
    if (action === "create" && path === "identity" && !isAccount(after)) {
      return refuse(`${which}, a create whose after is not { enabled, container?, attributes }`);
    }
    return {
      action,
      target: { provider: alias ?? target.provider, identityKey: target.identityKey },
      path,
      ...(before === undefined
        ? {}
        : { before: plain(before, () => refuse(`${which} with a before that is no data`)) }),
      ...(after === undefined ? {} : { after: plain(after, () => refuse(`${which} with an after that is no data`)) }),
    };
  });
}

function isAccount(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { enabled, attributes } = value as { enabled?: unknown; attributes?: unknown };
  return typeof enabled === "boolean" && typeof attributes === "object" && attributes !== null;
}

/** A copy as JSON would carry it, so that nothing a plug-in keeps can change a plan later. */
function plain(value: unknown, refuse: () => never, depth = 0): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : refuse();
  if (typeof value !== "object" || depth > 64) return refuse();
  if (Array.isArray(value)) return value.map((item) => plain(item, refuse, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return refuse();
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member, refuse, depth + 1)]),
  );
}
