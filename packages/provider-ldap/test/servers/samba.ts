/** A domain controller of Active Directory on a loopback address and with a folder of its own: Samba's. */
import { accessSync, constants, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardFolder } from "./guard.ts";
import { type LdifEntry, parseLdif } from "./ldif.ts";
import { mustRun, type ProgramResult } from "./run-program.ts";
import { freeAddress, SAMBA, type SambaOptions, startSambaProcess } from "./samba-process.ts";
import { BASE, SERVICE_NAME } from "./samba-seed.ts";
import { sambaTemplate } from "./samba-template.ts";
import { PASSWORD_FILES, runLdapTool } from "./samba-tools.ts";

export interface SambaDc {
  readonly folder: string;
  readonly base: string;
  readonly host: string;
  /** Plain, and with StartTLS: a password is taken over TLS only. */
  readonly url: string;
  readonly ldapsUrl: string;
  /** What the certificate is for, in its subject: it has no alternative names. */
  readonly serverName: string;
  readonly caFile: string;
  /** In PEM. */
  readonly ca: string;
  readonly administrator: { readonly name: string; readonly dn: string; readonly password: string };
  /** An account without any right of its own. */
  readonly service: { readonly name: string; readonly dn: string; readonly password: string };
  /** Of the server; changes with `restart`. */
  readonly pid: number;
  /** What stands there by `ldapsearch`, as the administrator. A base that does not exist holds nothing. */
  search(
    base: string,
    filter?: string,
    attributes?: readonly string[],
    scope?: "base" | "one" | "sub",
  ): Promise<LdifEntry[]>;
  /** Changes by `ldapmodify`, as the administrator; an entry without `changetype` is added. Throws when one is refused. */
  dsModify(ldif: string): Promise<void>;
  /** The same as the service account or the administrator; the exit code is the LDAP result code. */
  dsModifyAs(who: "administrator" | "service", ldif: string): Promise<ProgramResult>;
  /** `samba-tool` on the databases themselves; throws unless it succeeds, returns what it printed. */
  sambaTool(args: readonly string[], input?: string): Promise<string>;
  /** SIGKILL, and nothing else. */
  kill(): Promise<void>;
  /** On the same address, with what was stored. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** `reason` says in words why `startSambaDc` cannot work here. */
export function isSambaUsable(): { readonly usable: true } | { readonly usable: false; readonly reason: string } {
  if (process.platform !== "linux")
    return { usable: false, reason: "Samba's domain controller is tested on Linux only." };
  try {
    accessSync(SAMBA, constants.X_OK);
  } catch {
    return { usable: false, reason: `${SAMBA} is not installed.` };
  }
  if (process.getuid?.() === 0) return { usable: true };
  const reason =
    "Samba's domain controller must run as root: its ports are below 1024, its file attributes are root's.";
  return { usable: false, reason };
}

/** Throws where `isSambaUsable` has a reason, and where no loopback address has its ports free. */
export async function startSambaDc(options: SambaOptions = {}): Promise<SambaDc> {
  const usability = isSambaUsable();
  if (!usability.usable) throw new Error(usability.reason);
  const template = await sambaTemplate();
  const folder = mkdtempSync(join(tmpdir(), "idle-samba-"));
  const guard = guardFolder(folder);
  try {
    // Samba keeps access rights in attributes of its files, which only `cp` takes along.
    await mustRun("cp", ["-a", "--reflink=auto", `${template}/.`, folder]);
    const host = await freeAddress();
    let server = await startSambaProcess(folder, host, guard, options);
    const here = { folder, host };
    const password = (file: string) => readFileSync(join(folder, file), "utf8");
    const caFile = join(folder, "private/tls/ca.pem");
    const dsModifyAs: SambaDc["dsModifyAs"] = (as, input) => runLdapTool("ldapmodify", here, ["-a"], { input, as });
    return {
      ...{ folder, host, caFile, base: BASE, serverName: "DC1.example.com", dsModifyAs },
      url: `ldap://${host}:389`,
      ldapsUrl: `ldaps://${host}:636`,
      ca: readFileSync(caFile, "utf8"),
      administrator: {
        name: "Administrator@EXAMPLE.COM",
        dn: `CN=Administrator,CN=Users,${BASE}`,
        password: password(PASSWORD_FILES.administrator),
      },
      service: {
        name: `${SERVICE_NAME}@example.com`,
        dn: `CN=${SERVICE_NAME},OU=Services,${BASE}`,
        password: password(PASSWORD_FILES.service),
      },
      get pid() {
        return server.pid;
      },
      async search(base, filter = "(objectClass=*)", attributes = [], scope = "sub") {
        const args = ["-LLL", "-o", "ldif-wrap=no", "-b", base, "-s", scope, filter, ...attributes];
        const { code, stdout, stderr } = await runLdapTool("ldapsearch", here, args);
        if (code === 32) return [];
        if (code !== 0) throw new Error(`ldapsearch ended with ${code}: ${stderr}`);
        return parseLdif(stdout);
      },
      async dsModify(ldif) {
        const { code, stderr } = await dsModifyAs("administrator", ldif);
        if (code !== 0) throw new Error(`ldapmodify ended with ${code}: ${stderr}`);
      },
      // Its options stand behind its sub-commands.
      sambaTool: (args, input = "") => mustRun("samba-tool", [...args, "-s", join(folder, "smb.conf")], { input }),
      kill: () => server.end("SIGKILL"),
      async restart() {
        await server.end("SIGTERM");
        server = await startSambaProcess(folder, host, guard, options);
      },
      stop: () => guard.release(),
    };
  } catch (error) {
    await guard.release();
    throw error;
  }
}
