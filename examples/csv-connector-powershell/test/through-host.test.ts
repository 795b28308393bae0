/** The connector as `idle connector` uses it: through the host, on a copy of the sample directory. */
import { pbkdf2Sync } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { expect, it } from "vitest";
import { holdLock } from "./hold-lock.ts";
import { copyData, counts, nord, openCopy, pwsh, sued } from "./open-copy.ts";

const password = "a password of a joiner";
const staff = `OU=Staff,${nord}`;
const sales = `OU=Sales,${staff}`;
const jo = { dn: `CN=Jo Meyer,${sales}` };
const everybody = { dn: `CN=All Staff,OU=Groups,${nord}` };
const inSouth = { dn: `CN=All Staff,OU=Groups,${sued}` };

/** Each run starts a PowerShell. */
const patient = { timeout: 120_000 };

const errorsOf = ({ runs }: { readonly runs: readonly { readonly errors: readonly object[] }[] }) =>
  runs.flatMap(({ errors }) => errors);

/** Whether a password is the one of which a line of passwords.csv has the hash. */
function isHashOf(text: string, line = ""): boolean {
  const [scheme, iterations, salt = "", hash] = (line.split(",")[1] ?? "").split("$");
  const derived = pbkdf2Sync(text, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  return scheme === "pbkdf2-sha256" && derived.toString("base64") === hash;
}

describeWith(pwsh, "the directory by PowerShell scripts", () => {
  it("is validated, and tells its schema, partitions and containers", patient, async () => {
    const { connector } = await openCopy();
    expect((await connector.validate()).map(({ code }) => code)).toEqual(["Success", "Success", "Success"]);
    const { schema } = await connector.discoverSchema();
    expect(schema.types.map(({ name }) => name)).toEqual(["organizationalUnit", "user", "group"]);
    expect(await connector.discoverPartitions()).toMatchObject([
      { dn: nord, name: "Nord" },
      { dn: sued, name: "Süd" },
    ]);
    expect((await connector.children({ parent: nord })).map(({ dn }) => dn)).toEqual([
      staff,
      `OU=Leavers,${nord}`,
      `OU=Groups,${nord}`,
    ]);
    expect(await connector.children({ parent: staff })).toMatchObject([{ dn: sales, name: "Sales" }]);
  });

  it("is refused by the parameter that leads to what cannot be used", patient, async () => {
    const { connector, data } = await openCopy();
    const partitions = (rows: string) => () =>
      writeFileSync(join(data, "partitions.csv"), `dn,folder,id,name\n${rows}`);
    const users = (text: string) => () => writeFileSync(join(data, "nord", "users.csv"), text);
    const cases: readonly (readonly [() => void, string])[] = [
      [() => rmSync(data, { recursive: true }), "There is no partitions.csv"],
      [partitions(""), "names no partition"],
      [partitions("DC=a,../etc,,\n"), "has no folder in line 2"],
      [partitions("x,nord,,\n"), "no distinguished name as dn in line 2"],
      [() => rmSync(join(data, "sued"), { recursive: true }), "cannot be read and written, or is not there"],
      [users("id,name\n"), "users.csv has no column dn"],
      [users("id,dn,a,a\n"), 'the column "a" twice'],
      [users(""), "users.csv is empty"],
    ];
    for (const [spoil, message] of cases) {
      spoil();
      const [result] = await connector.validate({ page: "Global" });
      expect(result).toMatchObject({ code: "Failure", errorParameter: "Folder_Global" });
      expect(result?.errorMessage).toContain(message);
      copyData(data);
    }
    expect(await connector.validate({ page: "Global" })).toMatchObject([{ code: "Success" }]);
    // Whether the folders can be written was tried, and nothing is left of that.
    expect(readdirSync(join(data, "nord"))).toEqual(["groups.csv", "ous.csv", "users.csv"]);
  });

  it("says that it needs to know where the directory is", patient, async () => {
    const { connector } = await openCopy((text) => text.replace("Folder: data", 'Folder: " "'));
    await expect(connector.import({ type: "Full" })).rejects.toThrow(/Folder_Global.*Write where the directory is/s);
  });

  it("is imported, changed by exports of both partitions, and confirmed", patient, async () => {
    const { connector, text } = await openCopy();
    const imported = await connector.import({ type: "Full" });
    expect(counts(imported, "partition", "added", "unresolvedReferences")).toEqual([
      [nord, 9, 0],
      [sued, 5, 0],
    ]);
    expect(errorsOf(imported)).toEqual([]);

    const newcomer = { dn: `CN=Lena Marx,OU=Inside Sales,${staff}` };
    connector.stage([
      // Whoever is referred to comes after who refers, and a container after what is in it: the host brings order.
      {
        action: "add",
        objectType: "user",
        ...newcomer,
        attributes: {
          accountName: ["lmarx"],
          manager: [jo.dn],
          employeeNumber: [-(2n ** 63n)],
          accountEnabled: [false],
          displayName: ['Lena "L", Ä\r\n; =1+1'],
          phones: ["+1;2", "+3", 'say "x"'],
          photo: [new Uint8Array([0, 255, 10])],
        },
      },
      { action: "add", objectType: "organizationalUnit", dn: `OU=Inside Sales,${staff}`, attributes: {} },
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
    expect(errorsOf(exported)).toEqual([]);
    expect(counts(exported, "partition", "added", "deleted")).toEqual([
      [nord, 2, 0],
      [sued, 0, 1],
    ]);
    expect([...connector.pendingExports()]).toEqual([]);
    expect((await connector.export()).runs).toEqual([]);

    const confirming = await connector.import({ type: "Delta" });
    expect(errorsOf(confirming)).toEqual([]);
    expect(counts(confirming, "notConfirmed")).toEqual([[0], [0]]);
    expect(connector.summary()).toMatchObject({ awaitingConfirmation: 0, outcomeUnknown: 0, errors: 0 });
    const lena = connector.find(newcomer);
    expect(lena).toMatchObject({ state: "imported", anchor: { id: expect.stringMatching(/^[\da-f-]{36}$/) } });
    expect(lena?.imported?.get("manager")).toEqual([jo.dn]);
    expect(lena?.imported?.get("displayName")).toEqual(['Lena "L", Ä\r\n; =1+1']);
    expect(lena?.imported?.get("phones")).toEqual(["+1;2", "+3", 'say "x"']);
    expect(lena?.imported?.get("employeeNumber")).toEqual([-(2n ** 63n)]);
    expect(connector.find(jo)?.imported?.get("manager")).toEqual([newcomer.dn]);
    expect(connector.find({ dn: `OU=Crew,${sued}` })).toMatchObject({ state: "imported" });
    expect(connector.find({ dn: `CN=Zoë Huber,OU=Staff,${sued}` })).toBeNull();
    expect(text("sued", "groups.csv")).not.toContain("Huber");

    // Neither a delta nor a full import has anything to add to what the delta said.
    const before = text("nord", "users.csv");
    expect(counts(await connector.import({ type: "Delta" }), "entries")).toEqual([[0], [0]]);
    expect(counts(await connector.import({ type: "Full" }), "added", "updated", "renamed", "deleted")).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(text("nord", "users.csv")).toBe(before);
  });

  it("comes in pages, full and delta", patient, async () => {
    const { connector } = await openCopy((text) => `${text}pageSize: 2\n`);
    const full = await connector.import({ type: "Full" });
    expect(counts(full, "added", "pages")).toEqual([
      [9, 5],
      [5, 3],
    ]);
    connector.stage([{ action: "update", object: { dn: sales }, newDn: `OU=Sell & Tell,${nord}` }]);
    expect(errorsOf(await connector.export())).toEqual([]);
    // Three names, then three objects and the two that refer to them.
    expect(counts(await connector.import({ type: "Delta" }), "entries", "pages", "notConfirmed")[0]).toEqual([8, 5, 0]);
    const bjoern = connector.find({ dn: `CN=Sø\\, Björn,OU=Sell & Tell,${nord}` });
    expect(bjoern?.imported?.get("manager")).toEqual([`CN=Jo Meyer,OU=Sell & Tell,${nord}`]);
    expect(counts(await connector.import({ type: "Full" }), "updated", "renamed")).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("brings objects as wholes when the host asks for them, and says who is gone", patient, async () => {
    // In a delta it says of two users that something has happened to them, and no more.
    const inline = `
      param($ConfigParameters, $GetImportEntriesRunStep, $OpenImportConnectionRunStep, $Types)
      $page = & scripts/ImportData.ps1 @PSBoundParameters
      if ($GetImportEntriesRunStep.FullObjectEntries.Count -eq 0 -and $OpenImportConnectionRunStep.ImportType -eq 'Delta') {
        foreach ($id in '0a6b1c00-0000-4000-8000-000000000102', '0a6b1c00-0000-4000-8000-000000000103') {
          $entry = [Microsoft.MetadirectoryServices.CSEntryChange]::Create()
          $entry.ObjectModificationType = 'None'
          $entry.ObjectType = 'user'
          $entry.AnchorAttributes.Add([Microsoft.MetadirectoryServices.AnchorAttribute]::Create('id', $id))
          $page.CSEntries.Add($entry)
        }
      }
      $page`;
    const { connector, data, text } = await openCopy((definition) =>
      definition.replace("scripts/ImportData.ps1", JSON.stringify({ inline })),
    );
    await connector.import({ type: "Full", partition: nord });
    const bjoern = { dn: `CN=Sø\\, Björn,${sales}` };
    expect(connector.find(bjoern)).not.toBeNull();
    const changed = text("nord", "users.csv")
      .replace("Sales,,1002", "Sales,Lead,1002")
      .replace(/^.*,bso,.*\n/m, "");
    writeFileSync(join(data, "nord", "users.csv"), changed);
    expect(errorsOf(await connector.import({ type: "Delta", partition: nord }))).toEqual([]);
    expect(connector.find(jo)?.imported?.get("title")).toEqual(["Lead"]);
    expect(connector.find(jo)?.imported?.get("manager")).toHaveLength(1);
    expect(connector.find(bjoern)).toBeNull();
  });

  it("brings who changed names with each other", patient, async () => {
    const { connector, text } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const ada = { dn: `CN=Ada Brandt,${staff}` };
    const [first, second] = [connector.find(ada)?.anchor?.id, connector.find(jo)?.anchor?.id];
    const rename = async (from: string, to: string) => {
      connector.stage([{ action: "update", object: { dn: from }, newDn: to }]);
      expect(errorsOf(await connector.export({ partition: nord }))).toEqual([]);
    };
    await rename(ada.dn, `CN=x,${staff}`);
    await rename(jo.dn, ada.dn);
    await rename(`CN=x,${staff}`, jo.dn);
    await connector.import({ type: "Delta", partition: nord });
    expect([connector.find(jo)?.anchor?.id, connector.find(ada)?.anchor?.id]).toEqual([first, second]);
    expect(connector.find(ada)?.imported?.get("manager")).toEqual([jo.dn]);
    expect(text("nord", "groups.csv")).toContain(`"${jo.dn};${ada.dn}"`);
  });

  it("tells what it refuses, and the rest is done", patient, async () => {
    const { connector, text } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const user = (dn: string, accountName: string, manager: readonly string[] = []) =>
      ({ action: "add", objectType: "user", dn, attributes: { accountName: [accountName], manager } }) as const;
    connector.stage([
      user(`CN=A,${staff}`, "JMEYER"),
      user(`CN=B,${staff}`, "b"),
      user(`CN=C,${staff}`, "c", [`CN=Nobody,${nord}`]),
      user(`CN=D,OU=Nowhere,${nord}`, "d"),
      user(`CN=E,${jo.dn}`, "e"),
      user(`OU=F,${staff}`, "f"),
      user(`CN=G+UID=g,${staff}`, "g"),
      { action: "add", objectType: "user", dn: `CN=H,${staff}`, attributes: { title: ["nobody's account"] } },
      { action: "update", object: jo, attributes: { accountName: [], title: ["unheard"] } },
      { action: "delete", object: { dn: `OU=Groups,${nord}` } },
    ]);
    const errors = errorsOf(await connector.export()).map((error) => [
      Reflect.get(error, "object"),
      Reflect.get(error, "code"),
    ]);
    expect(errors.toSorted()).toEqual(
      [
        [`CN=A,${staff}`, "ExportErrorConstraintViolation"],
        [`CN=C,${staff}`, "ExportActionRetryReferenceAttribute"],
        [`CN=D,OU=Nowhere,${nord}`, "ExportErrorNonExistingParent"],
        [`CN=E,${jo.dn}`, "ExportErrorInvalidDN"],
        [`OU=F,${staff}`, "ExportErrorInvalidDN"],
        [`CN=G+UID=g,${staff}`, "ExportErrorInvalidDN"],
        [`CN=H,${staff}`, "ExportErrorMissingProvisioningAttribute"],
        [jo.dn, "ExportErrorConstraintViolation"],
        [`OU=Groups,${nord}`, "ExportErrorConstraintViolation"],
      ].toSorted(),
    );
    await connector.import({ type: "Delta", partition: nord });
    expect(connector.find({ dn: `CN=B,${staff}` })).toMatchObject({ state: "imported" });
    expect(connector.find({ dn: `CN=C,${staff}` })?.imported?.get("accountName")).toEqual(["c"]);
    expect(connector.find(jo)?.imported?.get("title")).toBeUndefined();
    expect(text("nord", "users.csv")).not.toContain("unheard");
  });

  it("sets passwords, of new users as of others, and none is written down in clear", patient, async () => {
    const { connector, data, output } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const newUser = (name: string) =>
      ({ action: "add", objectType: "user", dn: `CN=${name},${staff}`, attributes: { accountName: [name] } }) as const;
    expect(await connector.exportOne({ change: newUser("N"), password: new Secret(password) })).toEqual({
      changed: true,
    });
    await expect(connector.exportOne({ change: newUser("O"), password: new Secret("short") })).rejects.toThrow(
      "at least 12 characters",
    );
    await connector.setPassword({
      object: jo,
      newPassword: new Secret(password),
      options: { forceChangeAtLogOn: true },
    });
    await connector.import({ type: "Delta", partition: nord });
    expect(connector.find(jo)?.imported?.get("mustChangePassword")).toEqual([true]);
    // The same text, typed otherwise.
    const composed = "Z\u00fcrich am See, morgens";
    const changed = { object: jo, newPassword: new Secret(composed.normalize("NFD")) };
    await expect(connector.setPassword({ ...changed, oldPassword: new Secret("not this one") })).rejects.toThrow(
      "old password",
    );
    await connector.setPassword({ ...changed, oldPassword: new Secret(password) });
    await connector.import({ type: "Delta", partition: nord });
    expect(connector.find(jo)?.imported?.get("mustChangePassword")).toEqual([false]);

    const file = join(data, "nord", "passwords.csv");
    const [, first, second, ...more] = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(isHashOf(password, first)).toBe(true);
    expect(isHashOf(composed, second)).toBe(true);
    expect(more).toEqual([]);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const path of [file, connector.summary().file]) expect(readFileSync(path).includes(password)).toBe(false);
    expect(output.join("\n")).not.toContain(password);
  });

  it("says what is wrong with a password, and never which it was", patient, async () => {
    const { connector, data } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const cases = [
      [jo, "short", "InvalidInput", "at least 12 characters"],
      [jo, "🐎".repeat(11), "InvalidInput", "at least 12 characters"],
      [jo, "long enough, but\nof two lines", "InvalidInput", "no line break"],
      [everybody, "long enough, of no user", "RemoteExecutionFailed", "no such user"],
    ] as const;
    for (const [object, wrong, code, message] of cases) {
      const error = await connector.setPassword({ object, newPassword: new Secret(wrong) }).catch((thrown) => thrown);
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
      expect(error.message).not.toContain(wrong);
    }
    expect(readdirSync(join(data, "nord"))).not.toContain("passwords.csv");
  });

  it("unlocks who is locked, and forgets the password of who is gone", patient, async () => {
    const { connector, text } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const bjoern = { dn: `CN=Sø\\, Björn,${sales}` };
    const newPassword = new Secret("🐎".repeat(12));
    await connector.setPassword({ object: bjoern, newPassword, options: { unlockAccount: true } });
    await connector.setPassword({ object: jo, newPassword: new Secret(password) });
    await connector.import({ type: "Delta", partition: nord });
    expect(connector.find(bjoern)?.imported?.get("locked")).toEqual([false]);

    connector.stage([{ action: "delete", object: jo }]);
    expect(errorsOf(await connector.export())).toEqual([]);
    expect(text("nord", "passwords.csv").split("\n")).toHaveLength(3);
    for (const file of ["users.csv", "groups.csv"]) expect(text("nord", file)).not.toContain("Jo Meyer");
  });

  it("writes nothing down where an export changes nothing", patient, async () => {
    const { connector, data, text } = await openCopy();
    await connector.import({ type: "Full", partition: sued });
    const file = join(data, "sued", "users.csv");
    const without = text("sued", "users.csv").replace(/^.*Huber.*\n/m, "");
    writeFileSync(file, without);
    writeFileSync(
      join(data, "sued", "groups.csv"),
      text("sued", "groups.csv").replace("All staff,,", "All staff,everybody,"),
    );
    const before = [text("sued", "users.csv"), text("sued", "groups.csv")];
    // The directory knows both already; the host does not.
    connector.stage([
      { action: "delete", object: { dn: `CN=Zoë Huber,OU=Staff,${sued}` } },
      { action: "update", object: inSouth, attributes: { description: ["everybody"] } },
    ]);
    expect(errorsOf(await connector.export())).toEqual([]);
    expect([text("sued", "users.csv"), text("sued", "groups.csv")]).toEqual(before);
    expect(readdirSync(join(data, "sued")).toSorted()).toEqual(["groups.csv", "ous.csv", "users.csv", "writing.lock"]);
  });

  it("names the line of a row that cannot be read, and its object is not taken for gone", patient, async () => {
    const { connector, data, text } = await openCopy();
    await connector.import({ type: "Full", partition: nord });
    const spoilt = text("nord", "users.csv").replace(",1002,true,", ",x,true,").replace(/$/, 'u9,"CN=1,DC=x"y\n');
    writeFileSync(join(data, "nord", "users.csv"), spoilt);
    const imported = await connector.import({ type: "Full", partition: nord });
    expect(errorsOf(imported)).toMatchObject([
      {
        object: jo.dn,
        code: "ImportErrorInvalidNumericValue",
        message: expect.stringContaining("users.csv, line 3: employeeNumber is no whole number."),
      },
      {
        code: "ImportErrorParseError",
        message: expect.stringContaining("users.csv, line 5: the record has text behind a closing quote."),
      },
    ]);
    expect(connector.find(jo)).not.toBeNull();
    // What could not be written back is not exported.
    connector.stage([{ action: "update", object: everybody, attributes: { description: ["x"] } }]);
    await expect(connector.export()).rejects.toThrow(/users\.csv, line 5.*Mend it/s);
    expect(text("nord", "users.csv")).toBe(spoilt);
  });

  it("is not written to by two at a time", patient, async () => {
    const { connector, data } = await openCopy();
    await connector.import({ type: "Full", partition: sued });
    connector.stage([{ action: "update", object: inSouth, attributes: { description: ["x"] } }]);
    const release = await holdLock(join(data, "sued", "writing.lock"));
    try {
      await expect(connector.export()).rejects.toMatchObject({
        code: "ConnectionFailed",
        message: expect.stringContaining("Somebody else writes to the directory"),
      });
    } finally {
      await release();
    }
    expect(errorsOf(await connector.export())).toEqual([]);
  });

  it("has all of a page or nothing of it, wherever its writer was cut off", patient, async () => {
    const { connector, data, text } = await openCopy();
    await connector.import({ type: "Full", partition: sued });
    const folder = join(data, "sued");
    const describe = async (description: string) => {
      connector.stage([{ action: "update", object: inSouth, attributes: { description: [description] } }]);
      expect(errorsOf(await connector.export())).toEqual([]);
    };
    await describe("one");
    const old = text("sued", "groups.csv");
    await describe("two");

    // Cut off before the head was replaced: lines that do not count, and files that nobody looks at.
    writeFileSync(join(folder, "changes.csv"), "3,delete,group,x,y\n", { flag: "a" });
    writeFileSync(join(folder, "groups.csv.3.new"), "id,dn\n");
    expect(counts(await connector.import({ type: "Delta", partition: sued }), "errors", "notConfirmed")).toEqual([
      [[], 0],
    ]);
    expect(connector.find(inSouth)?.imported?.get("description")).toEqual(["two"]);

    // Cut off after it: what is valid has not got its name yet.
    renameSync(join(folder, "groups.csv"), join(folder, "groups.csv.2.new"));
    writeFileSync(join(folder, "groups.csv"), old);
    await connector.import({ type: "Full", partition: sued });
    expect(connector.find(inSouth)?.imported?.get("description")).toEqual(["two"]);

    await describe("three");
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
    expect(text("sued", "changes.csv").split("\n")).toHaveLength(5);
    expect(counts(await connector.import({ type: "Delta", partition: sued }), "confirmed")).toEqual([[1]]);
  });

  it("asks for a full import where the change log is not the one that it knows", patient, async () => {
    const { connector, data } = await openCopy();
    await connector.import({ type: "Full", partition: sued });
    connector.stage([{ action: "update", object: inSouth, attributes: { description: ["x"] } }]);
    await connector.export();
    await connector.import({ type: "Delta", partition: sued });
    rmSync(join(data, "sued", "head.json"));
    await expect(connector.import({ type: "Delta", partition: sued })).rejects.toThrow("Run a full import");
    await connector.import({ type: "Full", partition: sued });
    expect(counts(await connector.import({ type: "Delta", partition: sued }), "entries")).toEqual([[0]]);
  });
});
