/**
 * 2.6, every source at every door: whatever way a secret came into a plan or run, and whatever way a provider writes it
 * down, none of it leaves. Names of users and groups that look like secrets stay readable.
 */
import { inspect } from "node:util";
import { type AnyProvider, type AuthSessionBroker, defineStep, IdleError, type Plan, Secret } from "@idle/contract";
import { createMemoryJournal } from "@idle/core";
import { describe, expect, it } from "vitest";
import { createProduct, joiner, joinerRequest, never } from "../../support/product.ts";

const clear = 'Wint3r/2031 + "ü€" &=?#\\x';
const userName = "svc-password-reset";
const group = "CN=Token Admins,OU=Secret Services,DC=example,DC=com";

/** The ways a text gets written into messages, headers and URLs. */
function spellings(text: string): string[] {
  const bytes = (value: string, encoding: BufferEncoding) => Buffer.from(value, encoding);
  const wrapped = ["", "u:", "ab:", "user:"].flatMap((before) =>
    ["", ":x", "::"].map((after) => before + text + after),
  );
  return [
    text,
    encodeURIComponent(text),
    encodeURIComponent(text).toLowerCase().replace("wint3r", "Wint3r"),
    encodeURI(text),
    new URLSearchParams({ q: text }).toString(),
    JSON.stringify(text),
    ...wrapped.flatMap((value) => [
      bytes(value, "utf8").toString("base64"),
      bytes(value, "utf8").toString("base64url"),
      bytes(value, "utf16le").toString("base64"),
    ]),
  ];
}

const leak = (secret: string) => `${userName} ${group} ${spellings(secret).join(" | ")}`;

/** An error as a careless library throws it. */
function careless(secret: string, more: object = {}): Error {
  const inner = Object.assign(new TypeError(`inner ${leak(secret)}`), { request: { headers: { auth: leak(secret) } } });
  const error = new Error(`cannot bind: ${leak(secret)}`, { cause: inner });
  return Object.assign(error, { url: `https://u:${encodeURIComponent(secret)}@host/`, code: leak(secret), ...more });
}

type Kind = "Credential" | "OAuth" | "Command";
interface Source {
  readonly type: Kind;
  broker(): AuthSessionBroker;
  /** What the provider gets to know of the secret when it uses the session. */
  use(session: unknown): string | Promise<string>;
}

const given = (session: object, more: object = {}): AuthSessionBroker => ({
  acquireAuthSession: () => session as never,
  ...more,
});
const invokeCommand = async () => ({});
class Vault {
  readonly #token = clear;
  async getAccessToken(): Promise<string> {
    return this.#token;
  }
}

const sources: Readonly<Record<string, Source>> = {
  "a password": {
    type: "Credential",
    broker: () => given({ userName, password: new Secret(clear) }),
    use: (session) => (session as { password: Secret }).password.reveal(),
  },
  "a token": {
    type: "OAuth",
    broker: () => given({ getAccessToken: () => clear }),
    use: (session) => (session as Vault).getAccessToken(),
  },
  "a token of an instance with private fields, promised": {
    type: "OAuth",
    broker: () => given(new Vault()),
    use: (session) => (session as Vault).getAccessToken(),
  },
  "a credential that a command session carries": {
    type: "Command",
    broker: () => given({ credential: { userName, password: new Secret(clear) }, invokeCommand }),
    use: () => clear,
  },
  "a password in clear beside a command": {
    type: "Command",
    broker: () => given({ connection: [{ Password: clear, userName }], invokeCommand }),
    use: () => clear,
  },
  "a secret only the session's code knows": {
    type: "Command",
    broker: () => {
      const secret = new Secret(clear);
      return given({ invokeCommand: async () => secret.reveal() });
    },
    use: (session) => (session as { invokeCommand(): Promise<string> }).invokeCommand(),
  },
  "a secret the broker used": {
    type: "Command",
    broker: () => given({ invokeCommand }, { secretsOf: () => [clear] }),
    use: () => clear,
  },
};

const capabilities = ["IdLE.Identity.Read", "IdLE.Entitlement.List", "IdLE.Identity.Disable"] as const;

interface World {
  readonly source: Source;
  /** Which method fails, and what it throws. */
  readonly failing: string;
  readonly error: (secret: string) => unknown;
}

function providers({ source, failing, error }: World) {
  const method = (name: string, answer: unknown) => async (args: { session: unknown }) => {
    const secret = await source.use(args.session);
    if (name === failing) throw error(secret);
    return answer;
  };
  const provider = {
    name: "Careless",
    session: { type: source.type, required: true },
    getCapabilities: () => capabilities,
    getIdentity: method("getIdentity", { identityKey: "jane", enabled: true, attributes: {} }),
    listEntitlements: method("listEntitlements", [{ kind: "Group", id: group }]),
    disableIdentity: method("disableIdentity", { changed: true }),
  } as unknown as AnyProvider;
  return { Identity: provider, AuthSessionBroker: source.broker() };
}

const resolver =
  "contextResolvers:\n  - { capability: IdLE.Entitlement.List, with: { provider: Identity, identityKey: jane } }\n";
