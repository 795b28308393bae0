import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

/** An installed package whose one file says when it is loaded, and when its parts are called. */
function install(name: string, plugin: string, version: string | null = "2.3.4"): void {
  const manifest = { name, type: "module", exports: "./index.js", ...(version !== null && { version }) };
  work.write(`node_modules/${name}/package.json`, manifest);
  work.write(
    `node_modules/${name}/index.js`,
    `import { writeFileSync } from "node:fs";\nconst note = (name) => writeFileSync(name, "");\n${plugin}`,
  );
}

const badge = `const step = (type, more = {}) => ({ type, description: "Prints a badge. It takes a minute.", with: { type: "object", additionalProperties: false, required: ["who"],
  properties: { who: { type: "string", description: "Whose badge." }, colour: { enum: ["red", "blue"] } } }, requiredCapabilities: ["Acme.Badge.Print"], previewCapabilities: [], execute() { note("executed"); return { changed: true }; },
  example: { who: "{{Request.IdentityKeys.EmployeeId}}" }, defaultAuthSessionName: "Printer", ...more });
`;

describe("idle steps", () => {
  it("lists the built-in step types where there is no configuration", () => {
    work.write("empty/.git/x", "");
    const { code, stdout, stderr } = work.idle(["steps"], { cwd: join(work.folder, "empty") });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("@idle/steps-common  built in");
    expect(lines).toContain("  IdLE.Step.MoveIdentity                 Moves an identity to another container.");
    expect(stdout).toContain("@idle/steps-directory-sync  built in\n  IdLE.Step.TriggerDirectorySync  ".slice(0, 40));
  });

  it("has those of the configuration's packages, and explains one", () => {
    install(
      "@acme/badges",
      `${badge}export const idlePlugin = { contractVersion: 1, steps: [step("Acme.Step.PrintBadge")] };`,
    );
    work.write("idle.config.yaml", 'steps: ["@acme/badges"]\n');
    expect(work.idle(["steps"]).stdout).toContain(
      "\n@acme/badges\n  Acme.Step.PrintBadge                   Prints a badge.\n",
    );
    const { code, stdout } = work.idle(["steps", "printbadge"]);
    expect(code).toBe(0);
    expect(stdout).toBe(`Acme.Step.PrintBadge
  Prints a badge. It takes a minute.

  from           @acme/badges
  needs          Acme.Badge: Print
  session        Printer, unless with.authSessionName names another
  runs again     not by itself after an unknown outcome: it is not idempotent

Inputs, under with
  who  string, required
      Whose badge.
  colour  red or blue
  and, as every step: provider, authSessionName, authSessionOptions

Example, below steps
  - name: Print badge
    type: Acme.Step.PrintBadge
    with:
      who: "{{Request.IdentityKeys.EmployeeId}}"
`);
    const data = JSON.parse(work.idle(["steps", "PrintBadge", "--json"]).stdout);
    expect(data).toMatchObject({ package: "@acme/badges", type: "Acme.Step.PrintBadge", with: { required: ["who"] } });
    expect(
      JSON.parse(work.idle(["steps", "--json"]).stdout).packages.map((each: { package: string }) => each.package),
    ).toEqual(["@idle/steps-common", "@idle/steps-directory-sync", "@acme/badges"]);
    expect(existsSync(join(work.folder, "executed"))).toBe(false);
  });

  it("shows the others when a package cannot be used", () => {
    install(
      "@acme/odd",
      `${badge}export const idlePlugin = { contractVersion: 1, steps: [step("IdLE.Step.MoveIdentity"), step("Acme.Step.Fine")] };`,
    );
    install("@acme/raw", 'export const idlePlugin = { contractVersion: 1, steps: [null, { type: "x" }] };');
    work.write("idle.config.yaml", 'steps: ["@acme/gone", "@acme/odd", "@acme/raw", "@idle/provider-mock"]\n');
    const { code, stdout, stderr } = work.idle(["steps"]);
    expect(code).toBe(1);
    expect(stdout).toContain("  Acme.Step.Fine ");
    expect(stdout).toContain("  IdLE.Step.CreateIdentity ");
    expect(stderr).toContain('idle.config.yaml:1:9 error PackageNotFound The package "@acme/gone" is not installed.');
    expect(stderr).toContain('The package "@acme/raw" has a step type, number 1, that defineStep did not make.');
    expect(stderr).toContain('The package "@acme/odd" has the step type IdLE.Step.MoveIdentity, which idle itself has');
    expect(stderr).toContain('The package "@idle/provider-mock" has no step types.');
  });

  it("says what was meant", () => {
    expect(work.idle(["steps", "MoveIdentiy"])).toMatchObject({
      code: 64,
      stdout: "",
      stderr:
        'error: There is no step type "MoveIdentiy". Did you mean IdLE.Step.MoveIdentity? idle steps lists them all.\n',
    });
    expect(work.idle(["steps", "prune"]).stderr).toContain(
      "Did you mean IdLE.Step.PruneEntitlements or IdLE.Step.PruneEntitlementsEnsureKeep?",
    );
    expect(work.idle(["steps", "\u001b[31m\u202e"]).stderr).toContain('There is no step type "\\u001b[31m\\u202e".');
  });
});

