/** Capabilities are well-formed and true. */
import { builtInCapabilities, isCapabilityId } from "@idle/contract";
import { expect } from "vitest";
import { methodsOf } from "../run-step/capability-methods.ts";
import type { Check } from "./check.ts";

export const capabilityChecks: readonly Check[] = [
  {
    id: "provider/name",
    says: "has a name",
    needs: [],
    async run({ provider }) {
      expect(typeof provider.name).toBe("string");
      expect(provider.name).not.toBe("");
    },
  },
  {
    id: "provider/capabilities",
    says: "advertises what this test was told, each once, each time it is asked",
    needs: [],
    async run({ provider, capabilities }) {
      expect([...provider.getCapabilities()].sort()).toEqual([...capabilities].sort());
      expect([...provider.getCapabilities()].sort()).toEqual([...capabilities].sort());
      expect(new Set(capabilities).size).toBe(capabilities.length);
    },
  },
  {
    id: "provider/well-formed",
    says: "advertises well-formed capabilities that somebody declared",
    needs: [],
    async run({ provider, definitions }) {
      const declared = [...builtInCapabilities, ...definitions].map(({ id }) => id);
      for (const id of provider.getCapabilities()) {
        expect(isCapabilityId(id), `${id} is well-formed`).toBe(true);
        expect(declared).toContain(id);
      }
    },
  },
  {
    id: "provider/methods",
    says: "has a method for each capability",
    needs: [],
    async run({ provider, definitions }) {
      for (const { name } of methodsOf(provider.getCapabilities(), definitions)) {
        expect(typeof Reflect.get(provider, name), name).toBe("function");
      }
    },
  },
  {
    id: "provider/session",
    says: "declares the session it needs, or none",
    needs: [],
    async run({ provider }) {
      if (provider.session === undefined) return;
      expect(["OAuth", "Command", "Credential"]).toContain(provider.session.type);
      expect(typeof provider.session.required).toBe("boolean");
    },
  },
];
