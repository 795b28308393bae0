import type { Change } from "@idle/contract";
import type { ActionClass } from "../action-class.ts";

/**
 * The class a change counts in; null for granting and for what is invoked, such as ending sessions. `enabled` to anything
 * but true is a disable. What deletes or removes something that is not known here counts as the worst it could be.
 */
export function classifyChange({ action, path, after }: Change): ActionClass | null {
  switch (action) {
    case "create":
    case "delete":
      return action;
    case "remove":
      return "revoke";
    case "update":
      if (path.toLowerCase() === "enabled") return after === true ? "update" : "disable";
      return path.toLowerCase() === "container" ? "move" : "update";
    case "add":
    case "invoke":
      return null;
    default:
      return unreachable(action);
  }
}

/** Plans come from outside: an action that is not known is refused, not passed over. */
function unreachable(action: never): never {
  throw new TypeError(`There is no action ${JSON.stringify(action)}.`);
}
