/** Step types: what a workflow's `type` names. A step calls providers only, holds no state and knows no product. */
import type { CapabilityId } from "./capability.ts";
import { isCapabilityId } from "./capability.ts";
import type { Change } from "./change.ts";
import { IdleError } from "./error.ts";
import type { FromSchema, JsonSchema } from "./from-schema.ts";
import type { JsonObject } from "./json.ts";
import type { Secret } from "./secret.ts";
import type { ExecuteContext, PreviewContext } from "./step-context.ts";

export interface StepOutcome {
  /** Whether anything in a target system is different now. */
  readonly changed: boolean;
  /**
   * What it would still change and does not insist on, because the system refuses it for good. When the engine reads back
   * whether the step is done, these count as done. Compared by action, path, `before` and `after`.
   */
  readonly left?: readonly Pick<Change, "action" | "path" | "before" | "after">[];
  /** Data for the result. Redacted by name. */
  readonly outputs?: JsonObject;
  /** Encrypted to the recipient the host configured; the clear values go nowhere. */
  readonly sealedOutputs?: Readonly<Record<string, Secret>>;
}

/** Where an input is wrong, and how. */
export interface InputError {
  /** JSON Pointer into the inputs. */
  readonly instancePath: string;
  /** The JSON Schema keyword that failed. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly schemaPath: string;
}

/** A validator as ajv compiles it: false leaves the errors in `errors`. */
export interface CompiledValidator {
  (value: unknown): boolean;
  errors?: readonly InputError[] | null;
}

interface StepBase {
  /** Prefix and PascalCase segments joined by dots: `IdLE.Step.DisableIdentity`, `Acme.Step.PrintBadge`. */
  readonly type: string;
  /** One or two sentences; the documentation is generated from it. */
  readonly description: string;
  /** A `with` as a workflow would write it, for documentation and scaffolds. */
  readonly example?: JsonObject;
  /** Alias used when `with.provider` is absent. */
  readonly defaultProvider?: string;
  /** Session name used when `with.authSessionName` is absent. */
  readonly defaultAuthSessionName?: string;
  /** True when running it again after an unknown outcome does no harm. Default false. */
  readonly idempotent?: boolean;
  /**
   * True for what is done anew each time, such as a trigger: its preview cannot tell whether it was done, and is not asked
   * when a run wants to know that. Default false.
   */
  readonly isAct?: boolean;
  /** `with` precompiled; ajv is loaded when first needed otherwise. */
  readonly validate?: CompiledValidator;
}

export interface StepDefinition<S extends JsonSchema, Required extends CapabilityId, Preview extends CapabilityId>
  extends StepBase {
  /** JSON Schema 2020-12 of `with`, an object closed by `additionalProperties: false`, without the three keys all steps take. */
  readonly with: S;
  /** What `execute` may call. */
  readonly requiredCapabilities?: readonly Required[];
  /** What `preview` reads beyond that; where the provider lacks one, the plan says `changes: null` and warns. */
  readonly previewCapabilities?: readonly Preview[];
  /** What would change now, in a fixed order: `[]` for nothing, null for "cannot be known before it runs". */
  preview?(
    context: PreviewContext<FromSchema<S>, Required | Preview>,
  ): Promise<readonly Change[] | null> | readonly Change[] | null;
  /** Not called when a preview right before has read something, and finds nothing to change. */
  execute(context: ExecuteContext<FromSchema<S>, Required>): Promise<StepOutcome> | StepOutcome;
}

/** A step type of any inputs and capabilities, as the engine keeps it. */
export interface StepType extends StepBase {
  readonly with: JsonSchema;
  readonly requiredCapabilities: readonly string[];
  readonly previewCapabilities: readonly string[];
  preview?(context: PreviewContext): Promise<readonly Change[] | null> | readonly Change[] | null;
  execute(context: ExecuteContext): Promise<StepOutcome> | StepOutcome;
}

const commonKeys = ["provider", "authSessionName", "authSessionOptions"];

/** Defines a step type. Throws `DefinitionInvalid` that names the type and what is wrong with it. */
export function defineStep<
  const S extends JsonSchema,
  const Required extends CapabilityId = never,
  const Preview extends CapabilityId = never,
>(definition: StepDefinition<S, Required, Preview>): StepType {
  const {
    type,
    description,
    example,
    defaultProvider,
    defaultAuthSessionName,
    idempotent = false,
    isAct = false,
    validate,
  } = definition;
  const { with: schema, requiredCapabilities = [], previewCapabilities = [] } = definition;
  const refuse = (why: string): never => {
    throw new IdleError("DefinitionInvalid", `Step type ${JSON.stringify(type)} ${why}.`);
  };
  if (!isCapabilityId(type))
    refuse('is no step type name; write a prefix and PascalCase segments, such as "Acme.Step.PrintBadge"');
  if (typeof definition.execute !== "function") refuse("has no execute function");
  if (definition.preview !== undefined && typeof definition.preview !== "function")
    refuse("has a preview that is no function");
  if (validate !== undefined && typeof validate !== "function") refuse("has a validate that is no function");
  if (typeof description !== "string" || description === "") refuse("has no description");
  if (typeof idempotent !== "boolean") refuse("must say true or false for idempotent");
  if (typeof isAct !== "boolean") refuse("must say true or false for isAct");
  for (const ids of [requiredCapabilities, previewCapabilities]) {
    if (!Array.isArray(ids)) refuse("must list its capabilities");
    const wrong = ids.find((id) => !isCapabilityId(id));
    if (wrong !== undefined) refuse(`names ${JSON.stringify(wrong)}, which is no capability id`);
  }
  if (
    typeof schema !== "object" ||
    schema === null ||
    schema.type !== "object" ||
    schema.additionalProperties !== false
  ) {
    refuse('needs a closed schema for with: { type: "object", additionalProperties: false, … }');
  }
  const properties = (schema as { readonly properties?: object }).properties ?? {};
  const taken = commonKeys.find((key) => Object.hasOwn(properties, key));
  if (taken !== undefined) refuse(`declares ${taken} in its schema, which all step types take anyway`);

  const step = definition as unknown as StepType;
  return Object.freeze({
    type,
    description,
    idempotent,
    isAct,
    with: schema,
    requiredCapabilities: Object.freeze([...requiredCapabilities]),
    previewCapabilities: Object.freeze([...previewCapabilities]),
    ...(example === undefined ? {} : { example }),
    ...(defaultProvider === undefined ? {} : { defaultProvider }),
    ...(defaultAuthSessionName === undefined ? {} : { defaultAuthSessionName }),
    ...(validate === undefined ? {} : { validate }),
    ...(step.preview === undefined ? {} : { preview: step.preview.bind(definition) }),
    execute: step.execute.bind(definition),
  });
}
