import { IdleError, type JsonObject, type JsonValue, Secret } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectSecretValues, createRedactor, findSecrets } from "../../src/events/redact.ts";

const hidden = "[REDACTED]";
const closedList = [
  "password",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "apiKey",
  "clientSecret",
  "accessToken",
  "refreshToken",
  "credential",
  "privateKey",
  "connectionString",
  "accountPassword",
  "temporaryPassword",
  "initialPassword",
  "userPassword",
  "unicodePwd",
  "newPassword",
  "oldPassword",
];

describe("by name", () => {
  const redactor = createRedactor();

  it.each(closedList)("%s is on the list, whole and without case", (name) => {
    for (const key of [name, name.toUpperCase(), name.toLowerCase()]) {
      expect(redactor.isSecretName(key)).toBe(true);
      expect(redactor.data({ [key]: "x" })).toEqual({ [key]: hidden });
    }
    expect(redactor.isSecretName(`${name}s`)).toBe(false);
    expect(redactor.isSecretName(`my${name}`)).toBe(false);
  });

  it.each(["tokenGroups", "passwordLastSet", "secretary", "name", "__proto__", "constructor", "toString", ""])(
    "%s is not",
    (name) => {
      expect(redactor.isSecretName(name)).toBe(false);
    },
  );

  it("the host can add names", () => {
    const own = createRedactor({ names: ["badgePin"] });
    expect(own.data({ BADGEPIN: "1", password: "2", badgePins: "3" })).toEqual({
      BADGEPIN: hidden,
      password: hidden,
      badgePins: "3",
    });
  });

  it("hides at any depth, whatever stands there", () => {
    expect(
      redactor.data({
        a: [{ b: { password: ["x", { y: 1 }] } }],
        token: 42,
        secret: true,
        credential: { userName: "u" },
      }),
    ).toEqual({ a: [{ b: { password: hidden } }], token: hidden, secret: hidden, credential: hidden });
  });

  it("leaves null and the empty string, which hold nothing", () => {
    const data = { password: null, token: "", secret: hidden };
    expect(redactor.data(data)).toEqual(data);
  });

  it("leaves { generate: true } and { secret: NAME }, which are no secrets", () => {
    const data = { initialPassword: { generate: true }, accountPassword: { secret: "HrVault" } };
    expect(redactor.data(data)).toEqual(data);
  });

  it.each([
    { generate: false },
    { generate: true, length: 12 },
    { secret: "a", other: "b" },
    { secret: { value: "x" } },
    {},
    ["generate"],
  ])("hides %j under a secret name", (value) => {
    expect(redactor.data({ password: value })).toEqual({ password: hidden });
  });

  it("hides { secret: … } that stands under no secret name", () => {
    expect(redactor.data({ vault: { secret: "hunter22" } })).toEqual({ vault: { secret: hidden } });
  });

  it.each([
    [
      { path: "unicodePwd", before: "a", after: "b" },
      { path: "unicodePwd", before: hidden, after: hidden },
    ],
    [
      { name: "Password", value: "a", changed: true },
      { name: "Password", value: hidden, changed: true },
    ],
    [
      { attribute: "userPassword", before: null, after: "b" },
      { attribute: "userPassword", before: null, after: hidden },
    ],
    [
      { after: "b", path: "attributes.userPassword" },
      { after: hidden, path: "attributes.userPassword" },
    ],
    [
      { path: "Request.Intent.Password", value: "x" },
      { path: "Request.Intent.Password", value: hidden },
    ],
    [
      { path: "Request.Intent.Token.Inner", value: "x" },
      { path: "Request.Intent.Token.Inner", value: hidden },
    ],
    [
      { path: "Request.Intent.Password", values: ["x"] },
      { path: "Request.Intent.Password", values: hidden },
    ],
    [
      { path: "Request.Intent.Password", pattern: "x*" },
      { path: "Request.Intent.Password", pattern: hidden },
    ],
    [
      { Name: "PASSWORD", Value: "a" },
      { Name: "PASSWORD", Value: hidden },
    ],
    [
      { path: "initialPassword", after: { generate: true } },
      { path: "initialPassword", after: { generate: true } },
    ],
  ])("hides what stands beside a path, name or attribute so named: %j", (data, expected) => {
    expect(redactor.data(data)).toEqual(expected);
  });

  it.each([
    { path: "Department", before: "HR", after: "IT" },
    { name: "Set the password", value: "x" },
    { path: ["password"], value: "x" },
    { title: "password", value: "x" },
    [{ path: "password" }, { value: "x" }],
    ["password", "x"],
  ])("leaves %j", (data) => {
    expect(redactor.data(data)).toEqual(data);
  });
});