const disable = "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }\n";
const tell = "onFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n";

function everything(...things: unknown[]): string {
  const stacks = things.map((thing) => {
    const lines: string[] = [];
    for (let link = thing; link instanceof Error; link = link.cause) lines.push(String(link.stack), link.message);
    return lines.join("\n");
  });
  const shown = inspect(things, { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null });
  return `${shown}\n${JSON.stringify(things)}\n${stacks.join("\n")}`;
}

function expectClean(text: string): void {
  for (const spelling of spellings(clear)) expect(text.includes(spelling), spelling).toBe(false);
  // The middle of it, as every spelling but base64 has it.
  expect(text).not.toContain("Wint3r");
}

const errors: Readonly<Record<string, (secret: string) => unknown>> = {
  "a foreign error": (secret) => careless(secret),
  "a transient foreign error": (secret) => careless(secret, { transient: true }),
  "an IdleError": (secret) =>
    new IdleError("PermissionDenied", `no: ${leak(secret)}`, {
      details: { tried: leak(secret) },
      cause: careless(secret),
    }),
  "an AggregateError": (secret) => new AggregateError([careless(secret), leak(secret)], leak(secret)),
  "a text": (secret) => leak(secret),
};

const cases = Object.keys(sources).flatMap((source) => Object.keys(errors).map((error) => [source, error] as const));

describe("in planning", () => {
  it.each(cases)("%s, said by %s", async (source, error) => {
    for (const [failing, body] of [
      ["listEntitlements", resolver + disable],
      ["getIdentity", disable],
    ] as const) {
      const world = { source: sources[source] as Source, failing, error: errors[error] as World["error"] };
      const thrown = await createProduct()
        .plan(joiner(body), { providers: providers(world) })
        .then(never, (reason: unknown) => reason);
      const text = everything(thrown);
      expectClean(text);
      expect(text).toContain(userName);
      expect(text).toContain(group);
    }
  });
});

describe("in a run", () => {
  it.each(cases)("%s, said by %s", async (source, error) => {
    const world = {
      source: sources[source] as Source,
      failing: "disableIdentity",
      error: errors[error] as World["error"],
    };
    const journal = createMemoryJournal();
    const product = createProduct({ journal });
    const bag = providers(world);
    const plan = await product.plan(joiner(disable + tell), { providers: bag });
    const seen: unknown[] = [];
    const result = await product.engine.invokePlan(plan, {
      providers: bag,
      eventSink: { writeEvent: (e) => void seen.push(e) },
    });
    expect(result.steps[0]?.status).toBe("Failed");
    const text = everything(result, seen, journal.entries);
    expectClean(text);
    expect(text).toContain(userName);
    expect(text).toContain(group);
  });

  it.each(Object.keys(sources))("%s, in the reading of a precondition", async (name) => {
    const source = sources[name] as Source;
    const product = createProduct();
    const guard = ", precondition: { exists: Request.Context.Views.Identity.Entitlements } }";
    const body = resolver + disable.replace(/ }\n$/, `${guard}\n`);
    const good = providers({ source, failing: "", error: () => null });
    const plan: Plan = await product.plan(joiner(body), { providers: good });
    const bad = providers({ source, failing: "listEntitlements", error: careless });
    const result = await product.engine.invokePlan(plan, { providers: bad });
    expect(result.steps[0]?.status).toBe("Failed");
    expectClean(everything(result));
  });
});

describe("a secret the request brought", () => {
  it.each(Object.keys(errors))("is in no plan and no error of planning: %s", async (error) => {
    const request = { ...joinerRequest, intent: { NewPassword: clear, note: leak(clear) } };
    const said = errors[error] as World["error"];
    const world = {
      source: { ...(sources["a password"] as Source), use: () => clear },
      failing: "getIdentity",
      error: said,
    };
    const bag = { ...providers(world), AuthSessionBroker: given({ userName, password: new Secret("something else") }) };
    const thrown = await createProduct()
      .plan(joiner(disable), { providers: bag, request })
      .then(never, (reason: unknown) => reason);
    expectClean(everything(thrown));
    const plan = await createProduct().plan(joiner("steps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n"), {
      providers: bag,
      request,
    });
    expectClean(everything(plan));
    expect(everything(plan)).toContain(userName);
  });
});

describe("a step that has seen it", () => {
  it("cannot say it in events, outputs, or after a while", async () => {
    const source = sources["a secret only the session's code knows"] as Source;
    const step = defineStep({
      type: "Test.Step.Talks",
      description: "Says what it knows.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Disable"],
      async execute({ acquireAuthSession, emit, sleep }) {
        const session = (await acquireAuthSession("", {})) as { invokeCommand(): Promise<string> };
        await sleep(10);
        const secret = await session.invokeCommand();
        emit("Said", leak(secret), { [secret]: spellings(secret) });
        return { changed: false, outputs: { note: leak(secret), list: [{ deep: leak(secret) }] } };
      },
    });
    const product = createProduct({ steps: [step] });
    const bag = providers({ source, failing: "", error: () => null });
    const plan = await product.plan(
      joiner("steps:\n  - { name: A, type: Test.Step.Talks, with: { provider: Identity } }\n"),
      {
        providers: bag,
      },
    );
    const result = await product.engine.invokePlan(plan, { providers: bag });
    expect(result.status).toBe("Completed");
    expectClean(everything(result));
    expect(everything(result)).toContain(group);
  });
});

