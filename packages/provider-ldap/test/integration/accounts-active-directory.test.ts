/** Accounts of Active Directory (Samba): those that log on, and those that are created, moved and deleted. */
import { Secret } from "@idle/contract";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createLdapProvider } from "../../src/index.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { failureOf } from "../support/failure-of.ts";
import { type LdapProxy, startLdapProxy } from "../support/ldap-proxy.ts";
import { places, useSamba } from "../support/samba-world.ts";

const good = "Gut-genug-4711";

describeSamba("accounts of Active Directory (Samba)", () => {
  const world = useSamba();
  let proxy: LdapProxy;
  beforeAll(async () => {
    proxy = await startLdapProxy({ host: world().dc.host, port: 636, isTls: true });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    await world().reset();
    proxy.forget();
  });
  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const provider = (options = {}) => world().provider({ allowDelete: true, ...options });
  const through = () => provider({ url: proxy.url, caFile: proxy.caFile, serverName: "localhost" });
  const account = async (name: string) => (await world().dc.search(world().dc.base, `(sAMAccountName=${name})`))[0];
  const as = (name: string, password: string) => ({
    session: { userName: `${name}@example.com`, password: new Secret(password) },
    signal: new AbortController().signal,
    identityKey: name,
  });
  const add = (cn: string, ...more: string[]) => {
    const password = Buffer.from(`"${good}"`, "utf16le").toString("base64");
    const lines = [
      `dn: CN=${cn},${places.engineering}`,
      "objectClass: user",
      `sAMAccountName: ${cn}`,
      `unicodePwd:: ${password}`,
    ];
    return world().dc.dsModify([...lines, ...more, ""].join("\n"));
  };

  it("tries a refused password once, however many ask, and tells it in words", async () => {
    await add("jdoe", "userAccountControl: 512");
    const ldap = through();
    const wrong = "Falsch-4711";
    const calls = Array.from({ length: 10 }, () => () => ldap.getIdentity(as("jdoe", wrong)));
    const errors = await Promise.all(calls.map((each) => failureOf(each, [wrong, good])));
    for (let times = 0; times < 5; times += 1) await failureOf(() => ldap.disableIdentity(as("jdoe", wrong)), [wrong]);
    expect(errors[0]).toMatchObject({ code: "PermissionDenied", transient: false });
    expect(errors[0]?.message).toMatch(/the user name or the password is wrong/);
    expect(proxy.requests).toEqual(["bind"]);
    // Another password is another try.
    expect(await ldap.getIdentity(as("jdoe", good))).toMatchObject({ identityKey: "jdoe" });
  });

  it.each([
    ["disabled", "userAccountControl: 514", /disabled/],
    ["bound to change its password", "userAccountControl: 512\npwdLastSet: 0", /must be changed/],
    ["expired", "userAccountControl: 512\naccountExpires: 130000000000000000", /expired/],
  ] as const)("an account that is %s is told so", async (_state, lines, words) => {
    await add("jdoe", lines);
    const error = await failureOf(() => provider().getIdentity(as("jdoe", good)), [good]);
    expect(error).toMatchObject({ code: "PermissionDenied", transient: false });
    expect(error.message).toMatch(words);
  });

  it("an empty name or password is refused before anything is sent", async () => {
    const ldap = through();
    for (const session of [
      { userName: "", password: new Secret("x") },
      { userName: "jdoe", password: new Secret("") },
    ])
      expect(await failureOf(() => ldap.getIdentity({ ...call(), session, identityKey: "jdoe" }))).toMatchObject({
        code: "InvalidInput",
      });
    expect(proxy.requests).toEqual([]);
  });

  it.each([
    ["is too short", "x"],
    ["is too simple", "aaaaaaaaaaaa"],
    ["is empty", ""],
  ])("an initial password that %s is refused in words, and nobody is created", async (_why, password) => {
    const create = () =>
      provider().createIdentity({
        ...call(),
        identityKey: "new",
        attributes: {},
        enabled: true,
        initialPassword: new Secret(password),
      });
    const error = await failureOf(create, password.length > 1 ? [password] : []);
    expect(error).toMatchObject({ code: "InvalidInput", transient: false });
    expect(error.message).toMatch(/password/);
    expect(await account("new")).toBeUndefined();
  });

  it("an initial password opens the account, at once or after it was changed", async () => {
    for (const [identityKey, mustChangePassword] of [
      ["free", false],
      ["bound", true],
    ] as const) {
      const transport = mustChangePassword ? {} : { url: world().dc.url, startTls: true };
      const ldap = provider({ ...transport, mustChangePassword, upnSuffix: "example.com", nameFrom: "DisplayName" });
      const created = await ldap.createIdentity({
        ...call(),
        identityKey,
        attributes: { DisplayName: `Doe, ${identityKey}` },
        enabled: true,
        initialPassword: new Secret(good),
      });
      expect(created).toEqual({ identityKey, changed: true });
      const state = await account(identityKey);
      expect(state?.attributes).toMatchObject({
        userAccountControl: ["512"],
        userPrincipalName: [`${identityKey}@example.com`],
        cn: [`Doe, ${identityKey}`],
      });
      expect(state?.attributes.pwdLastSet?.[0] === "0").toBe(mustChangePassword);
    }
    const own = provider().getIdentity(as("free", good));
    expect(await own).toMatchObject({ identityKey: "free", enabled: true });
    const bound = await failureOf(() => provider().getIdentity(as("bound", good)), [good]);
    expect(bound.message).toMatch(/must be changed/);
  });

  it("a server that wants TLS is told of in words, and no password of somebody new is sent without it", async () => {
    const { url } = world().dc;
    const plain = createLdapProvider({ flavour: "activeDirectory", url });
    const error = await failureOf(
      () => plain.getIdentity({ ...call(), identityKey: "jdoe" }),
      [world().dc.administrator.password],
    );
    await plain.close();
    expect(error).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("secure connection") });
  });

  it("ended sessions mean that the password is none that was known", async () => {
    await add("jdoe", "userAccountControl: 512");
    expect(await provider().getIdentity(as("jdoe", good))).toMatchObject({ identityKey: "jdoe" });
    const before = (await account("jdoe"))?.attributes;
    const ldap = provider({ revokeSessions: "resetPassword" });
    expect(await ldap.revokeSessions({ ...call(), identityKey: "jdoe" })).toEqual({ changed: true });
    expect(await failureOf(() => provider().getIdentity(as("jdoe", good)), [good])).toMatchObject({
      code: "PermissionDenied",
    });
    const after = (await account("jdoe"))?.attributes;
    expect(after?.pwdLastSet).not.toEqual(before?.pwdLastSet);
    expect(after?.userAccountControl).toEqual(before?.userAccountControl);
  });

  it("without a password the account is there, and cannot be logged on to", async () => {
    expect(await provider().createIdentity({ ...call(), identityKey: "new@example.com", attributes: {} })).toEqual({
      identityKey: "new",
      changed: true,
    });
    expect((await account("new"))?.attributes).toMatchObject({
      userAccountControl: ["514"],
      userPrincipalName: ["new@example.com"],
    });
    expect(await provider().enableIdentity({ ...call(), identityKey: "new" })).toEqual({ changed: true });
    expect(await failureOf(() => provider().getIdentity(as("new", "x")))).toMatchObject({ code: "PermissionDenied" });
  });

  it("a name that is taken, by whatever, and one that no account can have, are refused in words", async () => {
    await add("jdoe", "userPrincipalName: jdoe@example.com");
    const create = (identityKey: string, more: object = {}) =>
      failureOf(() => provider().createIdentity({ ...call(), identityKey, attributes: {}, ...more }));
    expect(await create("jdoe2", { attributes: { Name: "jdoe" } })).toMatchObject({ code: "AlreadyExists" });
    expect(await create("Sales", { container: places.groups })).toMatchObject({ code: "AlreadyExists" });
    expect(await create("Sales")).toMatchObject({ code: "AlreadyExists" });
    expect(await create("other", { attributes: { UserPrincipalName: "jdoe@example.com" } })).toMatchObject({
      // Samba calls it a value that is not allowed.
      code: expect.stringMatching(/^(AlreadyExists|InvalidInput)$/),
      message: expect.stringContaining("already in use"),
    });
    expect(await create("jdoe@elsewhere.example.com")).toMatchObject({ code: "AlreadyExists" });
    for (const key of ["x".repeat(21), "a*b", "a,b", "a\0b", "dot.", 'a"b'])
      expect(await create(key), key).toMatchObject({ code: "InvalidInput" });
    expect(await create("new", { container: "OU=None,DC=example,DC=com" })).toMatchObject({ code: "NotFound" });
    expect(await create("new", { container: "DC=org" })).toMatchObject({ code: "InvalidInput" });
    const people = await world().dc.search(places.engineering, "(objectClass=user)", ["cn"]);
    expect(people.map(({ dn }) => dn)).toEqual([`CN=jdoe,${places.engineering}`]);
  });

  it("is not renamed to a taken name, and then nothing else is written either", async () => {
    await add("jdoe");
    await add("taken");
    const attributes = { Description: "x", Name: "taken", Title: "y" };
    const renamed = () => provider().ensureAttributes({ ...call(), identityKey: "jdoe", attributes });
    expect(await failureOf(renamed)).toMatchObject({ code: "AlreadyExists" });
    expect((await account("jdoe"))?.attributes).not.toHaveProperty("title");
    const done = { ...call(), identityKey: "jdoe", attributes: { ...attributes, Name: "Jane Doe" } };
    expect(await provider().ensureAttributes(done)).toMatchObject({ changed: true });
    expect(await account("jdoe")).toMatchObject({
      dn: `CN=Jane Doe,${places.engineering}`,
      attributes: { title: ["y"], description: ["x"] },
    });
  });

  it("is not moved to a taken name, and not deleted with what stands below it", async () => {
    await add("jdoe");
    await world().dc.dsModify(`dn: CN=jdoe,${places.sales}\nobjectClass: contact\n`);
    const jdoe = { ...call(), identityKey: "jdoe" };
    const move = () => provider().moveIdentity({ ...jdoe, targetContainer: places.sales });
    expect(await failureOf(move)).toMatchObject({ code: "AlreadyExists", message: expect.stringContaining("CN=jdoe") });
    await world().dc.dsModify(`dn: CN=phone,CN=jdoe,${places.engineering}\nobjectClass: classStore\n`);
    const error = await failureOf(() => provider().deleteIdentity(jdoe));
    expect(error).toMatchObject({ code: "Unsupported", message: expect.stringContaining("CN=phone") });
    expect((await account("jdoe"))?.dn).toBe(`CN=jdoe,${places.engineering}`);
    for (const dn of [`CN=phone,CN=jdoe,${places.engineering}`, `CN=jdoe,${places.sales}`])
      await world().dc.dsModify(`dn: ${dn}\nchangetype: delete\n`);
    expect(await provider().deleteIdentity(jdoe)).toEqual({ changed: true });
  });
});
