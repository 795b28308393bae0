/** A host's own redactor is told what plans and runs learn. */
import { defineStep, Secret } from "@idle/contract";
import { createRedactor } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, jane, joiner, joinerRequest } from "../support/product.ts";

describe("the host's redactor", () => {
  it("knows the secrets of requests, sessions, tokens and code, and no user names", async () => {
    const redactor = createRedactor();
    const session = {
      userName: "svc-reader",
      password: new Secret("planted-password"),
      getAccessToken: () => "planted-token",
      type: "OAuth" as const,
    };
    const step = defineStep({
      type: "Test.Step.Reveal",
      description: "Reveals a secret and asks for a token.",
      with: { type: "object", additionalProperties: false },
      async execute() {
        new Secret("planted-by-code").reveal();
        return { changed: false };
      },
    });
    const directory = createMockProvider({ identities: [jane] });
    const provider = {
      ...directory,
      session: { type: "OAuth", required: true },
      getIdentity({ session: held }: { session: typeof session }) {
        held.getAccessToken();
        return directory.getIdentity({ identityKey: "jane", session: undefined, signal: new AbortController().signal });
      },
    };
    const product = createProduct({ redactor, steps: [step] });
    const body =
      "steps:\n  - { name: A, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }\n  - { name: B, type: Test.Step.Reveal }\n";
    const providers = { Identity: provider as never, AuthSessionBroker: { acquireAuthSession: () => session } };
    const request = { ...joinerRequest, intent: { password: "planted-in-request" } };
    const plan = await product.plan(joiner(body), { providers, request });
    await product.engine.invokePlan(plan, { providers });
    const text = "planted-password planted-token planted-by-code planted-in-request svc-reader";
    expect(redactor.text(text)).toBe("[REDACTED] [REDACTED] [REDACTED] [REDACTED] svc-reader");
  });
});
