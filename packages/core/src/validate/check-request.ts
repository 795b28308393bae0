import type { CompiledValidator, Diagnostic, JsonObject, Request } from "@idle/contract";
import { readablePointer } from "../data/pointer.ts";
import { quote } from "../diagnostics/quote.ts";
import { inputSchemas } from "./check-input-schemas.ts";
import { describeInputErrors } from "./with-errors.ts";

/**
 * The check of requests against the `inputs` of a workflow: problems of a request, each with its pointer in the request.
 * Compiles the schemas at the first call.
 */
export function createRequestCheck(data: JsonObject): (request: Request) => Promise<Diagnostic[]> {
  const schemas = inputSchemas(data);
  let compiled: Promise<CompiledValidator[]> | undefined;
  return async (request) => {
    if (schemas.length === 0) return [];
    compiled ??= compile(schemas.map(([, schema]) => schema));
    const validators = await compiled;
    return schemas.flatMap(([group, schema], index) => {
      const validate = validators[index];
      const value = request[group];
      if (!validate || validate(value)) return [];
      const root = `${quote(group)} of the request`;
      const nameOf = (pointer: string) => quote(readablePointer(`/${group}${pointer}`));
      return describeInputErrors(validate.errors ?? [], value, schema, { root, nameOf }).map(
        ({ at: _, ...described }): Diagnostic => ({
          severity: "error",
          ...described,
          file: null,
          line: null,
          column: null,
          pointer: `/${group}${described.pointer}`,
        }),
      );
    });
  };
}

async function compile(schemas: readonly JsonObject[]): Promise<CompiledValidator[]> {
  const [{ compileInputSchema }, { compilePattern }] = await Promise.all([
    import("./compile-schema.ts"),
    import("./linear-regexp.ts"),
  ]);
  return schemas.map((schema) => compileInputSchema(schema, compilePattern));
}
