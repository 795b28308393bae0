import { defineStep } from "@idle/contract";
import { validators } from "./generated/validators.ts";
import { identityOnlySchema } from "./schemas/identity-key.ts";
import { targetOf } from "./target.ts";

/** An act and not a state: nobody can read whether it was done, so it is always planned and always counts as a change. */
export const revokeIdentitySessions = defineStep({
  type: "IdLE.Step.RevokeIdentitySessions",
  description:
    "Ends an identity's sessions, so that it has to sign in again. It is done whenever the step runs; a condition on Profile.Enabled keeps it from being done twice.",
  example: { identityKey: "{{Request.IdentityKeys.sAMAccountName}}" },
  with: identityOnlySchema,
  validate: validators["IdLE.Step.RevokeIdentitySessions"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.RevokeSessions"],
  idempotent: true,
  isAct: true,

  preview: ({ with: inputs }) => [{ action: "invoke", target: targetOf(inputs), path: "sessions" }],

  async execute({ with: { identityKey }, provider }) {
    await provider.revokeSessions({ identityKey });
    return { changed: true };
  },
});
