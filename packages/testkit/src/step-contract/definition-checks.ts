/** What a step type says about itself. */
import { builtInCapabilities, isCapabilityId, type StepType } from "@idle/contract";
import { expect } from "vitest";
import type { StepCase } from "./case.ts";

interface DefinitionCheck {
  readonly id: string;
  readonly says: string;
  run(step: StepType, cases: readonly StepCase[]): void;
}

function propertiesOf({ with: schema }: StepType): { known: string[]; required: string[] } {
  const { properties = {}, required = [] } = schema as { properties?: object; required?: readonly string[] };
  return { known: Object.keys(properties), required: [...required] };
}

export const definitionChecks: readonly DefinitionCheck[] = [
  {
    id: "definition/words",
    says: "has a well-formed type and a description",
    run({ type, description }) {
      expect(isCapabilityId(type)).toBe(true);
      expect(description).toMatch(/\S\s\S.*\.$/s);
    },
  },
  {
    id: "definition/schema",
    says: "closes its inputs, and leaves the keys all steps take out of them",
    run(step) {
      expect(step.with).toMatchObject({ type: "object", additionalProperties: false });
      const { known, required } = propertiesOf(step);
      for (const key of ["provider", "authSessionName", "authSessionOptions"]) expect(known).not.toContain(key);
      expect(known).toEqual(expect.arrayContaining(required));
    },
  },
  {
    id: "definition/example",
    says: "has an example with known inputs and all required ones",
    run(step) {
      const { known, required } = propertiesOf(step);
      const keys = Object.keys(step.example ?? {});
      expect(step.example).toBeDefined();
      expect(known).toEqual(expect.arrayContaining(keys));
      expect(keys).toEqual(expect.arrayContaining(required));
    },
  },
  {
    id: "definition/capabilities",
    says: "requires declared capabilities, each once, and a default provider with them",
    run({ requiredCapabilities, previewCapabilities, defaultProvider }, cases) {
      const all = [...requiredCapabilities, ...previewCapabilities];
      const further = cases.flatMap(({ capabilities = [] }) => capabilities);
      const declared = [...builtInCapabilities, ...further].map(({ id }) => id);
      expect(declared).toEqual(expect.arrayContaining(all));
      expect(new Set(all).size).toBe(all.length);
      if (all.length > 0) expect(defaultProvider).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
    },
  },
  {
    id: "definition/validator",
    says: "has, if any, a precompiled validator that takes every case and no unknown key",
    run({ validate }, cases) {
      if (validate === undefined) return;
      for (const { name, with: inputs = {} } of cases) {
        expect(validate(inputs), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
        expect(validate({ ...inputs, notAnInput: 1 }), "an unknown key").toBe(false);
      }
    },
  },
];