describe("by value", () => {
  it("hides a value wherever it stands in a text, from then on", () => {
    const redactor = createRedactor({ values: ["hunter22"] });
    expect(redactor.text("login with hunter22 and hunter22!")).toBe(`login with ${hidden} and ${hidden}!`);
    expect(redactor.text("later-secret")).toBe("later-secret");
    redactor.addValue("later-secret");
    expect(redactor.text("x later-secret x")).toBe(`x ${hidden} x`);
    expect(redactor.data({ a: ["my hunter22"], "of hunter22": 1 })).toEqual({
      a: [`my ${hidden}`],
      [`of ${hidden}`]: 1,
    });
  });

  it("hides a value under 6 characters only where it is the whole text", () => {
    const redactor = createRedactor({ values: ["abcde", "1"] });
    expect(redactor.data(["abcde", "abcdef", "xabcde", "1", "11", 1])).toEqual([
      hidden,
      "abcdef",
      "xabcde",
      hidden,
      "11",
      1,
    ]);
    const six = createRedactor({ values: ["abcdef"] });
    expect(six.text("xabcdefx")).toBe(`x${hidden}x`);
  });

  it("counts characters, not code units", () => {
    const redactor = createRedactor({ values: ["\u{1F600}\u{1F601}\u{1F602}"] });
    expect(redactor.text("x\u{1F600}\u{1F601}\u{1F602}")).toBe("x\u{1F600}\u{1F601}\u{1F602}");
    expect(redactor.text("\u{1F600}\u{1F601}\u{1F602}")).toBe(hidden);
  });

  it("compares with case", () => {
    expect(createRedactor({ values: ["hunter22"] }).text("Hunter22")).toBe("Hunter22");
  });

  it("leaves nothing of values that overlap or hold each other", () => {
    const redactor = createRedactor({ values: ["abcdefgh", "efghijkl", "cdefgh"] });
    expect(redactor.text("-abcdefghijkl-")).toBe(`-${hidden}-`);
    expect(createRedactor({ values: ["abcdefghijkl", "cdefgh"] }).text("-abcdefghijkl-")).toBe(`-${hidden}-`);
    expect(createRedactor({ values: ["aaaaaa"] }).text("aaaaaaaaa")).toBe(hidden);
  });

  it("hides it inside of JSON that was put into a message", () => {
    const value = 'p"a\\s\ns';
    const redactor = createRedactor({ values: [value] });
    expect(redactor.text(`failed: ${JSON.stringify({ value })}`)).toBe(`failed: {"value":"${hidden}"}`);
  });

  it("hides it as a number, as bytes, and in what is not text", () => {
    const redactor = createRedactor({ values: ["20240917", "hunter22"] });
    expect(redactor.data([20240917, 120240917, 2024])).toEqual([hidden, hidden, 2024]);
    expect(redactor.data(20240917n)).toBe(hidden);
    expect(redactor.data([Buffer.from("my hunter22"), Buffer.from("hunter22", "utf16le")])).toEqual([hidden, hidden]);
    expect(redactor.data(new URL("https://x.example/hunter22"))).toBe(`https://x.example/${hidden}`);
  });

  it("keeps keys apart that are hidden", () => {
    const redactor = createRedactor({ values: ["hunter22", "hunter33"] });
    expect(redactor.data({ hunter22: 1, hunter33: 2, other: 3 })).toEqual({
      [hidden]: 1,
      [`${hidden} 2`]: 2,
      other: 3,
    });
  });

  it("does not count what is empty or is the mark itself", () => {
    const redactor = createRedactor({ values: ["", hidden, "REDACTED"] });
    expect(redactor.data(["", "x", hidden])).toEqual(["", "x", hidden]);
  });

  it("leaves a text alone that was redacted before", () => {
    const redactor = createRedactor({ values: ["hunter22"] });
    const once = redactor.text("x hunter22 y");
    expect(redactor.text(once)).toBe(once);
  });
});

