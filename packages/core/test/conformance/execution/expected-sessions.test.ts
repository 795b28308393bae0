/** What could be known before the start: whether the broker has a session for each step, without making one. */
import { type AnyProvider, Secret } from "@idle/contract";
import { createAuthSessionBroker, type SessionEntry } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, errorOf, jane, joiner } from "../../support/product.ts";

const made: string[] = [];
const session = () => {
  made.push("made");
  return { userName: "svc", password: new Secret("correct horse") };
};

async function plan(body: string, sessions: readonly SessionEntry[], required = true) {
  const product = createProduct();
  const directory = createMockProvider({ identities: [jane] });
  const providers = {
    Identity: { ...directory, session: { type: "Credential", required } } as AnyProvider,
    AuthSessionBroker: createAuthSessionBroker({ sessions }),
  };
  made.length = 0;
  const planned = await product.plan(joiner(body), { providers });
  made.length = 0;
  return { planned, directory, run: () => product.engine.invokePlan(planned, { providers }) };
}

const step = (name: string, more = "") =>
  `  - { name: ${name}, type: IdLE.Step.DisableIdentity, with: { identityKey: jane${more} } }\n`;
const reading: SessionEntry = { match: { name: "AD", purpose: "Plan" }, session };

describe("a step whose session is only there for planning", () => {
  const body = `steps:\n${step("A", ", authSessionName: AD, authSessionOptions: { role: tier0 }")}`;
  const sessions = [reading, { match: { name: "AD", role: "Tier0" }, session }];

  it("is warned of in the plan, with what was probably meant", async () => {
    const { planned } = await plan(body, sessions);
    expect(planned.plan.executable).toBe(true);
    expect(planned.plan.warnings).toEqual([expect.stringMatching(/Step "A" would find no session.*"tier0".*Tier0/)]);
  });

  it("is refused before anything runs, and no session is made", async () => {
    const { run, directory } = await plan(body, sessions);
    const error = await errorOf(run());
    expect(error).toMatchObject({ code: "SessionNotFound", message: expect.stringContaining('Step "A"') });
    expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
    expect(made).toEqual([]);
  });
});

describe("a provider that can do without a session", () => {
  it("is warned of nothing when nobody says which it should have, and told when somebody does", async () => {
    const others: SessionEntry[] = [{ match: { name: "AD" }, session }];
    const { planned, run } = await plan(`steps:\n${step("A")}`, others, false);
    expect(planned.plan.warnings).toEqual([]);
    expect(await run()).toMatchObject({ status: "Completed" });
    const named = await plan(`steps:\n${step("A", ", authSessionName: AD")}`, others, false);
    expect(await named.run()).toMatchObject({ status: "Completed" });
  });
});

describe("what else is known before the start", () => {
  it("several sessions that fit", async () => {
    const { run } = await plan(`steps:\n${step("A", ", authSessionName: AD, authSessionOptions: { a: 1, b: 2 }")}`, [
      reading,
      { match: { name: "AD", a: 1 }, session },
      { match: { name: "AD", b: 2 }, session },
    ]);
    expect(await errorOf(run())).toMatchObject({ code: "SessionAmbiguous" });
  });

  it("a session that a first password shall come from", async () => {
    const create =
      "  - { name: C, type: IdLE.Step.CreateIdentity, with: { identityKey: x, attributes: {}, initialPassword: { secret: FirstPasword }, authSessionName: AD } }\n";
    const { planned, run } = await plan(`steps:\n${create}`, [
      { match: { name: "AD" }, session },
      { match: { name: "FirstPassword" }, session },
    ]);
    expect(planned.plan.warnings).toEqual([expect.stringContaining("FirstPassword")]);
    expect(await errorOf(run())).toMatchObject({ code: "SessionNotFound" });
  });

  it("not what a step that does not apply would ask for, nor one whose provider takes none", async () => {
    const { planned } = await plan(
      `steps:\n${step("A", ", authSessionName: AD").replace("with:", "condition: { exists: Request.Intent.No }, with:")}  - { name: B, type: IdLE.Step.EmitEvent }\n`,
      [],
    );
    expect(planned.plan.warnings).toEqual([]);
  });
});
