/** What IdLE has no capability for. Declared twice: to the compiler, and to the engine. */
import {
  type AnyCapability,
  type Changed,
  defineCapability,
  type IdentityArgs,
  type Read,
  type Write,
} from "@idle/contract";

export type Badge = { readonly colour: string };

declare module "@idle/contract" {
  interface CapabilityMap {
    "Acme.Badge.Read": {
      /** null when there is none. `NotFound` for somebody who is not there. */
      getBadge: Read<IdentityArgs, Badge | null>;
    };
    "Acme.Badge.Issue": {
      /** In place of the badge there may be. `NotFound` for somebody who is not there. */
      issueBadge: Write<IdentityArgs & { readonly colour: string }, Changed>;
    };
  }
}

export const badgeCapabilities: readonly AnyCapability[] = [
  defineCapability({
    id: "Acme.Badge.Read",
    description: "Reads the badge of an identity.",
    methods: { getBadge: "read" },
    overlay: {
      // How it looks once the earlier steps of the plan are done.
      async getBadge(real, args, earlierChanges) {
        const last = earlierChanges.findLast(({ path }) => path === "badge" || path === "identity");
        if (last === undefined) return real(args);
        // Somebody who is only created by the plan cannot be asked for, and has no badge.
        return last.path === "badge" ? { colour: String(last.after) } : null;
      },
    },
    checkResult: {
      getBadge: (result) =>
        result === null || typeof Object(result).colour === "string"
          ? null
          : "something that is neither { colour } nor null",
    },
  }),
  defineCapability({
    id: "Acme.Badge.Issue",
    description: "Issues a badge, in place of the one there may be.",
    methods: { issueBadge: "write" },
    checkResult: {
      issueBadge: (result) =>
        typeof Object(result).changed === "boolean" ? null : "something that is not { changed }",
    },
  }),
];