describe("a copy as data", () => {
  const redactor = createRedactor();

  it("hides every Secret, of any copy of the contract", () => {
    const foreign = new (class {
      readonly inner = "hunter22";
      reveal() {
        return this.inner;
      }
      get [Symbol.for("@idle/contract/Secret")]() {
        return true;
      }
    })();
    expect(redactor.data({ a: new Secret("hunter22"), b: [foreign] })).toEqual({ a: hidden, b: [hidden] });
  });

  it("is a copy, all the way down", () => {
    const data = { a: [{ b: 1 }] };
    const copy = redactor.data(data);
    expect(copy).toEqual(data);
    data.a.push({ b: 2 });
    expect(copy).toEqual({ a: [{ b: 1 }] });
  });

  it("is JSON, whatever is handed in", () => {
    const date = new Date("2026-01-02T03:04:05.678Z");
    const data = {
      f: () => 1,
      s: Symbol("x"),
      u: undefined,
      n: 10n,
      d: date,
      bad: new Date(Number.NaN),
      nan: Number.NaN,
      inf: Number.POSITIVE_INFINITY,
      list: [undefined, () => 1, 1],
      map: new Map([["a", 1]]),
      bytes: new Uint8Array([1, 2, 3]),
      url: new URL("https://example.com/x"),
      bare: Object.assign(Object.create(null), { a: 1 }),
      own: new (class {
        readonly a = 1;
        readonly b = () => 2;
      })(),
    };
    expect(redactor.data(data)).toEqual({
      n: "10",
      d: "2026-01-02T03:04:05.678Z",
      bad: null,
      nan: null,
      inf: null,
      list: [null, null, 1],
      map: {},
      bytes: "AQID",
      url: "https://example.com/x",
      bare: { a: 1 },
      own: { a: 1 },
    });
    expect(redactor.data(undefined)).toBeNull();
    expect(redactor.data(() => 1)).toBeNull();
  });

  it("marks cycles, and only those", () => {
    const shared = { x: 1 };
    const loop: Record<string, unknown> = { shared, again: shared };
    loop.self = loop;
    loop.list = [loop];
    expect(redactor.data(loop)).toEqual({ shared: { x: 1 }, again: { x: 1 }, self: "[CYCLE]", list: ["[CYCLE]"] });
  });

  it("ends where it is too deep, behind any document", () => {
    const nest = (levels: number) => {
      let value: JsonValue = "end";
      for (let level = 0; level < levels; level += 1) value = [value];
      return value;
    };
    expect(redactor.data(nest(70))).toEqual(nest(70));
    const text = JSON.stringify(redactor.data(nest(10_000)));
    expect(text).toContain("[TOO DEEP]");
    expect(text.length).toBeLessThan(300);
  });

  it("ends where it is too large", () => {
    let value: JsonValue = "x";
    for (let level = 0; level < 60; level += 1) value = [value, value];
    expect(JSON.stringify(redactor.data(value))).toContain("[TOO LARGE]");
  });

  it("never throws, and never sets a prototype", () => {
    const throwing = {
      get a() {
        throw new Error("no");
      },
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const hostile = new (class {
      toJSON() {
        throw new Error("no");
      }
    })();
    expect(redactor.data([throwing, revoked.proxy, hostile])).toEqual(["[UNREADABLE]", "[UNREADABLE]", "[UNREADABLE]"]);
    const copy = redactor.data(JSON.parse('{ "__proto__": { "admin": true } }'));
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it("turns errors into data", () => {
    const error = new IdleError("Busy", "with hunter22", { details: { password: "x", pointer: "/a" } });
    expect(createRedactor({ values: ["hunter22"] }).data({ error })).toEqual({
      error: { code: "Busy", message: `with ${hidden}`, details: { password: hidden, pointer: "/a" } },
    });
  });
});

describe("errors", () => {
  const redactor = createRedactor({ values: ["hunter22"] });

  it("keep code, message, details and transient, without secrets and stacks", () => {
    const error = new IdleError("Throttled", "wait, hunter22", {
      transient: true,
      details: { token: "abc", text: "hunter22" },
      cause: new TypeError("inner hunter22", { cause: "plain hunter22" }),
    });
    expect(redactor.error(error)).toEqual({
      code: "Throttled",
      message: `wait, ${hidden}`,
      transient: true,
      details: { token: hidden, text: hidden },
      cause: { name: "TypeError", message: `inner ${hidden}`, cause: { name: "string", message: `plain ${hidden}` } },
    });
    expect(JSON.stringify(redactor.error(error))).not.toMatch(/redact\.test/);
  });

  it("are told apart by code, of any copy of the contract", () => {
    const foreign = Object.assign(new Error("x"), { code: "NotFound", [Symbol.for("@idle/contract/IdleError")]: true });
    expect(redactor.error(foreign)).toEqual({ code: "NotFound", message: "x" });
    expect(redactor.error(Object.assign(new Error("x"), { code: "ENOENT" }))).toEqual({
      code: "UnexpectedError",
      message: "x",
    });
  });

  it.each([
    [new Error("boom"), "boom"],
    [new TypeError("boom"), "TypeError: boom"],
    ["boom hunter22", `boom ${hidden}`],
    [undefined, "undefined"],
    [null, "null"],
    [42, "42"],
    [{}, "something that is no Error was thrown"],
    [{ message: "like one" }, "like one"],
    [new AggregateError([new Error("first hunter22"), new Error("second")]), `AggregateError: first ${hidden}; second`],
    [Object.assign(new Error(""), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    [new Secret("hunter33"), "something that is no Error was thrown"],
  ])("that are foreign become UnexpectedError: %j", (thrown, message) => {
    expect(redactor.error(thrown)).toEqual({ code: "UnexpectedError", message });
  });

  it("keep what a foreign error says about trying again", () => {
    expect(redactor.error(Object.assign(new Error("x"), { transient: true }))).toMatchObject({ transient: true });
    expect(redactor.error(Object.assign(new Error("x"), { transient: "yes" }))).not.toHaveProperty("transient");
  });

  it("show five causes, also of a chain that never ends", () => {
    const error: Error & { cause?: unknown } = new Error("round");
    error.cause = error;
    expect(JSON.stringify(redactor.error(error)).match(/"name"/g)).toHaveLength(5);
  });

  it("never throw themselves", () => {
    const hostile = {
      get message() {
        throw new Error("no");
      },
      get cause() {
        throw new Error("no");
      },
      get name() {
        throw new Error("no");
      },
      get transient() {
        throw new Error("no");
      },
    };
    expect(redactor.error(hostile)).toEqual({ code: "UnexpectedError", message: "an error that cannot be shown" });
    const holdsItself = new IdleError("Busy", "x", { details: { deep: {} } });
    Object.assign(holdsItself.details?.deep ?? {}, { error: holdsItself });
    expect(JSON.stringify(redactor.data(holdsItself))).toContain("[CYCLE]");
    expect(JSON.stringify(redactor.error(holdsItself)).length).toBeLessThan(10_000);
  });
});

describe("the places of secrets", () => {
  it("are all those that redaction changes, as pointers", () => {
    const redactor = createRedactor({ values: ["hunter22"] });
    const data = {
      password: "x",
      "a/b": [{ token: { deep: 1 } }, "my hunter22"],
      initialPassword: { generate: true },
      empty: { secret: "" },
      change: { path: "unicodePwd", after: "y", before: null },
      fine: "x",
      wrapped: new Secret("z"),
    };
    expect(findSecrets(redactor, data).map(({ pointer }) => pointer)).toEqual([
      "/password",
      "/a~1b/0/token",
      "/a~1b/1",
      "/change/after",
      "/wrapped",
    ]);
    expect(findSecrets(redactor, null)).toEqual([]);
    expect(findSecrets(redactor, "hunter22")).toEqual([{ pointer: "" }]);
  });

  it("do not give a secret key away", () => {
    const redactor = createRedactor({ values: ["hunter22"] });
    expect(findSecrets(redactor, { hunter22: { a: 1 } })).toEqual([{ pointer: `/${hidden}` }]);
  });
});

describe("the secrets of a request", () => {
  const redactor = createRedactor({ names: ["pin"] });

  it.each<[JsonValue, string[]]>([
    [{ password: "hunter22", name: "x" }, ["hunter22"]],
    [{ a: [{ TOKEN: "t1" }, { b: { pin: "1234" } }] }, ["t1", "1234"]],
    [{ credential: { userName: "jdoe", password: "p1", more: ["p2"] } }, ["p1", "p2"]],
    [{ password: 20240917, pin: 12 }, ["20240917"]],
    [{ password: null, token: "", secret: hidden }, []],
    [{ initialPassword: { generate: true }, accountPassword: { secret: "HrVault" } }, []],
    [{ name: "password", value: "v1" }, ["v1"]],
    [[{ path: "unicodePwd", after: "v2", before: "v3" }], ["v2", "v3"]],
    [{ password: "same", token: "same" }, ["same"]],
  ])("of %j are %j", (data, expected) => {
    expect(collectSecretValues(redactor, data)).toEqual(expected);
  });
});

describe("properties", () => {
  const secretText = fc
    .string({ unit: "grapheme", minLength: 6, maxLength: 20 })
    .filter((text) => !hidden.includes(text));
  const innocentKey = fc.constantFrom(
    "a",
    "name",
    "path",
    "value",
    "before",
    "after",
    "tokenGroups",
    "Department",
    "x y",
    "__proto__",
  );
  const leaf = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("HR", "IT", "", "a longer text"),
  );

  it("innocent data comes out deep-equal, whatever is known", () => {
    const data = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(innocentKey, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(data, fc.array(fc.string({ minLength: 30 })), (value, values) => {
        const plain: JsonValue = JSON.parse(JSON.stringify(value));
        for (const redactor of [createRedactor(), createRedactor({ values })]) {
          expect(redactor.data(plain)).toEqual(plain);
          expect(findSecrets(redactor, plain)).toEqual([]);
          expect(collectSecretValues(redactor, plain as JsonObject)).toEqual([]);
        }
      }),
    );
  });

  it("no planted secret is left in the JSON of what comes out", () => {
    const planted = fc.tuple(secretText, fc.string(), fc.string()).chain(([secret, before, after]) => {
      const carrier = fc.constantFrom<unknown>(
        secret,
        before + secret + after,
        { [`k${secret}`]: 1 },
        { password: secret },
        { nested: { newPassword: [secret] } },
        { path: "attributes.unicodePwd", before: secret, after: { x: secret } },
        new Secret(secret),
        new Error(`${before}${secret}`, { cause: new Error(secret) }),
        new IdleError("Busy", secret, { details: { text: secret + after } }),
        JSON.stringify({ message: before + secret }),
        Buffer.from(secret),
        { toJSON: () => secret },
      );
      const tree = fc.letrec<{ value: unknown }>((tie) => ({
        value: fc.oneof(
          { maxDepth: 4 },
          carrier,
          leaf,
          fc.array(tie("value"), { maxLength: 4 }),
          fc.dictionary(fc.oneof(innocentKey, fc.constantFrom(...closedList)), tie("value"), { maxKeys: 4 }),
        ),
      })).value;
      return fc.record({ secret: fc.constant(secret), data: tree });
    });
    fc.assert(
      fc.property(planted, ({ secret, data }) => {
        const redactor = createRedactor({ values: [secret] });
        for (const out of [
          redactor.data(data),
          redactor.error(data),
          redactor.error(new Error("x", { cause: data })),
        ]) {
          expect(holdsText(out, secret)).toBe(false);
        }
        expect(JSON.stringify(findSecrets(redactor, data)).includes(secret)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("names alone suffice for what stands under them", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...closedList),
        fc.string({ minLength: 1 }),
        fc.jsonValue(),
        (name, secret, around) => {
          const redactor = createRedactor();
          const mark = `mark-${secret}`;
          const out = redactor.data({ around, deep: [{ [name.toUpperCase()]: { a: [mark] } }, { name, value: mark }] });
          expect(holdsText(out, mark)).toBe(false);
        },
      ),
    );
  });

  it("is the same when it is done twice", () => {
    fc.assert(
      fc.property(secretText, fc.array(fc.oneof(fc.constant("SECRET"), fc.string())), (secret, pieces) => {
        const redactor = createRedactor({ values: [secret] });
        const once = redactor.text(pieces.map((piece) => (piece === "SECRET" ? secret : piece)).join(""));
        expect(redactor.text(once)).toBe(once);
      }),
    );
  });

  it("findSecrets is empty exactly when data changes nothing", () => {
    const key = fc.oneof(innocentKey, fc.constantFrom("password", "Token", "hunter22"));
    const data = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<JsonValue>(
          "hunter22",
          "x hunter22",
          "unicodePwd",
          "a.password",
          "",
          null,
          1,
          { generate: true },
          { secret: "S" },
        ),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(data, (value) => {
        const redactor = createRedactor({ values: ["hunter22"] });
        const plain: JsonValue = JSON.parse(JSON.stringify(value));
        const isUnchanged = JSON.stringify(redactor.data(plain)) === JSON.stringify(plain);
        expect(findSecrets(redactor, plain).length === 0).toBe(isUnchanged);
      }),
      { numRuns: 1000 },
    );
  });
});

function holdsText(value: JsonValue | object, text: string): boolean {
  if (typeof value === "string") return value.includes(text);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, held]) => key.includes(text) || holdsText(held, text));
}
