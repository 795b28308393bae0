/** The built command `idle` in a folder of its own, configured for a domain controller. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SambaDc } from "../servers/samba.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

export interface Command {
  readonly folder: string;
  write(name: string, content: string): void;
  text(name: string): string;
  json<T>(name: string): T;
  idle(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** All that stands in files here, but for what was linked. */
  everythingWritten(): string;
  remove(): void;
}

/** For Active Directory; `options` is one more line of the provider's. */
export function commandFor(dc: SambaDc, options = "revokeSessions: resetPassword"): Command {
  const provider = ["flavour: activeDirectory", `url: ${dc.ldapsUrl}`, `serverName: ${dc.serverName}`];
  return commandWith([...provider, `caFile: ${dc.caFile}`, options], dc.administrator.name, dc.administrator.password);
}

/** `options`: the provider's, in YAML. */
export function commandWith(options: readonly string[], userName: string, password: string): Command {
  const folder = mkdtempSync(join(tmpdir(), "idle-ldap-"));
  const write = (name: string, content: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  mkdirSync(join(folder, "node_modules", "@idle"), { recursive: true });
  symlinkSync(join(root, "packages/provider-ldap"), join(folder, "node_modules/@idle/provider-ldap"), "junction");
  cpSync(join(root, "workflows"), join(folder, "workflows"), { recursive: true });
  write(
    "idle.config.yaml",
    `providers:
  Identity:
    use: "@idle/provider-ldap"
    options:
      ${options.join("\n      ")}
  DirectorySync: { use: "@idle/provider-directorysync-entraconnect" }
authSessions:
  - { match: { name: DirectorySync }, use: "@idle/adsync-simulator", options: { cycleSeconds: 2 } }
  - { default: true, type: Credential, userName: "${userName}", password: "env:DIRECTORY_PASSWORD" }
stateFolder: state
`,
  );
  return {
    folder,
    write,
    text: (name) => readFileSync(join(folder, name), "utf8"),
    json: (name) => JSON.parse(readFileSync(join(folder, name), "utf8")),
    async idle(...args) {
      const child = spawn(process.execPath, [join(root, "packages/cli/bin/idle.js"), ...args], {
        cwd: folder,
        env: { ...process.env, DIRECTORY_PASSWORD: password, NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const texts = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text) => (texts.stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text) => (texts.stderr += text));
      const [code] = await once(child, "close");
      return { code, ...texts };
    },
    everythingWritten: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
        .join("\n"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
