/** Loads ajv. Import it dynamically, when a schema is to be compiled that was not known when the package was built. */
import type { CompiledValidator, JsonSchema, JsonValue } from "@idle/contract";
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { LinearPattern } from "./linear-regexp.ts";

/** Of a step type: its author is told of anything doubtful. Throws when the schema is none. */
export function compileSchema(schema: JsonSchema): CompiledValidator {
  return compile(schema, {
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    code: { process: appendErrors },
  });
}

/**
 * Of a workflow's `inputs`, which `checkInputSchemas` found to be sound. `compilePattern` takes the place of the native
 * regular expressions, whose time a hostile value could stretch.
 */
export function compileInputSchema(
  schema: JsonSchema,
  compilePattern: (pattern: string) => LinearPattern,
): CompiledValidator {
  const engine = Object.assign((pattern: string) => compilePattern(pattern), { code: "compilePattern" });
  return compile(schema, { strict: false, validateSchema: false, code: { regExp: engine, process: appendErrors } });
}

function compile(schema: JsonSchema, options: Options): CompiledValidator {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, logger: false, ...options });
  // The keyword as ajv has it compares every entry with every other.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", errors: true, validate: checkUnique });
  addFormats.default(ajv);
  // The strict e-mail format takes quadratic time; this one, the one of the HTML standard, does not.
  ajv.addFormat(
    "email",
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i,
  );
  return ajv.compile(typeof schema === "boolean" ? schema : { ...schema });
}

/** Where a schema refers to another, ajv copies all errors found so far to add a few: quadratic in their number. */
function appendErrors(code: string): string {
  return code.replace(
    /vErrors\.concat\(([\w.]+)\.errors\)/g,
    "$1.errors.reduce((all, each) => (all.push(each), all), vErrors)",
  );
}

interface UniqueCheck {
  (isWanted: boolean, list: readonly JsonValue[]): boolean;
  errors?: { keyword: string; params: { i: number; j: number } }[];
}

const checkUnique: UniqueCheck = (isWanted, list) => {
  const seen = new Map<string, number>();
  if (!isWanted) return true;
  for (const [i, entry] of list.entries()) {
    const text = canonical(entry);
    const j = seen.get(text);
    if (j !== undefined) {
      checkUnique.errors = [{ keyword: "uniqueItems", params: { i, j } }];
      return false;
    }
    seen.set(text, i);
  }
  return true;
};

/** Equal texts for equal values: keys in order. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: JsonValue) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