describe("idle providers", () => {
  const provider = (more: string) => `export const idlePlugin = { contractVersion: 1,
  capabilities: [{ id: "Acme.Badge.Print", methods: { printBadge: "write" } }],
  steps: [], createProvider: () => ({ name: "Badge printer", getCapabilities: () => ["Acme.Badge.Print"], printBadge() { note("contacted"); }, ${more} }),
  createSession() { note("session"); } };`;

  it("shows each provider, what would serve it, and what nobody can run; contacts nothing and makes no session", () => {
    install(
      "@acme/badges",
      `${badge}export const idlePlugin = { contractVersion: 1, steps: [step("Acme.Step.PrintBadge")] };`,
    );
    install("@acme/printer", provider('session: { type: "Command", required: true }'));
    work.write(
      "idle.config.yaml",
      `steps: ["@acme/badges"]
redactNames: [badgeCode]
providers:
  Identity: { use: "@idle/provider-mock" }
  Badges: { use: "@acme/printer" }
authSessions:
  - match: { name: Printer, purpose: Plan }
    use: "@acme/printer"
    options: { password: "env:IDLE_TEST_NOT_SET" }
  - match: { name: Printer, purpose: Execute }
    type: Credential
    userName: "env:IDLE_TEST_NOT_SET"
    password: 'command:["touch","ran"]'
  - match: { name: Other, badgeCode: "hunter22222" }
    type: Credential
    userName: svc-visible
    password: "file:/nowhere"
`,
    );
    const { code, stdout, stderr } = work.idle(["providers"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replace(/provider-mock \d+\.\d+\.\d+/, "provider-mock VERSION")).toBe(
      `idle.config.yaml

Identity  Mock
  package       @idle/provider-mock VERSION
  capabilities  IdLE.Entitlement: Grant, List, Prune, Revoke
                IdLE.Identity: Create, Disable, Enable, List, Move, Read, RevokeSessions
                IdLE.Identity.Attribute: Ensure
  not used      by any step type: IdLE.Identity.List
  session       none needed

Badges  Badge printer
  package       @acme/printer 2.3.4
  capabilities  Acme.Badge: Print
  session       Command, required
                "Printer", to plan: authSessions[0], @acme/printer
                "Printer", to run: authSessions[1], a user name and a password, which is of type Credential and so of no use here

Sessions
  authSessions[0]  { name: "Printer", purpose: "Plan" }  @acme/printer
  authSessions[1]  { name: "Printer", purpose: "Execute" }  a user name and a password
  authSessions[2]  { name: "Other", badgeCode: "[REDACTED]" }  a user name and a password

Step types that no provider here can run
  IdLE.Step.DeleteIdentity  needs IdLE.Identity.Delete
  IdLE.Step.TriggerDirectorySync  needs IdLE.DirectorySync.Trigger, IdLE.DirectorySync.Status
`,
    );
    for (const name of ["contacted", "session", "ran"]) expect(existsSync(join(work.folder, name)), name).toBe(false);
    const json = work.idle(["providers", "badges", "--json"]).stdout;
    expect(json).not.toMatch(/hunter|svc-visible|IDLE_TEST_NOT_SET|\/nowhere/);
    expect(JSON.parse(json)).toMatchObject({
      providers: [
        {
          alias: "Badges",
          name: "Badge printer",
          package: { name: "@acme/printer", version: "2.3.4" },
          capabilities: ["Acme.Badge.Print"],
          stepTypes: ["Acme.Step.PrintBadge"],
          usable: true,
          session: {
            type: "Command",
            required: true,
            served: [{ name: "Printer", routes: [{ entry: "/authSessions/0" }, { entry: "/authSessions/1" }] }],
          },
        },
      ],
      problems: [],
    });
    expect(work.idle(["providers", "badges"]).stdout).toMatch(
      /^Badges {2}Badge printer\n[\s\S]*\n {2}can run {7}Acme\.Step\.PrintBadge\n$/,
    );
  });

  it("shows the others when some cannot be made, with the place and why", () => {
    install(
      "@acme/refuses",
      'export const idlePlugin = { contractVersion: 1, createProvider() { throw new Error("no server"); } };',
    );
    install(
      "@acme/lies",
      'export const idlePlugin = { contractVersion: 1, createProvider: () => ({ name: "Lies", getCapabilities: () => ["not a capability"] }) };',
      null,
    );
    work.write(
      "idle.config.yaml",
      `providers:
  Identity: { use: "@idle/provider-mock" }
  Gone: { use: "@acme/gone" }
  Refuses: { use: "@acme/refuses", options: {} }
  Lies: { use: "@acme/lies" }
authSessions:
  - { match: { name: A }, use: "@acme/lies" }
`,
    );
    const { code, stdout, stderr } = work.idle(["providers"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '\nGone\n  package       @acme/gone\n  problem       The package "@acme/gone" is not installed.',
    );
    expect(stdout).toContain("\n  capabilities  IdLE.Entitlement: Grant, List, Prune, Revoke\n");
    expect(stdout).toContain(
      '\nLies  Lies\n  package       @acme/lies\n  problem       Provider Lies (alias Lies) advertises "not a capability"',
    );
    expect(stderr).toContain('idle.config.yaml:3:16 error PackageNotFound The package "@acme/gone" is not installed.');
    expect(stderr).toContain(
      'idle.config.yaml:4:45 error PluginFailed The package "@acme/refuses" made no provider of these options: no server',
    );
    expect(stderr).toContain('idle.config.yaml:7:32 error PluginInvalid The package "@acme/lies" makes no sessions.');
  });

  it("says what to write where nothing is configured", () => {
    work.write("empty/.git/x", "");
    const cwd = join(work.folder, "empty");
    const { code, stdout, stderr } = work.idle(["providers"], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(
      stderr,
    ).toBe(`There is no idle.config.yaml here or above, so there are no providers and planning is offline. To set one up, write into idle.config.yaml:

providers:
  Identity:
    use: "@idle/provider-mock"
    options: { file: .idle/directory.json }
`);
    expect(JSON.parse(work.idle(["providers", "--json"], { cwd }).stdout)).toEqual({
      configuration: null,
      providers: [],
      authSessions: [],
      lacking: [],
      problems: [],
    });
    expect(work.idle(["providers", "Identity"], { cwd }).code).toBe(64);
  });

  it("knows no alias but those that are there", () => {
    expect(work.idle(["providers", "Identiy"])).toMatchObject({
      code: 64,
      stderr: 'error: No provider has the alias "Identiy". Did you mean Identity?\n',
    });
    expect(work.idle(["providers", "\u001b[31m"]).stderr).toContain(
      'No provider has the alias "\\u001b[31m". There are: Identity.',
    );
  });

  it("leaves sessions to a broker of the configuration's own, which is not asked", () => {
    install("@acme/printer", provider('session: { type: "Command", required: false }'));
    work.write(
      "own.mjs",
      `import { idlePlugin } from "@acme/printer"; import { writeFileSync } from "node:fs";
export default { providers: { Badges: idlePlugin.createProvider({}), AuthSessionBroker: { acquireAuthSession() { writeFileSync("asked", ""); }, expectAuthSession() { writeFileSync("asked", ""); } } } };`,
    );
    const { code, stdout, stderr } = work.idle(["providers", "--config", "own.mjs"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("  package       made in the configuration\n");
    expect(stdout).toContain("  session       Command, optional; AuthSessionBroker of the configuration decides\n");
    expect(existsSync(join(work.folder, "asked"))).toBe(false);
  });
});
