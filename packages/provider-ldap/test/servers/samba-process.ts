import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Guard } from "./guard.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

export const SAMBA = "/usr/sbin/samba";
/** Samba cannot be told others. */
const PORTS = [389, 636, 3268, 3269];

export interface SambaOptions {
  /** Takes passwords over plain connections, too, which nobody should: off unless said otherwise. */
  readonly plainBind?: boolean;
}

/**
 * Starts the domain controller whose databases are in `folder`, on a loopback address that nobody uses. All its paths are
 * in `smb.conf`, which is written anew: the folder may be a copy.
 */
export async function startSambaProcess(
  folder: string,
  host: string,
  guard: Guard,
  options: SambaOptions = {},
): Promise<ServerProcess> {
  const configurationFile = writeConfiguration(folder, host, options);
  return await startServerProcess(
    {
      program: SAMBA,
      // One process, that stays in the foreground.
      args: ["-i", "-M", "single", "-s", configurationFile, "--debug-stdout", "-d", "1"],
      logFile: join(folder, "log.samba"),
      listensOn: [389, 636].map((port) => ({ host, port })),
    },
    guard,
  );
}

function writeConfiguration(folder: string, host: string, { plainBind }: SambaOptions): string {
  const at = (name: string) => join(folder, name);
  for (const name of ["run", "ncalrpc", "winbindd", "cache", "ntp_signd"]) mkdirSync(at(name), { recursive: true });
  const settings = {
    "netbios name": "DC1",
    realm: "EXAMPLE.COM",
    workgroup: "EXAMPLE",
    "server role": "active directory domain controller",
    "server services": "ldap",
    // Without the length of the network, Samba finds no interface.
    interfaces: `${host}/8`,
    "bind interfaces only": "yes",
    "ldap server require strong auth": plainBind ? "no" : "yes",
    "private dir": at("private"),
    "state directory": at("state"),
    "cache directory": at("cache"),
    "lock directory": folder,
    "pid directory": at("run"),
    "ncalrpc dir": at("ncalrpc"),
    "winbindd socket directory": at("winbindd"),
    "ntp signd socket directory": at("ntp_signd"),
    "binddns dir": at("bind-dns"),
    "log file": at("log.samba"),
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = ${value}`);
  const shares = [
    ...[
      "[sysvol]",
      `  path = ${at("state/sysvol")}`,
      "[netlogon]",
      `  path = ${at("state/sysvol/example.com/scripts")}`,
    ],
  ];
  writeFileSync(at("smb.conf"), ["[global]", ...lines, ...shares, ""].join("\n"));
  return at("smb.conf");
}

/**
 * A loopback address with all ports of a domain controller free: chosen at random, so that test files which start at
 * the same time do not meet. Throws, saying why, where there is none: something that listens on all addresses takes all.
 */
export async function freeAddress(): Promise<string> {
  let last: unknown;
  for (let tries = 0; tries < 20; tries += 1) {
    const part = () => 1 + Math.floor(Math.random() * 254);
    const address = `127.${1 + (part() % 250)}.${part()}.${part()}`;
    try {
      for (const port of PORTS) await tryToListen(port, address);
      return address;
    } catch (error) {
      last = error;
    }
  }
  const advice =
    "A domain controller needs the ports 389, 636, 3268 and 3269 of a loopback address. Is a slapd or samba of the " +
    "system listening on all addresses (`ss -ltn`)? Then stop it, for example with `systemctl stop slapd samba-ad-dc`.";
  throw new Error(`No loopback address can be used: ${String(last)}. ${advice}`);
}

function tryToListen(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
