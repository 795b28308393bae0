/** The connector as `idle connector` uses it: through the host, on a copy of the sample directory. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openConnector } from "@idle/connector";
import { Secret } from "@idle/contract";
import { expect, it, onTestFinished } from "vitest";
import { createCsvDirectory } from "../src/csv-directory.ts";
import { isPassword } from "../src/password/hash.ts";

const example = fileURLToPath(new URL("..", import.meta.url));
const nord = "DC=nord,DC=example";
const sued = "DC=sued,DC=example";
const password = "a password of a joiner";

/** As somebody has it who has copied the example. */
async function openCopy() {
  const folder = mkdtempSync(join(tmpdir(), "idle-csv-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "data");
  cpSync(join(example, "data"), data, { recursive: true });
  const definition = join(folder, "connector.yaml");
  const text = readFileSync(join(example, "connector.yaml"), "utf8");
  writeFileSync(definition, text.replace("Folder: data", `Folder: ${JSON.stringify(data)}`));
  const scripts = createCsvDirectory({ scryptCost: 2 ** 10 });
  const open = async () => {
    const connector = await openConnector({ definition, scripts });
    onTestFinished(() => connector.close());
    return connector;
  };
  return { data, open, connector: await open() };
}

const counts = ({ runs }: { readonly runs: readonly object[] }, ...names: string[]) =>
  runs.map((run) => names.map((name) => Reflect.get(run, name)));

it("is validated, and tells its schema, partitions and containers", async () => {
  const { connector } = await openCopy();
  expect((await connector.validate()).map(({ code }) => code)).toEqual(["Success", "Success", "Success"]);
  const { schema } = await connector.discoverSchema();
  expect(schema.types.map(({ name }) => name)).toEqual(["organizationalUnit", "user", "group"]);
  expect(await connector.discoverPartitions()).toMatchObject([{ dn: nord }, { dn: sued }]);
  expect(await connector.children({ parent: sued })).toHaveLength(3);
});

it("says which parameter is wrong", async () => {
  const { connector, data } = await openCopy();
  rmSync(join(data, "partitions.csv"));
  await expect(connector.import({ type: "Full" })).rejects.toThrow(/Folder_Global.*There is no partitions\.csv/s);
});

it("is imported, changed by exports of both partitions, and confirmed", async () => {
  const { connector, data } = await openCopy();
  const imported = await connector.import({ type: "Full" });
  expect(counts(imported, "partition", "added", "unresolvedReferences")).toEqual([
    [nord, 9, 0],
    [sued, 5, 0],
  ]);
  expect(imported.runs.flatMap(({ errors }) => errors)).toEqual([]);
  expect(counts(await connector.import({ type: "Delta" }), "entries")).toEqual([[0], [0]]);

  const jo = { dn: `CN=Jo Meyer,OU=Sales,OU=Staff,${nord}` };
  const newcomer = { dn: `CN=Lena Marx,OU=Inside Sales,OU=Staff,${nord}` };
  connector.stage([
    // Whoever is referred to comes after who refers, and a container after what is in it: the host brings order.
    {
      action: "add",
      objectType: "user",
      ...newcomer,
      attributes: { accountName: ["lmarx"], manager: [jo.dn], employeeNumber: [1004] },
    },
    { action: "add", objectType: "organizationalUnit", dn: `OU=Inside Sales,OU=Staff,${nord}`, attributes: {} },
    {
      action: "update",
      object: jo,
      attributes: { title: ["Lead"], phones: ["+49 40 5550102", "+49 1"], manager: [newcomer.dn] },
    },
    { action: "update", object: { dn: `CN=Sales,OU=Groups,${nord}` }, attributes: { member: [newcomer.dn] } },
    { action: "delete", object: { dn: `CN=Zoë Huber,OU=Staff,${sued}` } },
    { action: "update", object: { dn: `OU=Staff,${sued}` }, newDn: `OU=Crew,${sued}` },
  ]);
  const exported = await connector.export();
  expect(exported.runs.flatMap(({ errors }) => errors)).toEqual([]);
  expect(counts(exported, "partition", "added", "deleted")).toEqual([
    [nord, 2, 0],
    [sued, 0, 1],
  ]);
  expect([...connector.pendingExports()]).toEqual([]);
  expect((await connector.export()).runs).toEqual([]);

  const confirming = await connector.import({ type: "Delta" });
  expect(confirming.runs.flatMap(({ errors }) => errors)).toEqual([]);
  expect(counts(confirming, "notConfirmed")).toEqual([[0], [0]]);
  expect(connector.summary()).toMatchObject({ awaitingConfirmation: 0, outcomeUnknown: 0, errors: 0 });
  const lena = connector.find(newcomer);
  expect(lena).toMatchObject({ state: "imported", anchor: { id: expect.stringMatching(/^[\da-f-]{36}$/) } });
  expect(lena?.imported?.get("manager")).toEqual([jo.dn]);
  expect(connector.find(jo)?.imported?.get("manager")).toEqual([newcomer.dn]);
  expect(connector.find({ dn: `OU=Crew,${sued}` })).toMatchObject({ state: "imported" });
  expect(connector.find({ dn: `CN=Zoë Huber,OU=Staff,${sued}` })).toBeNull();
  expect(readFileSync(join(data, "sued", "groups.csv"), "utf8")).not.toContain("Huber");

  // A full import has nothing to add to what the delta said.
  expect(counts(await connector.import({ type: "Full" }), "added", "updated", "renamed", "deleted")).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});

it("renames a container, and what is in it follows in the space", async () => {
  const { connector } = await openCopy();
  await connector.import({ type: "Full" });
  const sales = { dn: `OU=Sales,OU=Staff,${nord}` };
  connector.stage([{ action: "update", object: sales, newDn: `OU=Sell & Tell,${nord}` }]);
  const { runs } = await connector.export();
  expect(runs.flatMap(({ errors }) => errors)).toEqual([]);
  await connector.import({ type: "Delta" });
  const bjoern = connector.find({ dn: `CN=Sø\\, Björn,OU=Sell & Tell,${nord}` });
  expect(bjoern?.imported?.get("manager")).toEqual([`CN=Jo Meyer,OU=Sell & Tell,${nord}`]);
  expect(counts(await connector.import({ type: "Full" }), "updated", "renamed")).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

it("tells what it refuses, and the rest is done", async () => {
  const { connector } = await openCopy();
  await connector.import({ type: "Full" });
  const user = (name: string, accountName: string, manager: readonly string[] = []) =>
    ({
      action: "add",
      objectType: "user",
      dn: `CN=${name},OU=Staff,${nord}`,
      attributes: { accountName: [accountName], manager },
    }) as const;
  connector.stage([
    user("A", "jmeyer"),
    user("B", "b"),
    user("C", "c", [`CN=Nobody,${nord}`]),
    { action: "delete", object: { dn: `OU=Groups,${nord}` } },
  ]);
  const { runs } = await connector.export();
  const errors = runs.flatMap((run) => run.errors.map(({ object, code }) => [object, code]));
  expect(errors).toEqual(
    expect.arrayContaining([
      [`CN=A,OU=Staff,${nord}`, "ExportErrorConstraintViolation"],
      [`CN=C,OU=Staff,${nord}`, "ExportActionRetryReferenceAttribute"],
      [`OU=Groups,${nord}`, "ExportErrorConstraintViolation"],
    ]),
  );
  expect(errors).toHaveLength(3);
  await connector.import({ type: "Delta" });
  expect(connector.find({ dn: `CN=B,OU=Staff,${nord}` })).toMatchObject({ state: "imported" });
  expect(connector.find({ dn: `CN=C,OU=Staff,${nord}` })?.imported?.get("accountName")).toEqual(["c"]);
});

it("sets passwords, of new users as of others, and none is written down in clear", async () => {
  const { connector, data } = await openCopy();
  await connector.import({ type: "Full" });
  const change = {
    action: "add",
    objectType: "user",
    dn: `CN=N,OU=Staff,${nord}`,
    attributes: { accountName: ["n"] },
  } as const;
  expect(await connector.exportOne({ change, password: new Secret(password) })).toEqual({ changed: true });
  const jo = { dn: `CN=Jo Meyer,OU=Sales,OU=Staff,${nord}` };
  await connector.setPassword({ object: jo, newPassword: new Secret(password), options: { forceChangeAtLogOn: true } });
  const changed = { object: jo, newPassword: new Secret(`${password} too`) };
  await expect(connector.setPassword({ ...changed, oldPassword: new Secret("not this one") })).rejects.toThrow(
    "old password",
  );
  await connector.setPassword({ ...changed, oldPassword: new Secret(password) });
  await expect(connector.setPassword({ object: jo, newPassword: new Secret("short") })).rejects.toMatchObject({
    code: "InvalidInput",
  });

  const file = join(data, "nord", "passwords.csv");
  const hashes = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[1] ?? "");
  expect(await isPassword(password, hashes[0] ?? "")).toBe(true);
  expect(await isPassword(`${password} too`, hashes[1] ?? "")).toBe(true);
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  const space = connector.summary().file;
  for (const path of [file, space]) expect(readFileSync(path).includes(password)).toBe(false);
});

it("goes on after the host was opened anew", async () => {
  const { connector, open } = await openCopy();
  await connector.import({ type: "Full" });
  connector.stage([
    { action: "update", object: { dn: `CN=All Staff,OU=Groups,${sued}` }, attributes: { description: ["all"] } },
  ]);
  await connector.close();
  const again = await open();
  expect([...again.pendingExports()]).toHaveLength(1);
  await again.export();
  expect(counts(await again.import({ type: "Delta" }), "confirmed")).toEqual([[0], [1]]);
});
