/** The two examples of a connector are one directory: each reads what the other has written. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Connector, type CsValue, openConnector, type StagedChange } from "@idle/connector";
import { isIdleError } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { expect, it, onTestFinished } from "vitest";
import { createCsvDirectory } from "../../csv-connector/src/csv-directory.ts";
import { nord, openCopy, pwsh, sued } from "./open-copy.ts";

/** All objects, in an order that does not depend on how they came about. */
function objectsOf(connector: Connector) {
  return [...connector.objects()]
    .map(({ objectType, dn, anchor, partition, imported }) => {
      const attributes = [...(imported ?? [])].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return { dn, objectType, anchor, partition, attributes };
    })
    .toSorted((one, other) => ((one.dn ?? "") < (other.dn ?? "") ? -1 : 1));
}

/** `own`: the one in TypeScript gets a copy of the directory for itself. */
async function openBoth({ own = false } = {}) {
  const copy = await openCopy();
  const folder = join(copy.data, "..", "typescript");
  const data = own ? join(copy.data, "..", "other") : copy.data;
  if (own) cpSync(copy.data, data, { recursive: true });
  const { capabilities } = copy.connector.definition;
  const definition = { name: "typescript", parameters: { global: { Folder: data } }, capabilities };
  const typescript = await openConnector({ definition, folder, scripts: createCsvDirectory({ scryptCost: 2 }) });
  onTestFinished(() => typescript.close());
  return { powershell: copy.connector, typescript };
}

/** A full import has nothing to add to what deltas have said. */
async function expectNoNews(connector: Connector): Promise<void> {
  const { runs } = await connector.import({ type: "Full" });
  const news = runs.map(({ added, updated, renamed, deleted, errors }) => ({
    added,
    updated,
    renamed,
    deleted,
    errors,
  }));
  const nothing = { added: 0, updated: 0, renamed: 0, deleted: 0, errors: [] };
  expect(news).toEqual([nothing, nothing]);
}

/** False for what the host refuses before any script hears of it. */
function isStaged(connector: Connector, change: StagedChange): boolean {
  try {
    connector.stage([change]);
    return true;
  } catch (error) {
    if (isIdleError(error)) return false;
    throw error;
  }
}

