// The host's end of the conversation with PowerShell, against a stand-in that speaks the other one.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { type Connector, openConnector, type SlotName } from "../../src/index.ts";
import { useStandIn } from "./stand-in.ts";

const odd = join(import.meta.dirname, "odd-connector.ts");
const example = join(import.meta.dirname, "../../../../examples/csv-connector");
const csvDirectory = join(example, "src/index.ts");
const importSlots: readonly SlotName[] = ["schema", "beginImport", "importData", "endImport"];

/** Limits of seconds are over in no time. */
function impatient(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds >= 1_000 && milliseconds <= 5_000 ? milliseconds / 20 : milliseconds);
  return () => clearTimeout(timer);
}

// Windows starts no program by its first line.
describe.skipIf(process.platform === "win32")("scripts of a PowerShell that a stand-in takes the place of", () => {
  const standIn = useStandIn([odd, csvDirectory]);
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  function makeFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "idle-powershell-"));
    folders.push(folder);
    return folder;
  }

  async function openOdd(does: string, more: object = {}, scripts: object = {}): Promise<Connector> {
    const folder = makeFolder();
    const inline = standIn.script(odd);
    const definition = {
      name: "odd",
      capabilities: { enableImport: true, enableDeltaImport: true },
      parameters: { global: { Do: does, Key: { secret: "env:KEY" } } },
      powerShell: { executable: standIn.executable },
      scripts: { ...Object.fromEntries(importSlots.map((slot) => [slot, { inline }])), ...scripts },
      ...more,
    };
    const connector = await openConnector({
      definition,
      folder: join(folder, "odd"),
      setTimer: impatient,
      secrets: { resolve: async () => new Secret("0pen-sesame"), resolveText: async (text: string) => text },
    });
    onTestFinished(() => connector.close());
    return connector;
  }

  it("bring pages, and the process of a run ends with it", async () => {
    const connector = await openOdd("pages");
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ added: 6, pages: 2 }]);
    // A process of its own has not counted any page yet.
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ added: 0, unchanged: 6, pages: 2 }]);
  });

  it("bring values as they are", async () => {
    const connector = await openOdd("odd values");
    await connector.import({ type: "Full" });
    const [user] = [...connector.objects()];
    expect(Object.fromEntries(user?.imported ?? [])).toMatchObject({
      displayName: ['Zoë "Ω" \u{1f600}\u0000\n'],
      number: [9_007_199_254_740_993n],
      photo: [new Uint8Array([0, 255, 10])],
    });
  });

  it("fail as what they threw says", async () => {
    await expect((await openOdd("server down")).import({ type: "Full" })).rejects.toMatchObject({
      code: "ConnectionFailed",
      message: expect.stringContaining("no route to hr"),
      details: { slot: "importData", kind: "ServerDown", category: "NotSpecified" },
    });
  });

  it("leave no secret in an error", async () => {
    await expect((await openOdd("print a password")).import({ type: "Full" })).rejects.toMatchObject({
      message: expect.stringContaining("cannot log on with [REDACTED]"),
    });
  });

  it("are told when their process ends in the middle, and end all the same in another one", async () => {
    const connector = await openOdd("exit");
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "RemoteExecutionFailed",
      message: expect.stringContaining("stand-in has ended (exit code 3) in the middle of it"),
    });
    expect(connector.runs()).toMatchObject([{ status: "failed" }]);
  });

  it("are stopped at their time limit, and killed when they do not stop", async () => {
    for (const does of ["hang", "never stop"]) {
      const connector = await openOdd(does, { limits: { scriptSeconds: 1 } });
      await expect(connector.import({ type: "Full" })).rejects.toMatchObject({ code: "Timeout" });
    }
  }, 30_000);

  it("are stopped when the host aborts", async () => {
    const connector = await openOdd("hang");
    const controller = new AbortController();
    const importing = connector.import({
      type: "Full",
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    setTimeout(() => controller.abort(), 500);
    await expect(importing).rejects.toMatchObject({ code: "Cancelled" });
  });

  it("run only when all of them are PowerShell", async () => {
    const connector = await openOdd("pages", {}, { endImport: { inline: "} no script" } });
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: "No script of the connector odd was run. endImport in the definition:1:1: Unexpected token '}'.",
      details: { diagnostics: [{ code: "ScriptNotParsed", pointer: "/scripts/endImport" }] },
    });
  });

  it("need a program that is there, and that speaks with the host", async () => {
    for (const [executable, words] of [
      ["/nowhere/pwsh", 'There is no program "/nowhere/pwsh" on this machine.'],
      ["/bin/false", "/bin/false has ended (exit code 1)."],
    ]) {
      const connector = await openOdd("pages", { powerShell: { executable } });
      await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
        code: "RemoteExecutionFailed",
        message: expect.stringContaining(String(words)),
      });
    }
  });

  it.each([
    ["impersonate", true, "Run the host as the account that is needed"],
    ["loadUserProfile", true, "Take loadUserProfile out"],
    ["logonType", "Network", "Take logonType out"],
    ["signedScriptsOnly", true, "Signatures of scripts can be checked on Windows only"],
  ])("are not run where %s cannot be honoured", async (setting, value, words) => {
    const connector = await openOdd("pages", { connectivity: { [setting]: value } });
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "Unsupported",
      message: expect.stringContaining(words),
    });
  });

  it("run a whole connector: discovery, imports, exports and passwords", async () => {
    const folder = makeFolder();
    cpSync(join(example, "data"), join(folder, "data"), { recursive: true });
    const inline = standIn.script(csvDirectory);
    const slots: readonly SlotName[] = [
      ...importSlots,
      ...(["validation", "partition", "hierarchy", "beginExport", "exportData", "endExport", "password"] as const),
    ];
    const definition = join(folder, "connector.yaml");
    const written = readFileSync(join(example, "connector.yaml"), "utf8").replace(/^use:.*$/m, "");
    const scripts = Object.fromEntries(slots.map((slot) => [slot, { inline }]));
    const more = JSON.stringify({ powerShell: { executable: standIn.executable }, scripts }).slice(1, -1);
    writeFileSync(
      definition,
      `${written}\n${more.replace('"powerShell":', "powerShell: ").replace(',"scripts":', "\nscripts: ")}\n`,
    );
    const connector = await openConnector({ definition });
    onTestFinished(() => connector.close());

    expect((await connector.validate()).map(({ code }) => code)).toEqual(["Success", "Success", "Success"]);
    expect(await connector.discoverPartitions()).toHaveLength(2);
    expect(await connector.children({ parent: "DC=sued,DC=example" })).toHaveLength(3);
    const imported = await connector.import({ type: "Full" });
    expect(imported.runs.map((run) => [run.added, run.errors.length])).toEqual([
      [9, 0],
      [5, 0],
    ]);
    const jo = { dn: "CN=Jo Meyer,OU=Sales,OU=Staff,DC=nord,DC=example" };
    const lena = "CN=Lena Marx,OU=Sales,OU=Staff,DC=nord,DC=example";
    connector.stage([
      {
        action: "add",
        objectType: "user",
        dn: lena,
        attributes: { accountName: ["lmarx"], manager: [jo.dn], employeeNumber: [1004], photo: [new Uint8Array([9])] },
      },
      { action: "update", object: jo, attributes: { title: ["Lead"], phones: ["+49 1"] } },
      { action: "delete", object: { dn: "CN=Zoë Huber,OU=Staff,DC=sued,DC=example" } },
    ]);
    const exported = await connector.export();
    expect(exported.runs.flatMap(({ errors }) => errors)).toEqual([]);
    const confirmed = await connector.import({ type: "Delta" });
    expect(confirmed.runs.map((run) => [run.confirmed, run.notConfirmed, run.errors.length])).toEqual([
      [2, 0, 0],
      [1, 0, 0],
    ]);
    expect(Object.fromEntries(connector.find({ dn: lena })?.imported ?? [])).toMatchObject({
      employeeNumber: [1004],
      manager: [jo.dn],
    });

    await connector.setPassword({ object: { dn: lena }, newPassword: new Secret("correct horse battery") });
    await expect(
      connector.setPassword({ object: { dn: lena }, newPassword: new Secret("short") }),
    ).rejects.toMatchObject({ code: "InvalidInput", details: { kind: "PasswordPolicyViolation" } });
    expect(filesBelow(folder).filter((file) => readFileSync(file).includes("correct horse"))).toEqual([]);
    const compiled = join(folder, ".idle/connectors/csv-directory/Compiled");
    expect(statSync(compiled).mode & 0o777).toBe(0o700);
  }, 60_000);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
