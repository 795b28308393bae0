// The example of a connector, as its author has it: outside of the repository, on our packages as published; and the shipped
// workflows against it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "@idle/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthorsPackage, createAuthorsPackage } from "./authors-package.ts";
import { root } from "./packed-packages.ts";

let example: AuthorsPackage;
const idle = (...args: string[]) => example.idle(args, { NEW_PASSWORD: "correct horse battery" });
const connector = (command: string, ...args: string[]) => idle("connector", command, "connector.yaml", ...args);

function expectDone({ code, output }: { readonly code: number | null; readonly output: string }): string {
  expect(code, output).toBe(0);
  return output;
}

beforeAll(async () => {
  const isSource = (path: string) => !/[\\/](node_modules|dist|\.idle)$/.test(path);
  example = await createAuthorsPackage(
    (parent) => {
      const from = join(root, "examples", "csv-connector");
      cpSync(from, join(parent, "package"), { recursive: true, filter: isSource });
      return "package";
    },
    ["fast-check"],
  );
  expectDone(example.build());
}, 120_000);

afterAll(() => example?.remove());

describe("the example of a connector", { timeout: 120_000 }, () => {
  it("type-checks", () => {
    expectDone(example.typeCheck());
  });

  it("passes its own tests", () => {
    expect(expectDone(example.test())).toMatch(/Tests.* passed/);
  });

  it("does what its page says, from the first look to a change that an import confirms", () => {
    expectDone(connector("validate"));
    expect(expectDone(connector("partitions"))).toContain("DC=sued,DC=example");
    expect(expectDone(connector("hierarchy", "--depth", "2"))).toContain("Sales");
    expectDone(connector("import"));
    expectDone(connector("stage", "requests/changes.ndjson"));
    const plan = expectDone(connector("export", "--dry-run"));
    expect(plan).toMatch(/Export: \d+ to add, \d+ to change, \d+ to delete/);
    expectDone(connector("export", "--yes"));
    expect(expectDone(connector("export", "--dry-run"))).toContain("0 to add, 0 to change, 0 to delete");
    expectDone(connector("import", "--delta"));
    const { pendingAdds, pendingUpdates, awaitingConfirmation, errors } = JSON.parse(
      expectDone(connector("show", "--json")),
    );
    expect({ pendingAdds, pendingUpdates, awaitingConfirmation, errors }).toEqual({
      pendingAdds: 0,
      pendingUpdates: 0,
      awaitingConfirmation: 0,
      errors: 0,
    });
    const jo = "CN=Jo Meyer,OU=Sales,OU=Staff,DC=nord,DC=example";
    expectDone(connector("password", jo, "--from", "env:NEW_PASSWORD"));
    expect(readFileSync(join(example.folder, "data", "nord", "passwords.csv"), "utf8")).not.toContain("correct horse");
  });

  it("is a provider for workflows of its own", () => {
    const request = ["-w", "workflows/joiner.yaml", "-r", "requests/joiner.yaml"];
    expectDone(idle("apply", ...request, "--yes"));
    expect(expectDone(idle("plan", ...request, "--detailed-exitcode"))).toContain("Plan: 0 to add, 0 to change");
    expectDone(idle("apply", "-w", "workflows/leaver.yaml", "-r", "requests/leaver.yaml", "--yes"));
    expect(expectDone(connector("import", "--delta"))).toContain("0 added, 0 updated, 0 deleted");
  });
});

