import { type Change, defineStep } from "@idle/contract";
import type {} from "./badge-capabilities.ts";

export const ensureBadge = defineStep({
  type: "Acme.Step.EnsureBadge",
  description: "Makes sure that an identity has a badge of a colour.",
  example: { identityKey: "{{Request.IdentityKeys.AccountId}}", colour: "blue" },
  with: {
    type: "object",
    additionalProperties: false,
    required: ["identityKey", "colour"],
    properties: {
      identityKey: { type: "string", minLength: 1, description: "Whose badge." },
      colour: { enum: ["blue", "red"], description: "Blue for staff, red for visitors." },
    },
  },
  defaultProvider: "BadgeSystem",
  requiredCapabilities: ["Acme.Badge.Read", "Acme.Badge.Issue"],
  idempotent: true,

  async preview({ with: inputs, provider }): Promise<Change[]> {
    const { identityKey, colour } = inputs;
    const badge = await provider.getBadge({ identityKey });
    if (badge?.colour === colour) return [];
    const target = { provider: inputs.provider, identityKey };
    return [{ action: "update", target, path: "badge", before: badge?.colour ?? null, after: colour }];
  },

  async execute({ with: { identityKey, colour }, provider, emit }) {
    const { changed } = await provider.issueBadge({ identityKey, colour });
    if (changed) emit("BadgeIssued", `A ${colour} badge was issued to ${identityKey}`);
    return { changed };
  },
});
