import {
  type Attributes,
  type Change,
  type CreateIdentityArgs,
  type CreateIdentityResult,
  defineStep,
  type ExecuteContext,
  expectSession,
  type FromSchema,
  type GetIdentityArgs,
  type Identity,
  IdleError,
  type InitialPassword,
  isSecret,
  type JsonValue,
  type Secret,
  type StepOutcome,
} from "@idle/contract";
import { differingAttributes } from "./attribute-comparison.ts";
import { validators } from "./generated/validators.ts";
import { createIdentitySchema } from "./schemas/create-identity.ts";
import { targetOf } from "./target.ts";

type Inputs = FromSchema<typeof createIdentitySchema>;
type Context = ExecuteContext<Inputs, "IdLE.Identity.Create" | "IdLE.Identity.Read">;

/**
 * Creates an identity that is not there yet. One that is there is left alone; where `match` says that it is somebody
 * else the step fails with `AlreadyExists`. Throws `SealRecipientMissing` before anything is written where a password
 * is to be generated and could not leave the run.
 */
export const createIdentity = defineStep({
  type: "IdLE.Step.CreateIdentity",
  description:
    "Creates an identity, disabled unless told otherwise. One that exists already is left as it is; when it differs in match, the step fails, so that a name collision never touches somebody else.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    attributes: { GivenName: "{{Request.Intent.GivenName}}", Surname: "{{Request.Intent.Surname}}" },
    container: "OU=Staff,DC=example,DC=com",
    initialPassword: { generate: true },
    match: { EmployeeId: "{{Request.IdentityKeys.EmployeeId}}" },
  },
  with: createIdentitySchema,
  validate: validators["IdLE.Step.CreateIdentity"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Create", "IdLE.Identity.Read"],
  idempotent: true,

  async preview({ with: inputs, provider }): Promise<Change[]> {
    const existing = await provider.getIdentity(question(inputs));
    if (existing !== null) {
      refuseStranger(existing, inputs.match, inputs.provider);
      return [];
    }
    const { enabled = false, container, attributes } = inputs;
    const after = { enabled, ...(container === undefined ? {} : { container }), attributes };
    return [{ action: "create", target: targetOf(inputs), path: "identity", after }];
  },

  async execute(ctx): Promise<StepOutcome> {
    const { identityKey, match } = ctx.with;
    const existing = await ctx.provider.getIdentity(question(ctx.with));
    if (existing !== null) {
      refuseStranger(existing, match, ctx.with.provider);
      return { changed: false, outputs: { identityKey: existing.identityKey } };
    }
    const result = await ctx.provider.createIdentity(await argumentsFor(ctx));
    if (!result.changed && match !== undefined) {
      // Somebody else was quicker between the read and the write.
      const winner = await ctx.provider.getIdentity({ identityKey });
      if (winner !== null) refuseStranger(winner, match, ctx.with.provider);
    }
    return outcomeOf(result, ctx.with);
  },
});

/** The same in preview and execution, which decides by what was compared. */
function question({ identityKey, container }: Pick<Inputs, "identityKey" | "container">): GetIdentityArgs {
  return { identityKey, ...(container === undefined ? {} : { about: { createIn: container } }) };
}

function refuseStranger(existing: Identity, match: Attributes | undefined, alias: string): void {
  const differing = differingAttributes(match ?? {}, existing.attributes);
  if (differing.length === 0) return;
  throw new IdleError(
    "AlreadyExists",
    `${alias} has an identity ${JSON.stringify(existing.identityKey)} already, and it is another one: it differs in ${differing.join(", ")}. Choose another identityKey, or correct match.`,
    { details: { provider: alias, identityKey: existing.identityKey, attributes: differing } },
  );
}

async function argumentsFor(ctx: Context): Promise<CreateIdentityArgs> {
  const { identityKey, attributes, container, enabled = false } = ctx.with;
  const initialPassword = await passwordFor(ctx);
  return {
    identityKey,
    attributes,
    enabled,
    ...(container === undefined ? {} : { container }),
    ...(initialPassword === undefined ? {} : { initialPassword }),
  };
}

async function passwordFor(ctx: Context): Promise<InitialPassword | undefined> {
  const wanted = ctx.with.initialPassword;
  if (wanted === undefined) return undefined;
  if ("secret" in wanted) {
    const session = await ctx.acquireAuthSession(wanted.secret);
    return expectSession(session, "Credential", `initialPassword of identity ${JSON.stringify(ctx.with.identityKey)}`)
      .password;
  }
  if (ctx.canSeal) return { generate: true };
  throw new IdleError(
    "SealRecipientMissing",
    `A password for identity ${JSON.stringify(ctx.with.identityKey)} would be generated, and nobody could ever read it: no recipient is configured to seal it to. Nothing was created. Set sealTo to the recipient's public key, or use initialPassword: { secret: NAME } with the name of a Credential session.`,
    { details: { provider: ctx.with.provider, identityKey: ctx.with.identityKey } },
  );
}

function outcomeOf(
  { identityKey, changed, outputs = {} }: CreateIdentityResult,
  inputs: Inputs & { provider: string },
) {
  const open = new Map<string, JsonValue>([["identityKey", identityKey]]);
  const sealed = new Map<string, Secret>();
  for (const [name, value] of Object.entries(outputs)) {
    if (isSecret(value)) sealed.set(name, value);
    else if (value !== undefined) open.set(name, value);
  }
  const isGenerated = inputs.initialPassword !== undefined && "generate" in inputs.initialPassword;
  if (changed && isGenerated && !sealed.has("initialPassword")) {
    throw new IdleError(
      "PluginAnswerInvalid",
      `The provider ${inputs.provider} created identity ${JSON.stringify(identityKey)} and was asked to generate its password, but gave no Secret as outputs.initialPassword. The identity is there with a password that nobody knows: set a new one.`,
      { details: { provider: inputs.provider, identityKey } },
    );
  }
  return {
    changed,
    outputs: Object.fromEntries(open),
    ...(sealed.size === 0 ? {} : { sealedOutputs: Object.fromEntries(sealed) }),
  };
}
