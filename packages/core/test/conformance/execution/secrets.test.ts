/** 2.6, at the doors of a run: what a step or provider says of a secret does not leave through any of them. */
import { type AnyProvider, defineStep, IdleError, type Journal, Secret } from "@idle/contract";
import { createMemoryJournal } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, jane, joiner, runScripted, throwing } from "../../support/product.ts";

const password = "hunter22-correct-horse";

/** A step that gets a session and then says everything it knows, everywhere it can. */
async function runTalkative(end: (secret: string) => unknown) {
  const step = defineStep({
    type: "Test.Step.Talks",
    description: "Says what it knows.",
    with: { type: "object", additionalProperties: false },
    idempotent: true,
    async execute({ acquireAuthSession, emit }) {
      const session = (await acquireAuthSession("Vault")) as { password: Secret };
      const secret = session.password.reveal();
      emit(`Said${secret}`, `it is ${secret}`, {
        plain: secret,
        [secret]: 1,
        password: "another",
        nested: [{ path: "unicodePwd", after: "third" }],
        wrapped: session.password as never,
      });
      return (await end(secret)) as never;
    },
  });
  const journal = createMemoryJournal();
  const seen: unknown[] = [];
  const product = createProduct({ steps: [step], journal: journal as Journal });
  const providers = {
    Identity: createMockProvider({ identities: [jane] }),
    AuthSessionBroker: { acquireAuthSession: () => ({ userName: "svc-idle", password: new Secret(password) }) },
  };
  const plan = await product.plan(
    joiner(
      "steps:\n  - { name: A, type: Test.Step.Talks }\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n",
    ),
    { providers },
  );
  const result = await product.engine.invokePlan(plan, {
    providers,
    eventSink: {
      writeEvent(event) {
        seen.push(event);
        throw new Error(`sink says ${password}`);
      },
    },
  });
  const doors = JSON.stringify({ result, seen, journal: journal.entries });
  return { result, doors };
}

describe("what the broker handed out", () => {
  const transient = (secret: string) =>
    Object.assign(new Error(`refused ${secret}`), { transient: true, cause: { message: secret } });
  it.each<[string, (secret: string) => unknown]>([
    ["outputs", (secret) => ({ changed: true, outputs: { note: `with ${secret}`, list: [secret], [secret]: 1 } })],
    ["an error", (secret) => throwing(new Error(`bind as svc with ${secret} failed`))()],
    ["a transient error", (secret) => throwing(transient(secret))()],
    [
      "an IdleError with details and causes",
      (secret) =>
        throwing(
          new IdleError("PermissionDenied", `no ${secret}`, {
            details: { tried: secret, password: "x" },
            cause: new Error(`inner ${secret}`, { cause: new TypeError(`innermost ${secret}`) }),
          }),
        )(),
    ],
    ["a text that is thrown", (secret) => throwing(secret)()],
    ["an object that is thrown", (secret) => throwing({ message: secret, code: secret })()],
    ["a code", (secret) => throwing(new IdleError(secret as never, "x"))()],
    ["an AggregateError", (secret) => throwing(new AggregateError([new Error(`it was ${secret}`)]))()],
  ])("does not leave with %s", async (_, end) => {
    const { doors, result } = await runTalkative(end);
    expect(doors.includes(password)).toBe(false);
    for (const other of ["another", "third"]) expect(doors).not.toContain(other);
    expect(result.events.find(({ type }) => type.startsWith("Said"))).toMatchObject({
      message: "it is [REDACTED]",
      data: { plain: "[REDACTED]", password: "[REDACTED]", wrapped: "[REDACTED]", nested: [{ after: "[REDACTED]" }] },
    });
  });
});

describe("the user name is no secret", () => {
  it("and stays readable", async () => {
    const { doors } = await runTalkative(throwing(new Error("svc-idle is locked")));
    expect(doors).toContain("svc-idle is locked");
  });
});

describe("names on the list, and the host's own", () => {
  it("are hidden in outputs, events and details at any depth", async () => {
    const { result } = await runScripted(
      {
        A: [
          () => ({
            changed: false,
            outputs: {
              deep: [{ UnicodePwd: "s1" }],
              pin: "s2",
              tokenGroups: ["stays"],
              initialPassword: { generate: true },
            },
          }),
        ],
        B: [throwing(new IdleError("Busy", "x", { details: { request: { clientSecret: "s3" }, PIN: "s4" } }))],
      },
      { product: { redactNames: ["Pin"] } },
    );
    expect(result.steps[0]?.outputs).toEqual({
      deep: [{ UnicodePwd: "[REDACTED]" }],
      pin: "[REDACTED]",
      tokenGroups: ["stays"],
      initialPassword: { generate: true },
    });
    expect(result.steps[1]?.error?.details).toEqual({ request: { clientSecret: "[REDACTED]" }, PIN: "[REDACTED]" });
  });
});

describe("a provider's error", () => {
  it("that tells the session's password is redacted, as are its causes", async () => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    const providers = {
      Identity: {
        ...directory,
        session: { type: "Credential", required: true },
        disableIdentity: ({ session }: { session: { password: Secret } }) =>
          throwing(
            new Error(`ldap: ${session.password.reveal()}`, { cause: new Error(`dn ${session.password.reveal()}`) }),
          )(),
      } as unknown as AnyProvider,
      AuthSessionBroker: { acquireAuthSession: () => ({ userName: "svc", password: new Secret(password) }) },
    };
    const plan = await product.plan(
      joiner("steps:\n  - { name: A, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }\n"),
      { providers },
    );
    const result = await product.engine.invokePlan(plan, { providers });
    expect(result.steps[0]?.error?.message).toContain("ldap: [REDACTED]");
    expect(JSON.stringify(result).includes(password)).toBe(false);
  });
});