describe("what one run learns", () => {
  it("is hidden there, and stays readable in a run that never saw it", async () => {
    const product = createProduct();
    const world = { source: sources["a password"] as Source, failing: "disableIdentity", error: careless };
    const [bag, other] = [
      providers(world),
      { ...providers(world), AuthSessionBroker: given({ userName, password: new Secret("another") }) },
    ];
    const run = async (providersOfRun: object, note: string) => {
      const body = `steps:\n  - { name: Note, type: IdLE.Step.EmitEvent, with: { message: ${note} } }\n`;
      const plan = await product.plan(joiner(body), { providers: providersOfRun as never });
      return product.engine.invokePlan(plan, { providers: providersOfRun as never });
    };
    await product.plan(joiner(disable), { providers: bag });
    expect(everything(await run(other, "Wint3r is coming"))).toContain("Wint3r is coming");
  });
});

describe("a secret that was shown before", () => {
  const cached = () => {
    const secret = new Secret(clear);
    let shown: string | undefined;
    return {
      async invokeCommand() {
        shown ??= secret.reveal();
        return shown;
      },
    };
  };

  it("is still known when the same session repeats it in another plan or run", async () => {
    const session = cached();
    const use = () => session.invokeCommand();
    const world: World = {
      source: { type: "Command", broker: () => given(session), use },
      failing: "disableIdentity",
      error: careless,
    };
    const product = createProduct();
    const bag = providers(world);
    const plan = await product.plan(joiner(disable), { providers: bag });
    for (let runs = 0; runs < 2; runs += 1) {
      const result = await product.engine.invokePlan(plan, { providers: bag });
      expect(result.steps[0]?.status).toBe("Failed");
      expectClean(everything(result));
    }
  });

  it("is known to a run that began before another one had it shown", async () => {
    const session = cached();
    const source: Source = { type: "Command", broker: () => given(session), use: () => session.invokeCommand() };
    const product = createProduct();
    const bag = providers({ source, failing: "disableIdentity", error: careless });
    const plan = await product.plan(joiner(disable), { providers: { ...bag, AuthSessionBroker: given(session) } });
    const results = await Promise.all([1, 2, 3].map(() => product.engine.invokePlan(plan, { providers: bag })));
    for (const result of results) expectClean(everything(result));
  });

  it("is found in the depth of a session's own classes", async () => {
    class Client {
      readonly config = { host: "h", auth: { userName, secret: new Secret(clear) } };
    }
    const session = { client: new Client(), buffer: Buffer.alloc(4_096), invokeCommand };
    const source: Source = { type: "Command", broker: () => given(session), use: () => clear };
    const product = createProduct();
    const bag = providers({ source, failing: "disableIdentity", error: careless });
    const plan = await product.plan(joiner(disable), { providers: bag });
    expectClean(everything(await product.engine.invokePlan(plan, { providers: bag })));
  });

  it("is known when a preview says what a resolver read of it", async () => {
    const read = { identityKey: "jane", enabled: true, attributes: { initialPassword: clear } };
    const provider = {
      name: "Reader",
      getCapabilities: () => capabilities,
      getIdentity: async ({ identityKey }: { identityKey: string }) => {
        if (identityKey !== "jane") throw new Error(`no such identity: ${leak(identityKey)}`);
        return read;
      },
      listEntitlements: async () => [],
      disableIdentity: async () => ({ changed: true }),
    };
    const body = `contextResolvers:
  - { capability: IdLE.Identity.Read, with: { provider: Identity, identityKey: jane } }
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    with: { identityKey: "{{Request.Context.Views.Identity.Profile.Attributes.initialPassword}}" }
`;
    const thrown = await createProduct()
      .plan(joiner(body), { providers: { Identity: provider as never } })
      .then(never, (reason: unknown) => reason);
    expectClean(everything(thrown));
  });
});

describe("a session that gives tokens", () => {
  it("keeps its own this in getters and methods, frozen or not", async () => {
    class Tenant {
      readonly #name = "contoso";
      get tenant(): string {
        return this.#name;
      }
      describe(): string {
        return `of ${this.#name}`;
      }
      getAccessToken(): string {
        return clear;
      }
    }
    for (const session of [new Tenant(), Object.freeze(new Tenant())]) {
      const seen: unknown[] = [];
      const source: Source = {
        type: "OAuth",
        broker: () => given(session),
        use: (held) => {
          const tenant = held as Tenant;
          seen.push(tenant.tenant, tenant.describe(), tenant instanceof Tenant);
          return tenant.getAccessToken();
        },
      };
      await createProduct().plan(joiner(disable), { providers: providers({ source, failing: "", error: () => null }) });
      expect(seen).toEqual(["contoso", "of contoso", true]);
    }
  });
});
