import { Secret, type StepType } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { runStep, type StepCase, stepContract } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { commonSteps } from "../src/index.ts";
import { createDirectory, hold, jane, mail, staff, written } from "./directory.ts";

const credential = { userName: "svc", password: new Secret("Winter-2031!") };
const of = (inputs: object = {}) => ({ identityKey: "jane", ...inputs });

/** Each as `directory`, the inputs, and what the mock holds differently at the start. */
const cases: Readonly<Record<string, readonly StepCase[]>> = {
  "IdLE.Step.EmitEvent": [
    { name: "without inputs" },
    { name: "with a message", with: { message: "Hello", data: { list: [1, null, { deep: true }] } } },
    { name: "after a failure", failure: { stepName: "Create", code: "Busy", message: "Not now." } },
  ],
  "IdLE.Step.CreateIdentity": [
    {
      name: "nobody there",
      with: { identityKey: "new", attributes: { GivenName: "Jo", Title: null }, container: "OU=Staff", enabled: true },
    },
    {
      name: "a generated password",
      with: { identityKey: "new", attributes: {}, initialPassword: { generate: true } },
    },
    {
      name: "a password from a session",
      with: { identityKey: "new", attributes: {}, initialPassword: { secret: "NewPassword" } },
      sessions: { NewPassword: credential },
      secrets: ["Winter-2031!"],
    },
    { name: "there already", with: of({ attributes: { Department: "IT" }, match: { EmployeeId: "4711" } }) },
  ],
  "IdLE.Step.EnsureAttributes": [
    {
      name: "some differ",
      with: of({ attributes: { Title: "x", Department: "HR", EmployeeId: null, Phones: ["2"] } }),
    },
    { name: "none differs", with: of({ attributes: { Department: "HR", Title: "", Phones: ["1", "2"] } }) },
    { name: "none asked for", with: of({ attributes: {} }) },
  ],
  "IdLE.Step.EnableIdentity": [
    { name: "disabled", with: of(), createProvider: () => createDirectory({ enabled: false }) },
    { name: "enabled", with: of() },
  ],
  "IdLE.Step.DisableIdentity": [
    { name: "enabled", with: of() },
    { name: "disabled", with: of(), createProvider: () => createDirectory({ enabled: false }) },
  ],
  "IdLE.Step.MoveIdentity": [
    { name: "elsewhere", with: of({ targetContainer: "OU=Leavers" }) },
    { name: "there", with: of({ targetContainer: "OU=Staff" }) },
    {
      name: "nowhere",
      with: of({ targetContainer: "OU=Staff" }),
      createProvider: () =>
        createMockProvider({ identities: [{ identityKey: "jane", enabled: true, attributes: {} }] }),
    },
  ],
  "IdLE.Step.DeleteIdentity": [
    { name: "there", with: of() },
    { name: "absent", with: { identityKey: "nobody" } },
  ],
  "IdLE.Step.RevokeIdentitySessions": [{ name: "somebody", with: of() }],
  "IdLE.Step.EnsureEntitlement": [
    { name: "missing", with: of({ entitlement: { kind: "Group", id: "CN=New" }, state: "Present" }) },
    { name: "held", with: of({ entitlement: { kind: "GROUP", id: "cn=staff" }, state: "Present" }) },
    { name: "to go", with: of({ entitlement: { kind: "GROUP", id: "cn=staff" }, state: "Absent" }) },
    { name: "gone", with: of({ entitlement: { kind: "Group", id: "CN=New" }, state: "Absent" }) },
  ],
  "IdLE.Step.EnsureEntitlements": [
    {
      name: "some missing",
      with: of({ entitlements: [{ kind: "Role", id: "b" }, staff, { kind: "Role", id: "a" }], state: "Present" }),
    },
    { name: "some to go", with: of({ entitlements: [mail, { kind: "Role", id: "b" }, staff], state: "Absent" }) },
    { name: "an empty list", with: of({ entitlements: [], state: "Present" }) },
  ],
  "IdLE.Step.PruneEntitlements": [
    { name: "all", with: of({ kind: "group" }) },
    { name: "some", with: of({ kind: "Group", keep: [{ id: "cn=staff" }], keepPattern: ["CN=Nothing*"] }) },
    { name: "none", with: of({ kind: "Group", keep: [{ id: "CN=Staff" }], keepPattern: ["cn=legalhold-*"] }) },
  ],
  "IdLE.Step.PruneEntitlementsEnsureKeep": [
    { name: "grant and remove", with: of({ kind: "Group", keep: [{ id: "CN=Leavers" }, { ...hold }] }) },
    { name: "another kind", with: of({ kind: "Group", keep: [{ kind: "Licence", id: "Archive" }] }) },
    { name: "nothing to do", with: of({ kind: "Group", keep: [{ id: "CN=STAFF" }, { id: hold.id }] }) },
  ],
};

function casesOf(step: StepType): StepCase[] {
  const isAlone = step.requiredCapabilities.length === 0;
  return (cases[step.type] ?? []).map((each) =>
    isAlone ? each : { createProvider: () => createDirectory(), ...each },
  );
}

for (const step of commonSteps) stepContract({ step, cases: casesOf(step) });

describe("what is planned is what is done", () => {
  const all = commonSteps.flatMap((step) => casesOf(step).map((each) => [step.type, each.name, step, each] as const));

  it.each(all)("%s: %s", async (_type, _name, step, { createProvider, name: _, ...options }) => {
    const provider = createDirectoryOf(await createProvider?.());
    const { changes } = await runStep(step, { ...options, provider });
    expect(written(provider)).toEqual(changes);
  });

  function createDirectoryOf(provider: unknown): ReturnType<typeof createDirectory> {
    return (provider as ReturnType<typeof createDirectory> | undefined) ?? createDirectory();
  }
});

it("covers every step type, which is idempotent and has a case", () => {
  expect(Object.keys(cases)).toEqual(commonSteps.map(({ type }) => type));
  expect(commonSteps.every(({ idempotent, validate }) => idempotent === true && validate !== undefined)).toBe(true);
  expect(jane.entitlements).toHaveLength(4);
});
