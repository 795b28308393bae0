import { type CompiledValidator, IdleError, type InputError, type JsonValue, type StepType } from "@idle/contract";
import { type JsonType, wantedTypes } from "../expression/index.ts";

/** The step types of an engine, by name. */
export interface StepRegistry {
  get(type: string): RegisteredStep | undefined;
  /** All names, in the order they were registered. */
  types(): readonly string[];
}

export interface RegisteredStep {
  readonly definition: StepType;
  /** Compiles the schema when no precompiled validator came with the type. Call it before `check`. */
  prepare(): Promise<void>;
  /** The errors of a `with` (without the three common keys); null when it is valid. */
  check(value: JsonValue): readonly InputError[] | null;
  /** Which types the schema wants at a place; null: anything. */
  wanted(pointer: string): ReadonlySet<JsonType> | null;
}

/** Throws `DefinitionInvalid` for what `defineStep` did not make, and when two definitions have one type. */
export function createStepRegistry(steps: readonly StepType[]): StepRegistry {
  const registered = new Map<string, RegisteredStep>();
  for (const [index, definition] of steps.entries()) {
    if (!isDefined(definition)) throw notDefined(definition, index);
    if (registered.has(definition.type)) {
      const message = `The step type ${definition.type} is registered twice. Leave out one of the two packages, or rename the type.`;
      throw new IdleError("DefinitionInvalid", message, { details: { type: definition.type } });
    }
    registered.set(definition.type, registerStep(definition));
  }
  const types = Object.freeze([...registered.keys()]);
  return { get: (type) => registered.get(type), types: () => types };
}

/** By its shape, because a package may have a copy of the contract of its own. */
function isDefined(step: StepType): boolean {
  const { type, with: schema, requiredCapabilities, previewCapabilities, execute } = Object(step) as Partial<StepType>;
  return (
    typeof type === "string" &&
    typeof schema === "object" &&
    Array.isArray(requiredCapabilities) &&
    Array.isArray(previewCapabilities) &&
    typeof execute === "function"
  );
}

function notDefined(step: unknown, index: number): IdleError {
  const { type } = Object(step) as { readonly type?: unknown };
  const which = typeof type === "string" ? JSON.stringify(type) : `number ${index + 1}`;
  return new IdleError(
    "DefinitionInvalid",
    `The step type ${which} was not made by defineStep. Its author must write: defineStep({ type: "Acme.Step.PrintBadge", … }).`,
  );
}

function registerStep(definition: StepType): RegisteredStep {
  let validate: CompiledValidator | undefined = definition.validate;
  let preparing: Promise<void> | undefined;
  const wanted = new Map<string, ReadonlySet<JsonType> | null>();
  return {
    definition,
    async prepare() {
      if (validate !== undefined) return;
      preparing ??= compile(definition).then((compiled) => {
        validate = compiled;
      });
      await preparing;
    },
    check(value) {
      if (validate === undefined) throw new TypeError(`prepare() of ${definition.type} was not waited for.`);
      return validate(value) ? null : (validate.errors ?? []);
    },
    wanted(pointer) {
      let types = wanted.get(pointer);
      if (types === undefined) {
        types = wantedTypes(definition.with, pointer);
        wanted.set(pointer, types);
      }
      return types;
    },
  };
}

async function compile(definition: StepType): Promise<CompiledValidator> {
  const { compileSchema } = await import("./compile-schema.ts");
  try {
    return compileSchema(definition.with);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The schema of step type ${definition.type} cannot be compiled: ${reason}`;
    throw new IdleError("DefinitionInvalid", message, { details: { type: definition.type }, cause });
  }
}
