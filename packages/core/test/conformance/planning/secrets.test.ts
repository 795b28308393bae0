/** Specification 2.6, at the doors of planning. */
import { inspect } from "node:util";
import { IdleError, Secret } from "@idle/contract";
import { createRedactor, exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { note, requestWith, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, handMade, jane } from "../../support/product.ts";

const clear = "hunter2-hunter2";
class Vault {
  readonly #token: string = clear;
  getAccessToken(): string {
    return this.#token;
  }
  isExpired(): boolean {
    return this.#token === "";
  }
}

const names =
  "password, passphrase, pwd, secret, token, apiKey, clientSecret, accessToken, refreshToken, credential, privateKey, connectionString, accountPassword, temporaryPassword, initialPassword, userPassword, unicodePwd, newPassword, oldPassword".split(
    ", ",
  );
const plan = (body: object, request: object = {}, providers?: object) =>
  createProduct().plan(workflowText(body), {
    request: requestWith(request),
    ...(providers === undefined ? {} : { providers: providers as never }),
  });

describe("by name", () => {
  it.each(names)("%s, whole and without case, at any depth, in every group", async (name) => {
    for (const key of [name, name.toUpperCase(), name.toLowerCase()]) {
      const group = { a: [{ [key]: clear }], [`${key}s`]: "kept", [`my${key}`]: "kept" };
      const made = await plan({ steps: [note] }, { identityKeys: group, intent: group, context: group });
      for (const held of Object.values(made.request.input))
        expect(held).toEqual({ a: [{ [key]: "[REDACTED]" }], [`${key}s`]: "kept", [`my${key}`]: "kept" });
      expect(made.plan.executable).toBe(true);
      expect(made.plan.warnings).toHaveLength(3);
    }
  });

  it.each(["tokenGroups", "passwordLastSet", "pwdLastSet", "secretary", "tokens"])(
    "%s is not on the list",
    async (name) => {
      const made = await plan({ steps: [note] }, { intent: { [name]: "kept" } });
      expect(made.request.input.intent).toEqual({ [name]: "kept" });
      expect(made.plan.warnings).toEqual([]);
    },
  );

  it("the host can add names", async () => {
    const { engine } = createProduct({ redactNames: ["Badge"] });
    const workflow = await engine.loadWorkflow({ text: workflowText({ steps: [note] }) });
    const request = requestWith({ intent: { BADGE: "1234567", badgeNo: "x 1234567" } }) as never;
    const made = await engine.createPlan({ workflow, request, providers: {} });
    expect(made.request.input.intent).toEqual({ BADGE: "[REDACTED]", badgeNo: "x [REDACTED]" });
  });

  it("whatever its kind: numbers, lists, objects", async () => {
    const intent = { token: 123456, secret: ["a", "b"], credential: { user: "u", x: [1] }, pwd: true };
    const made = await plan({ steps: [note] }, { intent });
    expect(made.request.input.intent).toEqual({
      token: "[REDACTED]",
      secret: "[REDACTED]",
      credential: "[REDACTED]",
      pwd: "[REDACTED]",
    });
  });

  it("before, after and value beside a path, name or attribute so named", async () => {
    const provider = handMade(
      {
        previewAttributes: async ({ attributes }: { attributes: object }) => ({
          changed: true,
          attributes: Object.entries(attributes).map(([name, after]) => ({
            name,
            changed: true,
            before: clear,
            after,
          })),
        }),
        ensureAttributes: async () => ({ changed: true, attributes: [] }),
      },
      ["IdLE.Identity.Attribute.Ensure"],
    );
    const step = {
      name: "A",
      type: "IdLE.Step.EnsureAttributes",
      with: { identityKey: "jane", attributes: { unicodePwd: null, Title: "x" } },
    };
    const made = await plan({ steps: [step] }, {}, { Identity: provider });
    expect(made.plan.steps[0]?.changes).toMatchObject([
      { path: "unicodePwd", before: "[REDACTED]", after: null },
      { path: "Title", before: clear, after: "x" },
    ]);
    const intent = {
      list: [
        { name: "Password", value: clear },
        { attribute: "pwd", value: clear, x: 1 },
        { name: "a", value: "kept" },
      ],
    };
    const listed = await plan({ steps: [note] }, { intent });
    expect(exportPlan(listed)).not.toContain(clear);
    expect(exportPlan(listed)).toContain("kept");
  });

  it("{ generate: true } and { secret: NAME } stay", async () => {
    for (const initialPassword of [{ generate: true }, { secret: "Initial" }]) {
      const step = {
        name: "C",
        type: "IdLE.Step.CreateIdentity",
        with: { identityKey: "new", attributes: {}, initialPassword },
      };
      const made = await plan({ steps: [step] });
      expect(made.plan.steps[0]?.inputs?.initialPassword).toEqual(initialPassword);
      expect(made.plan.executable).toBe(true);
      expect(made.plan.warnings).toEqual([]);
    }
  });
});

describe("a secret in clear that a step or precondition needs makes the plan not executable, with a warning that names the path", () => {
  const intent = { password: clear, Note: `x ${clear} y`, Pair: { secret: ["one-two-three"] } };

  it.each([
    ["written into the workflow", { with: { data: { password: clear } } }, "data/password"],
    ["from the request", { with: { message: "{{Request.Intent.password}}" } }, "message"],
    ["from the request, in text", { with: { message: "x {{Request.Intent.PASSWORD}}" } }, "message"],
    ["by its value elsewhere", { with: { message: "{{Request.Intent.Note}}" } }, "message"],
    ["as a list", { with: { data: { list: "{{Request.Intent.Pair.secret}}" } } }, "list"],
    ["in an object", { with: { data: { o: "{{Request.Intent.Pair}}" } } }, "data/o/secret"],
    [
      "in a precondition",
      { precondition: { equals: { path: "Request.Intent.password", value: "x" } } },
      "Request.Intent.password",
    ],
    [
      "in a precondition, by its value",
      { precondition: { like: { path: "Request.Intent.Note", pattern: "*2*" } } },
      "Request.Intent.Note",
    ],
    [
      "in a precondition's own text",
      { precondition: { equals: { path: "Request.Intent.Note", value: clear } } },
      "value",
    ],
    [
      "in the options of a session",
      { with: { authSessionOptions: { password: clear } } },
      "authSessionOptions/password",
    ],
  ])("%s", async (_, step, path) => {
    const made = await plan({ steps: [{ ...note, ...step }] }, { intent });
    expect(made.plan.executable).toBe(false);
    expect(made.plan.warnings.join("\n")).toContain(path);
    expect(exportPlan(made)).not.toContain(clear);
    expect(exportPlan(made)).not.toContain("one-two-three");
    expect(importPlan(exportPlan(made))).toEqual(made);
    const error = await errorOf(createProduct().engine.invokePlan(made, { providers: {} }));
    expect(error.code).toBe("PlanNotExecutable");
  });

  it("in what a resolver read, too", async () => {
    const leaky = { ...jane, attributes: { ...jane.attributes, userPassword: [clear, "second-secret"] } };
    const made = await plan(
      {
        contextResolvers: [{ capability: "IdLE.Identity.Read", with: { identityKey: "jane" } }],
        steps: [
          { ...note, with: { data: { a: "{{Request.Context.Views.Identity.Profile.Attributes.userPassword}}" } } },
        ],
      },
      {},
      { Identity: createMockProvider({ identities: [leaky] }) },
    );
    expect(exportPlan(made)).not.toMatch(/hunter2|second-secret/);
    expect(made.plan.executable).toBe(false);
  });
});

describe("one that nothing needs is only redacted, with a warning", () => {
  it.each([
    ["of the request", note, { intent: { a: { token: clear } } }, "Request.Intent.a.token"],
    [
      "of a condition",
      { ...note, condition: { notEquals: { path: "Request.Intent.password", value: clear } } },
      { intent: { password: "other-one" } },
      "condition",
    ],
    [
      "of a precondition's event",
      {
        ...note,
        precondition: { exists: "Request.Actor" },
        preconditionEvent: { type: "X", message: "m", data: { token: clear } },
      },
      {},
      "preconditionEvent/data/token",
    ],
    [
      "of a step that is not applicable",
      {
        ...note,
        condition: { exists: "Request.Intent.No" },
        precondition: { equals: { path: "Request.Intent.pwd", value: clear } },
      },
      {},
      "precondition",
    ],
  ])("%s", async (_, step, request, path) => {
    const made = await plan({ steps: [step] }, request);
    expect(made.plan.executable).toBe(true);
    expect(made.plan.warnings.join("\n")).toContain(path);
    expect(exportPlan(made)).not.toContain(clear);
    expect((await createProduct().engine.invokePlan(made, { providers: {} })).status).toMatch(/Completed|Blocked/);
  });

  it("of a resolver's session", async () => {
    const made = await plan({
      contextResolvers: [
        { capability: "IdLE.Identity.Read", with: { identityKey: "jane", authSessionOptions: { secret: clear } } },
      ],
      steps: [note],
    });
    expect(made.plan.executable).toBe(true);
    expect(made.plan.warnings.join("\n")).toContain("authSessionOptions/secret");
    expect(exportPlan(made)).not.toContain(clear);
  });
});

describe("by value", () => {
  it("whatever stands under a secret name in the request, wherever it turns up in the plan", async () => {
    const request = {
      actor: `by ${clear}`,
      correlationId: `c-${clear}`,
      intent: { password: clear, Note: `see ${clear}!`, [`key ${clear}`]: 1, Short: "abc", pwd: "abc", Longer: "abcd" },
      context: { x: [[clear]] },
    };
    const made = await plan({ steps: [{ ...note, name: `Say ${clear}` }] }, request);
    expect(exportPlan(made)).not.toContain(clear);
    expect(made.request.input.intent).toMatchObject({ Note: "see [REDACTED]!", Short: "[REDACTED]", Longer: "abcd" });
    expect(made.request.actor).toBe("by [REDACTED]");
  });

  const encodings: [string, (value: string) => string][] = [
    ["base64", (value) => Buffer.from(value).toString("base64")],
    ["base64 of more, one byte before", (value) => Buffer.from(`:${value}:`).toString("base64")],
    ["base64 of more, two bytes before", (value) => Buffer.from(`ab${value}yz0`).toString("base64")],
    ["base64 of more, three bytes before", (value) => Buffer.from(`abc${value}yz`).toString("base64")],
    ["base64 without padding", (value) => Buffer.from(`u:${value}`).toString("base64").replaceAll("=", "")],
    ["base64url", (value) => Buffer.from(`user:${value}?>`).toString("base64url")],
    ["base64 of UTF-16LE", (value) => Buffer.from(value, "utf16le").toString("base64")],
    ["base64 of UTF-16LE, one character before", (value) => Buffer.from(`"${value}"`, "utf16le").toString("base64")],
    ["base64 of UTF-16LE, two characters before", (value) => Buffer.from(`xx${value}x`, "utf16le").toString("base64")],
    ["URL-encoded", (value) => encodeURIComponent(value)],
    ["URL-encoded as a form", (value) => new URLSearchParams({ a: value }).toString().slice(2)],
    ["URL-encoded, lower case", (value) => encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase())],
    ["in JSON", (value) => JSON.stringify({ a: value })],
  ];
  it.each(encodings)("%s", (name, encode) => {
    for (const value of ["hunter2", "p/ä+ß?>~😀 x&=%", "sechs6", "Ab3$Ab3$Ab3$Ab3$"]) {
      const redactor = createRedactor({ values: [value] });
      const shown = redactor.text(`before ${encode(value)} after`);
      expect(shown).toMatch(/^before .*\[REDACTED\].* after$/);
      if (!name.startsWith("base64")) continue;
      // At most the characters stay that share bits with what stands beside the secret.
      const kept = shown.replace("[REDACTED]", "").length - "before  after".length;
      expect(kept).toBeLessThanOrEqual(encode(value).length - Math.floor((Buffer.byteLength(value) * 8) / 6) + 2);
    }
  });

  it("innocent text stays", () => {
    const redactor = createRedactor({ values: ["hunter2", "p/ä+ß?>~😀 x&=%", "abcdef"] });
    for (const text of ["hunter", "aHVudGVy", "Department", Buffer.from("something else entirely").toString("base64")])
      expect(redactor.text(text)).toBe(text);
  });
});

