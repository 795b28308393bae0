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

/** Throws `DefinitionInvalid` when two definitions have one type. */
export function createStepRegistry(steps: readonly StepType[]): StepRegistry {
  const registered = new Map<string, RegisteredStep>();
  for (const definition of steps) {
    if (registered.has(definition.type)) {
      const message = `The step type ${definition.type} is registered twice. Leave out one of the two packages, or rename the type.`;
      throw new IdleError("DefinitionInvalid", message, { details: { type: definition.type } });
    }
    registered.set(definition.type, registerStep(definition));
  }
  const types = Object.freeze([...registered.keys()]);
  return { get: (type) => registered.get(type), types: () => types };
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
