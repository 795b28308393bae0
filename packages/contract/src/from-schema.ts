/**
 * The TypeScript type of the values that a JSON Schema accepts, for schemas written as constants. It follows `type`,
 * `properties`, `required`, `items`, `additionalProperties`, `enum`, `const`, and `anyOf` and `oneOf` where no `type` is
 * beside them; whatever else a schema says narrows values, not the type.
 */

export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

type Simplify<T> = { readonly [K in keyof T]: T[K] };
type RequiredKeys<S> = S extends { readonly required: readonly (infer K)[] } ? K : never;

type FromProperties<P, R> = Simplify<
  { readonly [K in keyof P as K extends R ? K : never]: FromSchema<P[K]> } & {
    readonly [K in keyof P as K extends R ? never : K]?: FromSchema<P[K]>;
  }
>;

type FromObject<S> = S extends { readonly properties: infer P }
  ? FromProperties<P, RequiredKeys<S>>
  : S extends { readonly additionalProperties: infer A }
    ? A extends false
      ? {}
      : Readonly<Record<string, A extends boolean ? unknown : FromSchema<A>>>
    : Readonly<Record<string, unknown>>;

type FromType<S, T> = T extends "string"
  ? string
  : T extends "number" | "integer"
    ? number
    : T extends "boolean"
      ? boolean
      : T extends "null"
        ? null
        : T extends "array"
          ? readonly (S extends { readonly items: infer I } ? FromSchema<I> : unknown)[]
          : T extends "object"
            ? FromObject<S>
            : unknown;

export type FromSchema<S> = S extends { readonly const: infer C }
  ? C
  : S extends { readonly enum: readonly (infer E)[] }
    ? E
    : S extends { readonly type: readonly (infer T)[] }
      ? FromType<S, T>
      : S extends { readonly type: infer T }
        ? FromType<S, T>
        : S extends { readonly anyOf: readonly (infer B)[] }
          ? FromSchema<B>
          : S extends { readonly oneOf: readonly (infer B)[] }
            ? FromSchema<B>
            : unknown;
