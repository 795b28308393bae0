/** The schemas that idle schema prints and sets editors up with, by name. What they are is loaded when it is asked for. */
import type { JsonValue, StepType } from "@idle/contract";

export interface NamedSchema {
  /** For messages: "workflows". */
  readonly of: string;
  /** The files of a project it is for, as patterns of VS Code; what begins with `!` is excepted. */
  readonly yaml?: readonly string[];
  readonly json?: readonly string[];
  /** `steps` are the step types of the user's own configuration. */
  load(steps: readonly (readonly StepType[])[]): Promise<JsonValue>;
}

export const namedSchemas: Readonly<Record<string, NamedSchema>> = {
  workflow: {
    of: "workflows",
    yaml: ["workflows/**/*.yaml", "workflows/**/*.yml", "!**/.github/**", "!**/*.test.yaml", "!**/*.test.yml"],
    load: async (steps) => (await import("@idle/core")).composeWorkflowSchema(steps),
  },
  request: {
    of: "requests",
    yaml: ["requests/**/*.yaml", "requests/**/*.yml"],
    json: ["requests/**/*.json"],
    load: async () => (await import("./generated/request-schema.ts")).requestSchema,
  },
  config: {
    of: "the configuration",
    yaml: ["idle.config.yaml"],
    load: async () => (await import("../configuration/generated/config-schema.ts")).configSchema,
  },
  plan: {
    of: "plans",
    json: ["plan.json", "*.plan.json"],
    load: async () => (await import("./generated/plan-schema.ts")).planSchema,
  },
  result: {
    of: "results",
    json: ["result.json", "*.result.json"],
    load: async () => (await import("./generated/result-schema.ts")).resultSchema,
  },
  test: {
    of: "workflow tests",
    yaml: ["*.test.yaml", "*.test.yml"],
    load: async () => (await import("../workflow-tests/generated/test-schema.ts")).testSchema,
  },
  connector: {
    of: "the definitions of connectors",
    yaml: ["connector.yaml", "connector.yml", "*.connector.yaml", "*.connector.yml"],
    load: async () => (await import("./generated/connector-schema.ts")).connectorSchema,
  },
};

export const schemaNames: readonly string[] = Object.keys(namedSchemas);