describe("errors of planning", () => {
  const stolen = `the system said: ${clear} is wrong`;
  const disable = { name: "D", type: "IdLE.Step.DisableIdentity", with: { identityKey: "jane" } };
  const resolver = { capability: "IdLE.Identity.Read", with: { identityKey: "jane" } };
  const saying = (thrown: () => unknown, more: object = {}) => ({
    Identity: handMade(
      {
        getIdentity: async () => {
          throw thrown();
        },
        disableIdentity: async () => ({ changed: true }),
        ...more,
      },
      ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
    ),
  });
  const everywhere = (error: IdleError) =>
    [
      inspect(error, { depth: 20 }),
      error.stack,
      JSON.stringify(error),
      String(error.cause),
      JSON.stringify(diagnosticsOf(error)),
    ].join();

  it.each([
    ["a foreign error", () => new Error(stolen)],
    ["a string", () => stolen],
    ["an IdleError with details", () => new IdleError("PermissionDenied", "No.", { details: { said: stolen } })],
    ["a cause", () => new IdleError("Busy", "No.", { cause: new Error("x", { cause: new Error(stolen) }) })],
    ["a cause that is text", () => new Error("x", { cause: stolen })],
    ["a property", () => Object.assign(new Error("x"), { response: { config: { data: stolen } } })],
    ["a secret name in details", () => new IdleError("Busy", "x", { details: { password: stolen } })],
    ["several", () => new AggregateError([new Error(stolen)], "several")],
  ])("hold no secret of the request: %s", async (_, thrown) => {
    for (const body of [{ steps: [disable] }, { contextResolvers: [resolver], steps: [note] }]) {
      const error = await errorOf(plan(body, { intent: { password: clear } }, saying(thrown)));
      expect(everywhere(error)).not.toContain(clear);
    }
  });

  it("keep their code, whether they are transient, and the system's own words", async () => {
    const thrown = () =>
      new IdleError("Throttled", `Slow down, ${clear}.`, {
        transient: true,
        retryAfterMs: 5,
        cause: new TypeError(`was ${clear}`),
      });
    const body = { contextResolvers: [resolver], steps: [note] };
    const error = await errorOf(plan(body, { intent: { password: clear } }, saying(thrown)));
    expect(error).toMatchObject({
      code: "Throttled",
      message: "Slow down, [REDACTED].",
      transient: true,
      retryAfterMs: 5,
    });
    expect(error.cause).toMatchObject({ name: "TypeError", message: "was [REDACTED]" });
  });

  it("are the provider's own where nothing is secret", async () => {
    const own = new IdleError("PermissionDenied", "No.", { cause: new Error("inner") });
    const body = { contextResolvers: [resolver], steps: [note] };
    expect(
      await errorOf(
        plan(
          body,
          { intent: { password: clear } },
          saying(() => own),
        ),
      ),
    ).toBe(own);
  });

  const handedOut: readonly (readonly [string, object, string])[] = [
    ["a password", { userName: "reader", password: new Secret(clear) }, "Credential"],
    ["a token", { getAccessToken: async () => clear }, "OAuth"],
    ["a token of a class", new Vault(), "OAuth"],
  ];
  it.each(handedOut)("and plans hold nothing that the broker handed out: %s", async (_, session, type) => {
    interface Args {
      readonly session: { readonly password?: Secret; getAccessToken?(): Promise<string> };
    }
    const shown = async ({ session: given }: Args) => given.password?.reveal() ?? (await given.getAccessToken?.());
    const provider = {
      ...handMade(
        {
          getIdentity: async (args: Args) => ({
            identityKey: "jane",
            enabled: true,
            container: `OU=${await shown(args)}`,
            attributes: {},
          }),
          deleteIdentity: async () => ({ changed: true }),
        },
        ["IdLE.Identity.Read", "IdLE.Identity.Delete"],
      ),
      session: { type, required: true },
    };
    const broker = { acquireAuthSession: () => session as never };
    const bag = { Identity: provider, AuthSessionBroker: broker };
    const made = await plan({ steps: [{ ...disable, type: "IdLE.Step.DeleteIdentity" }] }, {}, bag);
    expect(made.plan.steps[0]?.changes?.[0]?.before).toMatchObject({ container: "OU=[REDACTED]" });

    const failing = {
      ...provider,
      getIdentity: async (args: Args) => {
        throw new Error(`refused ${await shown(args)}`);
      },
    };
    const error = await errorOf(
      plan({ contextResolvers: [resolver], steps: [note] }, {}, { ...bag, Identity: failing }),
    );
    expect(everywhere(error)).not.toContain(clear);
    expect(error.message).toContain("refused [REDACTED]");
  });
});
