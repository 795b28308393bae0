import { isSecret, type JsonObject, Secret } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { executeStep, previewStep, runStep } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createIdentity } from "../src/create-identity.ts";
import { createDirectory, jane, writes } from "./directory.ts";

const password = "Winter-2031!";
const sessions = {
  NewPassword: { userName: "svc", password: new Secret(password) },
  Token: { getAccessToken: () => "t" },
};
const newcomer = { identityKey: "new", attributes: { GivenName: "Jo", Title: null } };

describe("nobody there", () => {
  it("is one change, as requested, disabled by default", async () => {
    const { changes, outcome } = await runStep(createIdentity, { with: newcomer, provider: createDirectory() });
    expect(changes).toEqual([
      {
        action: "create",
        target: { provider: "Identity", identityKey: "new" },
        path: "identity",
        after: { enabled: false, attributes: { GivenName: "Jo", Title: null } },
      },
    ]);
    expect(outcome).toEqual({ changed: true, outputs: { identityKey: "new" } });
  });

  it("shows no password in the change", async () => {
    const inputs = { ...newcomer, container: "OU=Staff", enabled: true, initialPassword: { secret: "NewPassword" } };
    const { changes } = await previewStep(createIdentity, { with: inputs, provider: createDirectory() });
    expect(changes?.[0]?.after).toEqual({ enabled: true, container: "OU=Staff", attributes: newcomer.attributes });
  });
});

describe("exists already", () => {
  const create = (match?: JsonObject) => ({
    with: { identityKey: "jane", attributes: { Department: "IT" }, ...(match === undefined ? {} : { match }) },
    provider: createDirectory(),
  });

  it.each([
    [undefined],
    [{ EmployeeId: "4711" }],
    [{ EmployeeId: "4711", Department: "HR", Phones: ["1", "2"] }],
    [{ Badge: null, Title: "", constructor: null }],
  ])("is left alone when it is the one that is meant: %j", async (match) => {
    const options = create(match);
    const { changes, outcome } = await runStep(createIdentity, options);
    expect(changes).toEqual([]);
    expect(outcome).toEqual({ changed: false, outputs: { identityKey: "jane" } });
    expect(writes(options.provider)).toEqual([]);
  });

  it.each([
    ["another value", { EmployeeId: "4712" }],
    ["another type", { EmployeeId: 4711 }],
    ["another case", { Department: "hr" }],
    ["an attribute it has not", { Badge: "1" }],
    ["an attribute it should not have", { Department: null }],
    ["a list in another order", { Phones: ["2", "1"] }],
    ["a shorter list", { Phones: ["1"] }],
    ["no list", { Phones: "1" }],
    ["binary", { EmployeeId: { base64: "NDcxMQ==" } }],
    ["a name that objects have", { constructor: "x" }],
  ])("is somebody else with %s", async (_, match) => {
    const options = create(match);
    const refused = { code: "AlreadyExists", message: expect.stringContaining(Object.keys(match).join()) };
    await expect(previewStep(createIdentity, options)).rejects.toMatchObject(refused);
    await expect(executeStep(createIdentity, options)).rejects.toMatchObject(refused);
    expect(writes(options.provider)).toEqual([]);
  });

  it("is somebody else when somebody was quicker between the read and the write", async () => {
    const mock = createDirectory();
    let reads = 0;
    const provider = {
      ...mock,
      getIdentity: (args: Parameters<typeof mock.getIdentity>[0]) => {
        reads += 1;
        return reads === 1 ? null : mock.getIdentity(args);
      },
    };
    await expect(executeStep(createIdentity, { ...create({ EmployeeId: "1" }), provider })).rejects.toMatchObject({
      code: "AlreadyExists",
    });
  });
});

describe("an initial password", () => {
  const withPassword = (initialPassword: JsonObject) => ({ ...newcomer, initialPassword });

  it("comes from the credential session that is named", async () => {
    const provider = createDirectory();
    await executeStep(createIdentity, { with: withPassword({ secret: "NewPassword" }), provider, sessions });
    expect(provider.history.at(-1)?.args).toMatchObject({ initialPassword: "[REDACTED]" });
  });

  it("reaches the provider as the secret it is", async () => {
    const mock = createDirectory();
    const seen: unknown[] = [];
    const provider = {
      ...mock,
      createIdentity: (args: Parameters<typeof mock.createIdentity>[0]) => {
        seen.push(args.initialPassword);
        return mock.createIdentity(args);
      },
    };
    await executeStep(createIdentity, { with: withPassword({ secret: "NewPassword" }), provider, sessions });
    expect(seen).toEqual([sessions.NewPassword.password]);
  });

  it("is refused from a session of another type, before anything is written", async () => {
    const provider = createDirectory();
    const options = { with: withPassword({ secret: "Token" }), provider, sessions };
    await expect(executeStep(createIdentity, options)).rejects.toMatchObject({ code: "SessionTypeMismatch" });
    expect(writes(provider)).toEqual([]);
  });

  it("is not asked for when the identity is there", async () => {
    const inputs = { identityKey: "jane", attributes: {}, initialPassword: { secret: "Missing" } };
    const { outcome } = await executeStep(createIdentity, { with: inputs, provider: createDirectory() });
    expect(outcome.changed).toBe(false);
  });

  it("leaves only sealed when it is generated", async () => {
    const options = { with: withPassword({ generate: true }), provider: createDirectory() };
    const { outcome } = await executeStep(createIdentity, options);
    expect(Object.keys(outcome.sealedOutputs ?? {})).toEqual(["initialPassword"]);
    expect(isSecret(outcome.sealedOutputs?.initialPassword)).toBe(true);
    expect(outcome.outputs).toEqual({ identityKey: "new" });
  });

  it("is not generated when nobody could read it: refused with the remedy, nothing written", async () => {
    const provider = createDirectory();
    const options = { with: withPassword({ generate: true }), provider, canSeal: false };
    await expect(executeStep(createIdentity, options)).rejects.toMatchObject({
      code: "SealRecipientMissing",
      message: expect.stringMatching(/Nothing was created.*secret: NAME/),
    });
    expect(writes(provider)).toEqual([]);
  });

  it("needs no recipient when the identity is there already", async () => {
    const inputs = { identityKey: "jane", attributes: {}, initialPassword: { generate: true } };
    const options = { with: inputs, provider: createDirectory(), canSeal: false };
    expect((await executeStep(createIdentity, options)).outcome.changed).toBe(false);
  });

  it("that a provider did not give is told to be unknown", async () => {
    const mock = createMockProvider({ identities: [jane] });
    const provider = { ...mock, createIdentity: () => ({ identityKey: "new", changed: true }) };
    const options = { with: withPassword({ generate: true }), provider };
    await expect(executeStep(createIdentity, options)).rejects.toMatchObject({ code: "PluginAnswerInvalid" });
  });
});
