// The packages as they would be published: packed, unpacked into a folder outside the workspace, and used from there by
// a host, by a third party's plug-in and by the command. What they depend on is linked from this checkout.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPackages, root } from "./packed-packages.ts";

let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-packed-")));
  await installPackages(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe("the packed packages", () => {
  it("have the templates whole: npm leaves out some names", () => {
    const filesOf = (cli: string) =>
      readdirSync(join(cli, "templates"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => slashes(relative(cli, join(entry.parentPath, entry.name))))
        .filter((file) => !/\/(node_modules|dist|\.idle)\//.test(file))
        .sort();
    const here = filesOf(join(root, "packages", "cli"));
    expect(here).toContain("templates/provider/manifest.json");
    expect(filesOf(join(folder, "node_modules", "@idle", "cli"))).toEqual(here);
  });

  it("plan and apply in a host's script", () => {
    write(
      "host.mjs",
      `import { createEngine, exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
const engine = createEngine({ steps: [commonSteps] });
const providers = { Identity: createMockProvider({ identities: [{ identityKey: "jane", enabled: true, attributes: {} }] }) };
const text = "name: L\\nlifecycleEvent: Leaver\\nsteps:\\n  - { name: D, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }\\n";
const options = { workflow: await engine.loadWorkflow({ text }), request: { lifecycleEvent: "Leaver" }, providers };
const result = await engine.invokePlan(importPlan(exportPlan(await engine.createPlan(options))), { providers });
const again = await engine.createPlan(options);
console.log(result.status, again.plan.steps[0].changes.length);
`,
    );
    expect(run("host.mjs").trim()).toBe("Completed 0");
  });

  it("take a stranger's provider and step, with a second copy of the contract, from the command line", () => {
    // A copy of its own: errors and secrets must be known by their brand.
    cpSync(
      join(folder, "node_modules", "@idle", "contract"),
      join(folder, "node_modules", "@acme", "idle-badges", "node_modules", "@idle", "contract"),
      { recursive: true },
    );
    write(
      "node_modules/@acme/idle-badges/package.json",
      '{ "name": "@acme/idle-badges", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    write(
      "node_modules/@acme/idle-badges/index.js",
      `import { defineCapability, defineProvider, defineStep, IdleError } from "@idle/contract";
const printed = new Set();
export const idlePlugin = {
  contractVersion: 1,
  capabilities: [defineCapability({ id: "Acme.Badge.Print", methods: { hasBadge: "read", printBadge: "write" } })],
  steps: [defineStep({
    type: "Acme.Step.PrintBadge", description: "Prints a badge.", defaultProvider: "Badges",
    with: { type: "object", additionalProperties: false, required: ["holder"], properties: { holder: { type: "string" } } },
    requiredCapabilities: ["Acme.Badge.Print"], idempotent: true,
    async preview({ with: { holder, provider: alias }, provider }) {
      if (await provider.hasBadge({ holder })) return [];
      return [{ action: "invoke", target: { provider: alias, identityKey: holder }, path: "badge" }];
    },
    async execute({ with: { holder }, provider }) { return provider.printBadge({ holder }); },
  })],
  createProvider: () => defineProvider({
    name: "Badges", getCapabilities: () => ["Acme.Badge.Print"],
    hasBadge: async ({ holder }) => printed.has(holder),
    printBadge: async ({ holder }) => {
      if (holder === "nobody") throw new IdleError("NotFound", "Nobody gets no badge.");
      printed.add(holder);
      return { changed: true };
    },
  }),
};
`,
    );
    write("idle.config.yaml", 'steps: ["@acme/idle-badges"]\nproviders:\n  Badges: { use: "@acme/idle-badges" }\n');
    write(
      "badge.yaml",
      'name: B\nlifecycleEvent: Joiner\nsteps:\n  - { name: Print, type: Acme.Step.PrintBadge, with: { holder: "{{Request.IdentityKeys.login}}" } }\n',
    );
    write("request.yaml", "lifecycleEvent: Joiner\nidentityKeys: { login: jane }\n");
    const idle = join(folder, "node_modules", "@idle", "cli", "bin", "idle.js");
    expect(run(idle, "validate", "badge.yaml")).toContain("no problems");
    expect(run(idle, "plan", "-w", "badge.yaml", "-r", "request.yaml")).toContain("1 to invoke");
    expect(run(idle, "apply", "-w", "badge.yaml", "-r", "request.yaml", "--yes")).toContain("Run completed: 1 changed");
    write("request.yaml", "lifecycleEvent: Joiner\nidentityKeys: { login: nobody }\n");
    const refused = catchOutput(() => run(idle, "apply", "-w", "badge.yaml", "-r", "request.yaml", "--yes"));
    expect(refused).toContain("error NotFound: Nobody gets no badge.");
  });
});

describe("a stranger's session, with a second copy of the contract", () => {
  const idle = () => join(folder, "node_modules", "@idle", "cli", "bin", "idle.js");
  const apply = (...more: string[]) =>
    spawnSync(process.execPath, [idle(), "apply", "-w", "sync.yaml", "-r", "request.yaml", "--yes", ...more], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, SYNC_PASSWORD: "correct horse battery" },
    });

  beforeAll(() => {
    cpSync(
      join(folder, "node_modules", "@idle", "contract"),
      join(folder, "node_modules", "@acme", "idle-remoting", "node_modules", "@idle", "contract"),
      { recursive: true },
    );
    write(
      "node_modules/@acme/idle-remoting/package.json",
      '{ "name": "@acme/idle-remoting", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    // It runs commands on the pretend server, with a credential of its own and one from the configuration.
    write(
      "node_modules/@acme/idle-remoting/index.js",
      `import { Secret } from "@idle/contract";
import { createAdSyncSimulator } from "@idle/adsync-simulator";
const own = new Secret("a pin of its own");
export const idlePlugin = {
  contractVersion: 1,
  createSession({ credential, isBroken = false }) {
    const server = createAdSyncSimulator({ cycleSeconds: 2 });
    return {
      type: "Command",
      invokeCommand(name, parameters, options) {
        const said = [credential.userName, credential.password.reveal(), own.reveal()].join(" ");
        if (isBroken && name === "Start-ADSyncSyncCycle") throw new Error("Access is denied. 0x80070005 " + said);
        return server.session.invokeCommand(name, parameters, options);
      },
    };
  },
};
`,
    );
    write("request.yaml", "lifecycleEvent: Leaver\n");
    write(
      "sync.yaml",
      "name: S\nlifecycleEvent: Leaver\nsteps:\n  - { name: Sync, type: IdLE.Step.TriggerDirectorySync, with: { wait: true } }\n",
    );
  });

  const configure = (isBroken: boolean) =>
    write(
      "idle.config.yaml",
      `providers:
  DirectorySync: { use: "@idle/provider-directorysync-entraconnect" }
authSessions:
  - match: { name: DirectorySync }
    use: "@acme/idle-remoting"
    options: { isBroken: ${isBroken}, credential: { userName: svc-sync, password: "env:SYNC_PASSWORD" } }
`,
    );

  it("syncs from the command line", () => {
    configure(false);
    const { status, stdout } = apply();
    expect(stdout).toContain("triggered: true, shared: false, confirmed: true");
    expect(status).toBe(0);
  });

  it("shows no secret when it says all it knows", () => {
    configure(true);
    const { status, stdout, stderr } = apply("--out", "result.json", "--audit", "audit.ndjson");
    expect(status).toBe(1);
    expect(stdout).toContain("error PermissionDenied");
    const everything = [
      stdout,
      stderr,
      ...["result.json", "audit.ndjson"].map((file) => readFileSync(join(folder, file), "utf8")),
    ].join();
    expect(everything).toContain("svc-sync");
    expect(everything).not.toContain("correct horse");
    expect(everything).not.toContain("a pin of its own");
  });
});

function slashes(path: string | Buffer): string {
  return String(path).replaceAll("\\", "/");
}

function catchOutput(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}
