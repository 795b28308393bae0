import { defineStep, type StepType } from "@idle/contract";

/** Step types of the tests' own: none of them does anything. */
export const testSteps: readonly StepType[] = [
  defineStep({
    type: "Test.Step.Note",
    description: "Takes a message.",
    with: { type: "object", additionalProperties: false, properties: { message: { type: "string" }, data: {} } },
    execute: () => ({ changed: false }),
  }),
  defineStep({
    type: "Test.Step.Account",
    description: "Takes an input of every kind.",
    with: {
      type: "object",
      additionalProperties: false,
      required: ["identityKey"],
      properties: {
        identityKey: { type: "string", minLength: 1 },
        enabled: { type: "boolean" },
        size: { type: "integer", minimum: 1 },
        state: { enum: ["Present", "Absent"] },
        values: { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
        attributes: {
          type: "object",
          additionalProperties: { type: ["string", "number", "boolean", "null", "array"] },
        },
        password: {
          oneOf: [
            {
              type: "object",
              additionalProperties: false,
              required: ["generate"],
              properties: { generate: { const: true } },
            },
            {
              type: "object",
              additionalProperties: false,
              required: ["secret"],
              properties: { secret: { type: "string", pattern: "^[a-z]+$" } },
            },
          ],
        },
      },
    },
    execute: () => ({ changed: false }),
  }),
];
