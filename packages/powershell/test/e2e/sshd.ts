/** An SSH server on loopback, with keys, a folder and a port of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface SshServer {
  readonly folder: string;
  readonly port: number;
  readonly userName: string;
  /** A key that may log on, and its file. */
  readonly privateKey: string;
  readonly keyFilePath: string;
  readonly knownHosts: string;
  /** Of the server's key, as `SHA256:…`. */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/** `subsystems` by their name; `addendum` follows what the server says it is. */
export async function startSshServer(
  subsystems: Readonly<Record<string, string>> = {},
  addendum = "none",
): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), "idle-sshd-"));
  const [hostKey, key] = [join(folder, "host"), join(folder, "key")];
  for (const file of [hostKey, key]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  copyFileSync(`${key}.pub`, join(folder, "authorized_keys"));
  chmodSync(join(folder, "authorized_keys"), 0o600);
  const port = await freePort();
  const [type, publicKey] = readFileSync(`${hostKey}.pub`, "utf8").split(" ");
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${type} ${publicKey}\n`);
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    `VersionAddendum ${addendum}`,
    ...Object.entries(subsystems).map(([name, command]) => `Subsystem ${name} ${command}`),
  ];
  writeFileSync(join(folder, "config"), `${lines.join("\n")}\n`);
  // Where the server of the system never ran, its folder is missing.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const server = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", join(folder, "config")], { stdio: "ignore" });
  await listening(port, server);
  const shown = execFileSync("ssh-keygen", ["-l", "-f", `${hostKey}.pub`], { encoding: "utf8" });
  return {
    folder,
    port,
    userName: userInfo().username,
    privateKey: readFileSync(key, "utf8"),
    keyFilePath: key,
    knownHosts,
    fingerprint: shown.split(" ")[1] ?? "",
    async stop() {
      if (server.exitCode === null) {
        server.kill("SIGKILL");
        await once(server, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error("sshd did not start.");
    const socket = connect(port, "127.0.0.1");
    const isThere = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await wait(25);
  }
  throw new Error("sshd does not listen.");
}