describeWith(pwsh, "the connector in PowerShell and the one in TypeScript", () => {
  it("have the same schema, partitions and objects", { timeout: 120_000 }, async () => {
    const { powershell, typescript } = await openBoth();
    expect((await powershell.discoverSchema()).schema).toEqual((await typescript.discoverSchema()).schema);
    expect(await powershell.discoverPartitions()).toEqual(await typescript.discoverPartitions());
    for (const each of [powershell, typescript]) await each.import({ type: "Full" });
    const objects = objectsOf(powershell);
    expect(objects).toHaveLength(14);
    expect(objects).toEqual(objectsOf(typescript));
  });

  it("do the same with the same changes, and refuse the same in the same words", { timeout: 120_000 }, async () => {
    const { powershell, typescript } = await openBoth({ own: true });
    const staff = `OU=Staff,${nord}`;
    const jo = { dn: `CN=Jo Meyer,OU=Sales,${staff}` };
    const user = (dn: string, accountName: string, more: Readonly<Record<string, readonly CsValue[]>> = {}) =>
      ({ action: "add", objectType: "user", dn, attributes: { accountName: [accountName], ...more } }) as const;
    const unit = (dn: string) => ({ action: "add", objectType: "organizationalUnit", dn, attributes: {} }) as const;
    const changes: readonly StagedChange[] = [
      // Names in many spellings.
      unit(`ou=  Tief  unten , OU=Staff,dc=NORD,${"DC=example"}`),
      user(`CN=\\C3\\96zil\\2C  A,OU=tief unten,${staff}`, "oezil", { manager: [`cn=jo  MEYER,ou=sales,${staff}`] }),
      user(`CN=#x\\+y\\=z\\;,OU=TIEF UNTEN,${staff}`, "plus", { manager: [`CN=Özil\\, a,OU=Tief Unten,${staff}`] }),
      user(`CN=wide,OU=Ｔief unten,${staff}`, "wide"),
      user(`CN=two+UID=2,${staff}`, "two"),
      // Accounts, containers, types.
      user(`CN=A,${staff}`, "JMEYER"),
      user(`CN=B,OU=Nowhere,${nord}`, "b"),
      user(`CN=C,${jo.dn}`, "c"),
      user(`OU=D,${staff}`, "d"),
      { action: "add", objectType: "user", dn: `CN=E,${staff}`, attributes: {} },
      // Values.
      user(`CN=F,${staff}`, "f", {
        displayName: [' "quoted"; with, signs '],
        phones: ["1;2", '"', " ", "a\r\nb"],
        employeeNumber: [-(2n ** 63n)],
        accountEnabled: [true],
        photo: [new Uint8Array([0, 1, 254, 255])],
      }),
      { action: "update", object: jo, attributes: { phones: ["+49 40 5550102", "new"], title: ["x"], mail: [] } },
      // References: one to nobody yet, two to each other.
      user(`CN=G,${staff}`, "g", { manager: [`CN=Nobody,${nord}`], title: ["alone"] }),
      user(`CN=H,${staff}`, "h", { manager: [`CN=I,${staff}`] }),
      user(`CN=I,${staff}`, "i", { manager: [`CN=H,${staff}`] }),
      { action: "update", object: { dn: `CN=Sales,OU=Groups,${nord}` }, attributes: { member: [`CN=H,${staff}`] } },
      // Who is gone, and what cannot go.
      { action: "delete", object: { dn: `CN=Ada Brandt,${staff}` } },
      { action: "delete", object: { dn: `OU=Groups,${nord}` } },
      { action: "update", object: { dn: `OU=Groups,${nord}` }, newDn: `OU=Inside,OU=Groups,${nord}` },
      { action: "update", object: { dn: `OU=Staff,${sued}` }, newDn: `OU=Crew\\, all,${sued}` },
      { action: "update", object: { dn: `CN=Zoë Huber,OU=Staff,${sued}` }, attributes: { accountName: [] } },
    ];
    const said: unknown[] = [];
    for (const each of [powershell, typescript]) {
      await each.import({ type: "Full" });
      const refused = changes.filter((change) => !isStaged(each, change));
      const { runs } = await each.export();
      const errors = runs.flatMap((run) => run.errors.map(({ object, code, message }) => ({ object, code, message })));
      await each.import({ type: "Delta" });
      await expectNoNews(each);
      // Ids differ: each directory makes its own.
      const objects = objectsOf(each).map(({ attributes, anchor: _, ...object }) => ({
        ...object,
        attributes: attributes.filter(([name]) => name !== "id"),
      }));
      said.push({ refused, errors: errors.toSorted((one, other) => (one.object < other.object ? -1 : 1)), objects });
    }
    expect(said[0]).toEqual(said[1]);
    expect(Reflect.get(Object(said[0]), "errors").length).toBeGreaterThan(8);
  });

  it("bring by a delta what the other has written", { timeout: 120_000 }, async () => {
    const { powershell, typescript } = await openBoth();
    const both = [powershell, typescript];
    for (const each of both) await each.import({ type: "Full" });
    const staff = `OU=Staff,${nord}`;
    powershell.stage([
      { action: "update", object: { dn: `OU=Sales,${staff}` }, newDn: `OU=Sell\\, Tell,${nord}` },
      { action: "delete", object: { dn: `CN=Ada Brandt,${staff}` } },
      {
        action: "add",
        objectType: "user",
        dn: `CN=Lena,${staff}`,
        attributes: { accountName: ["lena"], phones: ["1;2", '"3"'], employeeNumber: [2n ** 63n - 1n] },
      },
      { action: "update", object: { dn: `CN=All Staff,OU=Groups,${sued}` }, attributes: { description: ["a\n,b"] } },
    ]);
    expect((await powershell.export()).runs.flatMap(({ errors }) => errors)).toEqual([]);
    for (const each of both) await each.import({ type: "Delta" });
    expect(objectsOf(powershell)).toEqual(objectsOf(typescript));

    typescript.stage([
      { action: "update", object: { dn: `OU=Sell\\, Tell,${nord}` }, newDn: `OU=Sales,${staff}` },
      { action: "update", object: { dn: `CN=Lena,${staff}` }, attributes: { phones: [";", " 4 "], title: ["x, y"] } },
      { action: "delete", object: { dn: `CN=Zoë Huber,OU=Staff,${sued}` } },
    ]);
    expect((await typescript.export()).runs.flatMap(({ errors }) => errors)).toEqual([]);
    for (const each of both) await each.import({ type: "Delta" });
    expect(objectsOf(powershell)).toEqual(objectsOf(typescript));
    for (const each of both) await expectNoNews(each);
  });
});
