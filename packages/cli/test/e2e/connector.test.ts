/** idle connector, on a package as anybody would write it over a file, from its definition to a confirmed export. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { definition, env, nord, people, writeConnector, writeSystem } from "./connector-package.ts";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

const isWindows = process.platform === "win32";
const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  writeConnector(work);
});
afterEach(() => work.remove());

const run = (command: string, file: string, ...args: string[]) =>
  work.idle(["connector", command, file, ...args], { env });
const connector = (command: string, ...args: string[]) => run(command, "connector.yaml", ...args);
const plain = (command: string, ...args: string[]) => run(command, "plain.connector.yaml", ...args);
const notes = () => (existsSync(join(work.folder, "notes.txt")) ? work.read("notes.txt").trimEnd().split("\n") : []);
const forget = () => work.write("notes.txt", "\n");
const json = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);

const jane = `CN=Jane,OU=Staff,${nord}`;
const bo = `CN=Bo,OU=Staff,${nord}`;
const kim = `CN=Kim,OU=Leavers,${nord}`;
const ada = `CN=Ada,OU=Staff,${nord}`;
const stage = (...changes: readonly object[]) => {
  work.write("changes.ndjson", changes.map((each) => `${JSON.stringify(each)}\n`).join(""));
  return connector("stage", "changes.ndjson");
};
const threeChanges = [
  { action: "add", objectType: "user", dn: ada, attributes: { displayName: "Ada", roles: ["reader"], number: 7 } },
  {
    action: "update",
    object: { dn: jane },
    attributes: { displayName: "Jane Roe", roles: ["reader", "owner"] },
    newDn: `CN=Jane Roe,OU=Staff,${nord}`,
  },
  { action: "delete", object: { dn: kim } },
];

describe("idle connector validate", () => {
  it("shows every problem of the file with its place, and exits with 4", () => {
    work.write("connector.yaml", definition.replace("pageSize: 2", "pageSze: 2").replace("LDAP", "Ldap"));
    const { code, stdout, stderr } = connector("validate");
    expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
    expect(stdout).toMatch(/^connector\.yaml:11:\d+ error \S+ .*LDAP/m);
    expect(stdout).toMatch(/^connector\.yaml:\d+:1 error UnknownKey .*"pageSize"/m);
    expect(stdout).toMatch(/^The definition was checked: \d errors\.$/m);
    const document = json(connector("validate", "--json"));
    expect(document).toMatchObject({ valid: false, file: "connector.yaml", pages: [] });
    expect(document.diagnostics[0]).toMatchObject({ severity: "error", file: "connector.yaml", line: 11 });
  });

  it("asks the script, and shows what it refuses where it stands", () => {
    rmSync(join(work.folder, "system.json"));
    const { code, stdout } = connector("validate");
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /^connector\.yaml:9:\d+ error ParameterRefused File_Global: There is no such file\. \(asked about Connectivity\)$/m,
    );
    expect(notes()).toEqual(["loaded", "validation Connectivity", "validation Global", "validation Partition"]);
    const page = json(connector("validate", "--page", "Global", "--json"));
    expect(page.pages).toEqual([expect.objectContaining({ page: "Global", code: "Failure" })]);
  });

  it("says that all is well, with what was asked", () => {
    expect(connector("validate")).toEqual({
      code: 0,
      stdout:
        "The definition was checked: no problems. The validation script was asked about Connectivity, Global, Partition.\n",
      stderr: "",
    });
  });

  it("looks with --offline at nothing but the file", () => {
    rmSync(join(work.folder, "node_modules"), { recursive: true });
    expect(connector("validate", "--offline")).toEqual({
      code: 0,
      stdout: "The definition was checked: no problems.\n",
      stderr: "",
    });
    expect(existsSync(join(work.folder, ".idle"))).toBe(false);
    expect(connector("validate", "--offline", "--page", "Global").code).toBe(64);
  });

  it("says of a workflow that it is one, and of a definition to idle validate likewise", () => {
    const { code, stdout } = run("validate", "joiner.yaml");
    expect(code).toBe(4);
    expect(stdout).toMatch(/^joiner\.yaml error FileOfAnotherKind joiner\.yaml is a workflow\./);
    expect(work.idle(["validate", "connector.yaml"]).stdout).toContain("is the definition of a connector.");
  });

  it("names a package that is not installed, and a file that is not there", () => {
    work.write("connector.yaml", definition.replace("@acme/directory", "@acme/directry"));
    expect(connector("validate").stdout).toMatch(/^connector\.yaml:2:\d+ error PackageNotFound .*npm install/m);
    expect(run("validate", "no.yaml")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no.yaml cannot be read"),
    });
    expect(run("validate", "-").code).toBe(64);
  });

  it.skipIf(!hasTerminals)("shows the lines on a terminal, without accounts and parameters", async () => {
    const bad = definition
      .replace("user: svc-idle", "usr: planted-user")
      .replace("    File:", "    Password: planted-parameter\n    File:")
      .replace("name: acme", "nme: acme");
    work.write("connector.yaml", bad);
    const { code, stdout } = await work.terminal("idle connector validate connector.yaml --offline --no-color");
    expect(code).toBe(4);
    // What stands under a key that nobody knows may be anything.
    expect(stdout).toContain("  1 | nme:…\n    | ^^^\n");
    expect(stdout).toContain("  5 |   usr:…\n    |   ^^^\n");
    expect(stdout).not.toContain("planted");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("idle connector schema, partitions, hierarchy", () => {
  it("shows and keeps the schema, and says what is not as it was", () => {
    const first = connector("schema");
    expect(first).toMatchObject({ code: 0, stderr: "1 type kept.\n" });
    expect(first.stdout).toContain("  roles        String     many values\n");
    writeSystem(work, { further: [{ name: "mail", dataType: "String" }] });
    expect(connector("schema")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n\n1 difference to what was kept:\n {2}\+ user\.mail: String\n$/),
      stderr: "1 type kept in place of what was there. The next import has to be a full one.\n",
    });
    forget();
    expect(connector("schema", "--kept").stdout).toContain("mail");
    expect(json(connector("schema", "--kept", "--json")).schema.types).toHaveLength(1);
    expect(notes()).toEqual([""]);
  });

  it("says that nobody was asked yet", () => {
    expect(connector("schema", "--kept")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error NotReady: /),
    });
  });

  it("shows partitions, and containers as a tree", () => {
    expect(connector("partitions")).toEqual({
      code: 0,
      stdout: `partition           chosen  name\n${nord}  yes     Nord\n`,
      stderr: "1 partition kept.\n",
    });
    expect(connector("hierarchy", "--depth", "2").stdout).toBe(
      [
        `${nord}  Nord`,
        `├─ OU=Staff,${nord}  Staff`,
        `│  └─ OU=Sales,OU=Staff,${nord}`,
        `└─ OU=Leavers,${nord}`,
        "",
      ].join("\n"),
    );
    const { hierarchy } = json(connector("hierarchy", "--parent", `OU=Staff,${nord}`, "--json"));
    expect(hierarchy).toEqual([
      {
        dn: `OU=Staff,${nord}`,
        name: null,
        children: [{ dn: `OU=Sales,OU=Staff,${nord}`, name: null, children: null }],
      },
    ]);
    expect(connector("hierarchy", "--depth", "0").code).toBe(64);
    expect(plain("hierarchy")).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error Unsupported: /) });
  });
});

describe("from an import to a confirmed export", () => {
  it("goes all the way", () => {
    expect(connector("import")).toEqual({
      code: 0,
      stdout: `Full import  ${nord}\n  3 entries in 2 pages: 3 added, 0 updated, 0 deleted, 0 unchanged\n\nImport: 3 added, 0 updated, 0 deleted, 0 unchanged.\n`,
      stderr: "",
    });
    expect(stage(...threeChanges)).toEqual({
      code: 0,
      stdout: "3 changes staged. 3 objects are pending. To see them: idle connector export connector.yaml --dry-run\n",
      stderr: "",
    });
    forget();
    const plan = [
      `+ user ${ada}`,
      '    displayName: "Ada"',
      "    number:      7",
      '    roles:       ["reader"]',
      "",
      `~ user ${jane}`,
      `    → renamed to "CN=Jane Roe,OU=Staff,${nord}"`,
      '    ~ displayName: "Jane Doe" → "Jane Roe"',
      '    - roles:       "writer"',
      '    + roles:       "owner"',
      "",
      `- user ${kim}`,
      "",
      "Export: 1 to add, 1 to change, 1 to delete.",
      "",
    ].join("\n");
    expect(connector("export", "--dry-run")).toEqual({ code: 0, stdout: plan, stderr: "" });
    expect(connector("export")).toEqual({
      code: 64,
      stdout: "",
      stderr:
        "error: There is no terminal to ask on. Nothing was exported. Look at what is pending with idle connector export connector.yaml --dry-run, then export it with --yes.\n",
    });
    const pending = json(connector("export", "--dry-run", "--json"));
    expect(pending).toMatchObject({
      connector: "acme",
      more: false,
      pending: [{ action: "add" }, { action: "update" }, { action: "delete" }],
    });
    // Nobody was asked anything.
    expect(notes()).toEqual([""]);

    expect(connector("export", "--yes")).toEqual({
      code: 0,
      stdout: `${plan}\nDelta export  ${nord}\n  1 added, 1 updated, 1 deleted, in 2 pages\n\nExport: 1 added, 1 updated, 1 deleted.\n`,
      stderr: "",
    });
    expect(notes().slice(1)).toEqual([
      "loaded",
      "beginExport Delta",
      `Add ${ada}`,
      `Update ${jane}`,
      `Delete ${kim}`,
      "endExport Normal",
    ]);
    const nothing =
      "Nothing to export: all that is wanted holds, as far as the last import tells.\nExport: 0 to add, 0 to change, 0 to delete.\n";
    expect(connector("export", "--yes")).toEqual({ code: 0, stdout: nothing, stderr: "" });
    expect(json(connector("export", "--yes", "--json"))).toEqual({ confirmations: 0, runs: [] });
    expect(connector("show").stdout).toContain("  awaiting confirmation  3, which the next import confirms\n");
    expect(connector("show", ada).stdout).toContain("  state      exported, and not confirmed by an import yet\n");

    const confirmed = json(connector("import", "--delta", "--json"));
    expect(confirmed.runs).toEqual([
      expect.objectContaining({ type: "Delta", confirmed: 3, notConfirmed: 0, errors: [] }),
    ]);
    expect(connector("show").stdout).toMatch(/Waiting\n {2}none\n$/);
    expect(json(connector("show", ada, "--json")).object).toMatchObject({
      anchor: { id: "id-11" },
      state: "imported",
      imported: { displayName: "Ada", roles: ["reader"], number: 7 },
    });
  });

  it("works for objects without names, too", () => {
    expect(plain("import").code).toBe(0);
    work.write("changes.ndjson", '{"action":"delete","object":{"objectType":"user","anchor":{"id":"2"}}}\n');
    expect(plain("stage", "changes.ndjson").code).toBe(0);
    expect(plain("export", "--dry-run").stdout).toBe("- user 2\n\nExport: 0 to add, 0 to change, 1 to delete.\n");
    expect(plain("show", "user:2").stdout).toMatch(
      /^2\n {2}type {4}user\n {2}anchor {2}id "2"\n {2}state {3}to be deleted/,
    );
    expect(plain("show", "2").code).toBe(64);
    expect(plain("export", "--yes").code).toBe(0);
    expect(plain("import").stdout).toContain("1 exported change confirmed");
  });

  it.skipIf(!hasTerminals).each([
    ["y\n", 0, "Export: 1 added, 1 updated, 1 deleted."],
    ["n\n", 1, "Not agreed to: nothing was exported."],
  ])("asks on a terminal, and %j is an answer", async (answer, code, end) => {
    connector("import");
    stage(...threeChanges);
    const line = `export ACME_PASSWORD=${env.ACME_PASSWORD}; idle connector export connector.yaml --no-color`;
    const outcome = await work.terminal(line, answer);
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toContain("Export: 1 to add, 1 to change, 1 to delete.\n\nExport this? [y/N] ");
    expect(outcome.stdout).toContain(end);
    for (const row of outcome.stdout.split("\n")) expect(row.split("\r").at(-1)?.length).toBeLessThanOrEqual(85);
  });

  it.skipIf(!hasTerminals)("does not ask what a limit refuses anyway", async () => {
    work.write("connector.yaml", `${definition}limits:\n  deletions: 0\n`);
    connector("import");
    stage(...threeChanges);
    const line = `export ACME_PASSWORD=${env.ACME_PASSWORD}; idle connector export connector.yaml --no-color`;
    const outcome = await work.terminal(line, "y\n");
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain("ThresholdExceeded");
    expect(outcome.stdout).not.toContain("Export this?");
  });

  it.skipIf(!hasTerminals)("sends nothing when something else became pending while it was asked", async () => {
    connector("import");
    stage(...threeChanges);
    const line = `export ACME_PASSWORD=${env.ACME_PASSWORD}; idle connector export connector.yaml --no-color`;
    const answer = () => {
      stage({ action: "delete", object: { dn: bo } });
      return "y\n";
    };
    const outcome = await work.terminal(line, [["[y/N] ", answer]]);
    expect(outcome.code).toBe(5);
    expect(outcome.stdout.replaceAll("\n", " ")).toContain(
      "Something else became pending while you were asked: nothing was exported.",
    );
    expect(notes()).not.toContain("beginExport Delta");
  });

  it("refuses what the connector cannot do, and what cannot be changed any more", () => {
    connector("import");
    expect(connector("export", "--yes", "--full").stderr).toContain("its capability enableFullExport is off");
    expect(connector("import", "--partition", "DC=west,DC=example").stderr).toMatch(/^error InvalidInput: .*DC=nord/);
    work.write("connector.yaml", definition.replace("hierarchy: true", "hierarchy: false"));
    const { code, stderr } = connector("import");
    expect(code).toBe(4);
    expect(stderr).toMatch(/^connector\.yaml:\d+:\d+ error CapabilityChanged .*hierarchy/);
  });

  it("counts an object with an error as a failure, and does the others", () => {
    writeSystem(work, { bad: 2 });
    const { code, stdout } = connector("import");
    expect(code).toBe(1);
    expect(stdout.match(/^error \S+ user CN=/gm)).toHaveLength(2);
    expect(stdout).toMatch(/\nImport: 1 added, .* 2 errors\.\n$/);
    expect(connector("show", "--errors")).toMatchObject({ code: 0, stderr: "2 errors.\n" });
    writeSystem(work);
    connector("import");
    stage({ action: "add", objectType: "user", dn: `CN=Taken,${nord}`, attributes: {} });
    const exported = connector("export", "--yes");
    expect(exported).toMatchObject({ code: 1, stderr: "" });
    expect(exported.stdout).toContain(`error ExportErrorConnectedDirectoryExistingObject user CN=Taken,${nord}: `);
    expect(exported.stdout).toMatch(/\nExport: 0 added, .* 1 error\.\n$/);
  });

  it("stops at a limit with 3, and sends nothing", () => {
    work.write("connector.yaml", `${definition}limits:\n  deletions: 1\n`);
    connector("import");
    stage(...[jane, bo].map((dn) => ({ action: "delete", object: { dn } })));
    forget();
    const { code, stderr } = connector("export", "--yes");
    expect({ code, notes: notes() }).toEqual({ code: 3, notes: [""] });
    expect(stderr).toMatch(/^error ThresholdExceeded: /);
    // Who only looks is told, too.
    const looked = connector("export", "--dry-run");
    expect(looked).toMatchObject({ code: 3, stderr });
    expect(looked.stdout).toMatch(/\nExport: 0 to add, 0 to change, 2 to delete\.\n$/);
    const asJson = connector("export", "--dry-run", "--json");
    expect({ code: asJson.code, pending: json(asJson) }).toMatchObject({
      code: 3,
      pending: { pending: [{ action: "delete" }, { action: "delete" }], error: { code: "ThresholdExceeded" } },
    });
    // What should not be is taken back.
    const taken = stage({ action: "unstage", object: { dn: jane } });
    expect(taken.stdout).toMatch(/^1 change staged\. 1 object is pending\./);
    expect(connector("export", "--dry-run")).toMatchObject({ code: 0, stderr: "" });
  });

  it("takes what is in the definition relative to its folder", () => {
    writeConnector(work, "connectors");
    expect(run("import", "connectors/connector.yaml").code).toBe(0);
    work.write("changes.ndjson", `${JSON.stringify(threeChanges[2])}\n`);
    expect(run("stage", "connectors/connector.yaml", "changes.ndjson").code).toBe(0);
    expect(existsSync(join(work.folder, "connectors", "notes.txt"))).toBe(true);
    expect(existsSync(join(work.folder, "notes.txt"))).toBe(false);
  });
});

describe("idle connector stage", () => {
  beforeEach(() => connector("import"));

  it("tells every bad line, stages nothing, and exits with 4", () => {
    const outcome = stage({ action: "update", object: { dn: "CN=Nobody" }, attributes: {} }, threeChanges[0] ?? {}, {
      action: "update",
      object: { dn: jane },
      attributes: { dispalyName: "x" },
    });
    expect(outcome).toMatchObject({ code: 4, stderr: "" });
    expect(outcome.stdout).toMatch(/^changes\.ndjson:1:1 error ChangeInvalid /m);
    expect(outcome.stdout).toMatch(/^changes\.ndjson:3:1 error ChangeInvalid .*displayName/m);
    expect(outcome.stdout).toMatch(/\n2 errors: nothing was staged\.\n$/);
    expect(connector("show").stdout).toMatch(/Waiting\n {2}none\n$/);
    work.write("changes.ndjson", '{"action":"ad"}\n{}\n');
    expect(json(connector("stage", "changes.ndjson", "--json"))).toMatchObject({ staged: 0, errors: 2, more: false });
  });

  it("says once that a connector does not export, whatever the lines are", () => {
    work.write("plain.connector.yaml", work.read("plain.connector.yaml").replace("  enableExport: true\n", ""));
    expect(plain("import").code).toBe(0);
    stage(...threeChanges);
    const { code, stdout, stderr } = plain("stage", "changes.ndjson");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error Unsupported: Nothing can be staged for the connector plain: .*enableExport/);
  });

  it("reads standard input, and says what is so already", () => {
    const input = `${JSON.stringify({ action: "update", object: { dn: jane }, attributes: { displayName: "Jane Doe" } })}\n`;
    const outcome = work.idle(["connector", "stage", "connector.yaml", "-"], { env, input });
    expect(outcome.stdout).toBe("Nothing was staged, 1 is so already. 0 objects are pending.\n");
  });
});

describe("idle connector password", () => {
  beforeEach(() => {
    connector("import");
    forget();
  });

  it("sets it from where a reference says it is", () => {
    expect(connector("password", jane, "--from", "env:NEW", "--unlock", "--must-change")).toEqual({
      code: 0,
      stdout: `The password of ${jane} is set.\n`,
      stderr: "",
    });
    work.write("old.txt", "planted-old\n");
    expect(
      json(connector("password", "user:1", "--from", "env:NEW", "--change", "--old-from", "file:old.txt", "--json")),
    ).toEqual({
      object: "user:1",
      password: "changed",
    });
    expect(notes().filter((line) => line.startsWith("password"))).toEqual([
      `password SetPassword ${jane} 20 0 unlockAccount forceChangeAtLogOn`,
      `password ChangePassword ${jane} 20 11`,
    ]);
  });

  it("asks nobody for the password of an object that is not there", () => {
    const outcome = connector("password", `CN=Nobody,${nord}`);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error NotFound: /) });
    expect(notes()).toEqual([""]);
  });

  it("shows no password when the script says it", () => {
    for (const args of [[], ["--json"]]) {
      const { code, stdout, stderr } = connector("password", jane, "--from", "env:SHORT", ...args);
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/error|"error"/);
      expect(stdout + stderr).not.toContain("planted");
    }
  });

  it.each([
    [["--from", "planted-in-clear"], "--from says where the new password is, env:NAME or file:PATH."],
    [[], "There is no terminal to ask on. Say where the new password is: --from env:NAME or file:PATH."],
    [["--from", "env:NEW", "--old-from", "env:OLD"], "--old-from is for a password that is changed: add --change."],
    [["--from", "env:NEW", "--change", "--unlock"], "--unlock and --must-change are for a password that is set."],
    [["--from", "env:NEW", "--change"], "Say where the old password is: --old-from env:NAME or file:PATH."],
  ])("refuses wrong usage: %j", (args, message) => {
    const { code, stderr } = connector("password", jane, ...args);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("planted");
    expect(notes().filter((line) => line.startsWith("password"))).toEqual([]);
  });

  it.skipIf(!hasTerminals)("asks for it twice on a terminal, and shows none of it", async () => {
    const line = `export ACME_PASSWORD=${env.ACME_PASSWORD}; idle connector password connector.yaml "${jane}"`;
    const typed = (again: string) =>
      [
        ["New password: ", "planted-password\r"],
        ["Once more: ", `${again}\r`],
      ] as const;
    const right = await work.terminal(line, typed("planted-password"));
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining(`The password of ${jane} is set.`) });
    expect(right.stdout).not.toContain("planted");
    const wrong = await work.terminal(line, typed("planted-passwrod"));
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining("Those were two different ones") });
    const interrupted = await work.terminal(line, [["New password: ", "plan\u0003"]]);
    expect(interrupted).toMatchObject({
      code: 130,
      stdout: expect.stringContaining("Interrupted: nothing was changed."),
    });
    expect(notes().filter((each) => each.startsWith("password"))).toEqual([`password SetPassword ${jane} 16 0`]);
  });
});

describe("idle connector show", () => {
  it("needs no package and no system, and tells it in numbers, one by one and in lists", () => {
    connector("import");
    stage(...threeChanges);
    for (const gone of ["node_modules", "system.json"]) rmSync(join(work.folder, gone), { recursive: true });
    const { code, stdout, stderr } = connector("show");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^acme\n {2}space {2}.*space\.sqlite\n {2}size {3}\d.* kB, format 1\n/);
    expect(stdout).toContain("\nObjects\n  user  3\n");
    expect(stdout).toContain("  pending exports  1 to add, 1 to change, 1 to delete\n");
    expect(json(connector("show", "--json"))).toMatchObject({ connector: "acme", pendingAdds: 1 });

    expect(connector("show", "--objects")).toMatchObject({ code: 0, stderr: "4 objects.\n" });
    expect(connector("show", "--state", "pendingDelete").stdout).toMatch(new RegExp(`^name .*\n${kim} `));
    const lines = connector("show", "--type", "USER", "--limit", "2", "--ndjson");
    expect(lines.stderr).toBe("2 objects, and there are more: --limit 2 leaves them out.\n");
    expect(
      lines.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).dn),
    ).toEqual([jane, bo]);
    expect(json(connector("show", "--pending", "--json")).pending).toHaveLength(3);
    expect(connector("show", "--pending", "--limit", "1").stdout).toContain("\n… and 2 more objects.\n");
    expect(connector("show", "--runs").stdout).toMatch(/^run {2}what .*\n1 {4}full import /);
    expect(json(connector("show", jane, "--json"))).toMatchObject({
      object: { state: "pendingUpdate", imported: { roles: ["reader", "writer"] } },
      pending: { action: "update", newDn: `CN=Jane Roe,OU=Staff,${nord}` },
    });
  });

  it("misses an object by its name, and exits with 1", () => {
    connector("import");
    expect(connector("show", `CN=No\u202ebody,${nord}`)).toEqual({
      code: 1,
      stdout: "",
      stderr: `error NotFound: The connector space of acme has no object "CN=No\\u202ebody,${nord}". An import may be due.\n`,
    });
  });

  it.each([
    [[jane, "--objects"], "Name one object, or list them with --objects: not both."],
    [["--objects", "--runs"], "--objects and --runs are two lists. Choose one."],
    [["--runs", "--type", "user"], "--type and --state choose among --objects."],
    [["--ndjson"], "--ndjson, --limit and --partition are for a list"],
    [["--objects", "--json", "--ndjson"], "--json and --ndjson both want standard output. Choose one."],
    [["--errors", "--partition", nord], "--partition chooses among --objects and --pending."],
    [["--type", "usr"], 'There is no type "usr". The schema is not known yet.'],
  ])("refuses wrong usage: %j", (args, message) => {
    expect(connector("show", ...args)).toMatchObject({ code: 64, stderr: expect.stringContaining(message) });
  });

  it.skipIf(isWindows)(
    "lists 50,000 objects without holding them, and stops for an interrupt or a reader that goes (needs a POSIX shell)",
    async () => {
      const text = "x".repeat(2_000);
      const users = Array.from({ length: 50_000 }, (_, index) => ({
        id: `${index}`,
        dn: `CN=P${index},${nord}`,
        displayName: text,
      }));
      work.write("connector.yaml", definition.replace("pageSize: 2", "pageSize: 5000"));
      writeSystem(work, { users });
      expect(connector("import").code).toBe(0);
      const line = `"${process.execPath}" --max-old-space-size=48 "${bin}" connector show connector.yaml --objects --ndjson > out.txt`;
      const { status, stderr } = spawnSync("/bin/sh", ["-c", line], { cwd: work.folder, encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "50,000 objects.\n" });
      expect(statSync(join(work.folder, "out.txt")).size).toBeGreaterThan(200_000_000);

      const child = work.start("connector", "show", "connector.yaml", "--objects", "--json");
      await once(child.stdout ?? child, "data");
      child.kill("SIGINT");
      const outcome = await child.outcome;
      expect(outcome).toMatchObject({ code: 130, stderr: "Interrupted: nothing was changed.\n" });
      expect(JSON.parse(outcome.stdout)).toMatchObject({ more: null, error: { code: "Cancelled" } });

      const head = `{ "${process.execPath}" "${bin}" connector show connector.yaml --objects; echo $? > code.txt; } | head -1`;
      const left = spawnSync("/bin/sh", ["-c", head], { cwd: work.folder, encoding: "utf8" });
      expect({ ...left, code: work.read("code.txt") }).toMatchObject({ code: "0\n", stderr: "" });
    },
    60_000,
  );
});

describe("what goes wrong in a run", () => {
  it("is told without a secret, and leaves the space as it was", () => {
    writeSystem(work, { breaks: true });
    for (const args of [[], ["--json"]]) {
      const { code, stdout, stderr } = connector("import", ...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error RemoteExecutionFailed: /);
      expect(stdout + stderr).not.toContain("planted");
      if (args.length > 0) {
        expect(JSON.parse(stdout)).toMatchObject({
          runs: [{ status: "failed" }],
          error: { code: "RemoteExecutionFailed" },
        });
      }
    }
    expect(notes().at(-1)).toBe("endImport Unknown");
    expect(connector("show", "--objects").stderr).toBe("0 objects.\n");
  });

  it("says where a secret would have to be", () => {
    const { code, stderr } = work.idle(["connector", "import", "connector.yaml"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ACME_PASSWORD") });
    const command = '"command:[\\"node\\",\\"-e\\",\\"console.log(1)\\"]"';
    work.write("connector.yaml", definition.replace("env:ACME_PASSWORD", command));
    expect(connector("import").stderr).toContain("call idle with --allow-command-secrets");
    expect(connector("import", "--allow-command-secrets").code).toBe(0);
  });

  it("may be an error that nobody waits for, and the end script is called all the same", () => {
    const path = "node_modules/@acme/directory/index.js";
    work.write(
      path,
      work.read(path).replace('note("loaded");', 'setTimeout(() => { throw new Error("lost"); }, 100);'),
    );
    writeSystem(work, { forever: true });
    const { code, stderr } = connector("import");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error UnexpectedError: lost\nNobody waited for this error/m);
    expect(notes().at(-1)).toBe("endImport TerminatedByUser");
  });
});

function untilWritten(stream: Readable | null, text: string): Promise<void> {
  let written = "";
  return new Promise((resolve) => {
    stream?.on("data", (more) => {
      written += more;
      if (written.includes(text)) resolve();
    });
  });
}

describe.skipIf(isWindows)("an interrupt (Windows has no signals to send)", () => {
  /** An import that never ends by itself, after its fourth page. */
  async function startLong(args: readonly string[], more: object = {}) {
    writeSystem(work, { forever: true, ...more });
    work.write("password.txt", env.ACME_PASSWORD);
    work.write("connector.yaml", definition.replace("env:ACME_PASSWORD", "file:password.txt"));
    const child = work.start("connector", "import", "connector.yaml", ...args);
    await untilWritten(child.stderr, "page 3\n");
    return child;
  }

  it.each([[[]], [["--json"]]])("ends a long import cleanly: its end script is called, exit 130: %j", async (args) => {
    const child = await startLong(args);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.outcome;
    expect(code).toBe(130);
    expect(stderr.replace(/^page \d+\n/gm, "")).toBe(
      "Interrupted: the import is brought to a clean end, and what the run has read is dropped. Once more to stop at once.\n",
    );
    expect(notes().at(-1)).toBe("endImport TerminatedByUser");
    if (args.length > 0) expect(JSON.parse(stdout)).toMatchObject({ error: { code: "Cancelled" } });
    else expect(stdout).toBe("");
    expect(connector("show", "--objects").stderr).toBe("0 objects.\n");
    expect(json(connector("show", "--runs", "--json")).runs).toMatchObject([{ status: "failed" }]);
  });

  it("ends the process at once the second time, and the next run goes on from before", async () => {
    const child = await startLong([], { stuck: true });
    const ending = untilWritten(child.stderr, "ending\n");
    child.kill("SIGINT");
    await ending;
    child.kill("SIGINT");
    expect(await child.outcome).toMatchObject({ code: 130, stderr: expect.stringContaining("Stopped at once.\n") });
    writeSystem(work);
    expect(connector("import").stdout).toContain(`${people.length} added`);
    expect(json(connector("show", "--runs", "--json")).runs).toMatchObject([{ status: "done" }, { status: "cutOff" }]);
  });
});

describe("what idle knows of definitions", () => {
  it("is their schema, and which files editors have it for", () => {
    expect(json(work.idle(["schema", "connector"]))).toMatchObject({ title: "IdLE connector" });
    expect(work.idle(["schema", "--setup"]).code).toBe(0);
    expect(work.read(".vscode/settings.json")).toContain("*.connector.yaml");
    expect(existsSync(join(work.folder, ".idle/schemas/connector.schema.json"))).toBe(true);
  });

  it("is not loaded where another command runs, and help loads no package", () => {
    for (const args of [
      ["connector", "--help"],
      ["connector", "export", "--help"],
      ["help", "connector", "stage"],
    ]) {
      expect(work.idle(args).code).toBe(0);
    }
    expect(notes()).toEqual([]);
    expect(work.idle(["connector", "imprt", "connector.yaml"]).stderr).toContain("(Did you mean import?)");
    const { stdout } = work.idle([
      "__complete",
      "bash",
      "--",
      "connector",
      "show",
      "connector.yaml",
      "--state",
      "pend",
    ]);
    expect(stdout).toContain("pendingAdd");
    expect(work.idle(["__complete", "bash", "--", "connector", "stage", "connector.yaml", ""]).stdout).toBe(":files\n");
  });
});