describe("the shipped workflows against it", { timeout: 120_000 }, () => {
  const domain = "DC=example,DC=com";
  const requests = {
    joiner: {
      lifecycleEvent: "Joiner",
      identityKeys: { sAMAccountName: "jdoe", EmployeeId: "004711" },
      intent: {
        GivenName: "Jürgen",
        Surname: "O'Brien, (ext) #1 *",
        Department: "Engineering",
        Manager: `CN=mmiller,OU=Staff,${domain}`,
        EmployeeType: "Employee",
        Container: `OU=Staff,${domain}`,
        Groups: [{ kind: "Group", id: `CN=Engineering,OU=Groups,${domain}` }],
      },
    },
    mover: {
      lifecycleEvent: "Mover",
      identityKeys: { sAMAccountName: "jdoe" },
      intent: {
        Department: "Sales",
        Container: `OU=Sales,OU=Staff,${domain}`,
        Grant: [{ kind: "Group", id: `CN=Sales,OU=Groups,${domain}` }],
        Revoke: [{ kind: "Group", id: `CN=Engineering,OU=Groups,${domain}` }],
      },
    },
    leaver: { lifecycleEvent: "Leaver", identityKeys: { sAMAccountName: "jdoe" }, intent: {} },
  };

  const write = (name: string, text: string) => writeFileSync(join(example.folder, name), text);

  beforeAll(() => {
    mkdirSync(join(example.folder, "company", "com"), { recursive: true });
    cpSync(join(root, "workflows"), join(example.folder, "shipped"), { recursive: true });
    write("company/partitions.csv", `dn,folder,id,name\n"${domain}",com,p1,Company\n`);
    const units = ["OU=Staff", "OU=Sales,OU=Staff", "OU=Leavers", "OU=Groups"];
    write("company/com/ous.csv", `id,dn\n${units.map((unit, at) => `o${at},"${unit},${domain}"`).join("\n")}\n`);
    const groups = ["All Staff", "Intranet Readers", "Engineering", "Sales", "Leavers", "Contractors"];
    write(
      "company/com/groups.csv",
      `id,dn,displayName,member\n${groups.map((name, at) => `g${at},"CN=${name},OU=Groups,${domain}",${name},`).join("\n")}\n`,
    );
    write(
      "company/com/users.csv",
      `id,dn,accountName,accountEnabled\nu0,"CN=mmiller,OU=Staff,${domain}",mmiller,true\n`,
    );
    write(
      "company.yaml",
      readFileSync(join(example.folder, "connector.yaml"), "utf8")
        .replace("name: csv-directory", "name: company")
        .replace("Folder: data", "Folder: company"),
    );
    write(
      "idle.config.yaml",
      `providers:
  Identity:
    use: "@idle/connector"
    options:
      definition: company.yaml
      objectType: user
      identityKey: accountName
      rdnAttribute: CN
      enabled: { attribute: accountEnabled, enabled: true, disabled: false }
      entitlements: { kind: Group, attribute: member, of: group, displayName: displayName }
      revokeSessions: resetPassword
  DirectorySync: { use: "@idle/provider-directorysync-entraconnect" }
authSessions:
  - { match: { name: DirectorySync }, use: "@idle/adsync-simulator", options: { cycleSeconds: 2 } }
stateFolder: state
`,
    );
  });

  function changedBy(event: keyof typeof requests): number {
    write("request.json", JSON.stringify(requests[event]));
    const args = ["-w", `shipped/${event}.yaml`, "-r", "request.json", "--yes", "--out", "result.json"];
    expectDone(idle("apply", ...args));
    const result: Result = JSON.parse(readFileSync(join(example.folder, "result.json"), "utf8"));
    return result.steps.filter(({ changed }) => changed).length;
  }
  const person = () => {
    const shown = JSON.parse(expectDone(idle("identities", "show", "jdoe", "--json")));
    const { identity, entitlements } = shown as {
      identity: { enabled: boolean; container: string; attributes: Record<string, unknown> };
      entitlements: { displayName: string }[];
    };
    return { ...identity, groups: entitlements.map(({ displayName }) => displayName).toSorted() };
  };

  it("have somebody join, move and leave, a second run of each changes nothing, and an import finds nothing new", () => {
    expect(changedBy("joiner")).toBeGreaterThan(5);
    expect(person()).toMatchObject({
      enabled: true,
      container: `OU=Staff,${domain}`,
      attributes: {
        employeeId: "004711",
        surname: "O'Brien, (ext) #1 *",
        department: "Engineering",
        company: "Example Ltd",
        manager: `CN=mmiller,OU=Staff,${domain}`,
      },
      groups: ["All Staff", "Engineering", "Intranet Readers"],
    });
    expect(changedBy("joiner")).toBe(0);

    expect(changedBy("mover")).toBeGreaterThan(3);
    expect(person()).toMatchObject({
      container: `OU=Sales,OU=Staff,${domain}`,
      groups: ["All Staff", "Intranet Readers", "Sales"],
    });
    expect(changedBy("mover")).toBe(0);

    expect(changedBy("leaver")).toBeGreaterThan(3);
    expect(person()).toMatchObject({ enabled: false, container: `OU=Leavers,${domain}`, groups: ["Leavers"] });
    expect(changedBy("leaver")).toBe(0);

    const { runs } = JSON.parse(expectDone(idle("connector", "import", "company.yaml", "--json")));
    expect(runs).toMatchObject([{ added: 0, updated: 0, deleted: 0, notConfirmed: 0, errors: [] }]);
  });
});
