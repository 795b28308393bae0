/** An OpenLDAP server on loopback, with ports, certificates and a folder of its own. It needs no rights. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, type CertificateKind, makeCertificate } from "./certificates.ts";
import { guardFolder } from "./guard.ts";
import { type LdifEntry, parseLdif } from "./ldif.ts";
import { mustRun, type ProgramResult, runProgram } from "./run-program.ts";
import { startServerProcess } from "./server-process.ts";
import { ACCOUNTS, SUFFIX, slapdSeed } from "./slapd-seed.ts";

export interface SlapdOptions {
  /** `good` unless said otherwise. */
  readonly certificate?: CertificateKind;
  /** Groups a person is in stand in `memberOf` of the person; off unless said otherwise. */
  readonly memberOf?: boolean;
  /** Entries of one answer; more come page by page only. The root account is not limited. */
  readonly sizeLimit?: number;
}

interface Account {
  readonly dn: string;
  readonly password: string;
}

export interface SlapdServer {
  readonly folder: string;
  readonly suffix: string;
  readonly host: string;
  /** Plain, and with StartTLS. */
  readonly url: string;
  readonly port: number;
  readonly ldapsUrl: string;
  readonly ldapsPort: number;
  readonly caFile: string;
  /** In PEM. */
  readonly ca: string;
  /** May do everything; no limit and no password policy holds for it. */
  readonly root: Account;
  /** May write everything below the suffix. */
  readonly service: Account;
  /** May read everything but passwords. */
  readonly reader: Account;
  /** May bind, and nothing else. */
  readonly nobody: Account;
  /** Of the server; changes with `restart`. */
  readonly pid: number;
  /** Brings back what stood there at first. Connections stay. */
  reset(): Promise<void>;
  /** What stands there by `ldapsearch`, as the root account: all attributes but operational ones, or those that are named. */
  search(
    base: string,
    filter?: string,
    attributes?: readonly string[],
    scope?: "base" | "one" | "sub",
  ): Promise<LdifEntry[]>;
  /** Changes by `ldapmodify`, as the root account; an entry without `changetype` is added. Throws when one is refused. */
  modify(ldif: string): Promise<void>;
  /** The same as somebody else over the plain port; the exit code is the LDAP result code. */
  modifyAs(account: Account, ldif: string): Promise<ProgramResult>;
  /** SIGKILL, and nothing else. */
  kill(): Promise<void>;
  /** On the same ports, with what was stored. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

export async function startSlapd(options: SlapdOptions = {}): Promise<SlapdServer> {
  const folder = mkdtempSync(join(tmpdir(), "idle-slapd-"));
  const guard = guardFolder(folder);
  try {
    const [host, port, ldapsPort] = ["127.0.0.1", await freePort(), await freePort()];
    const [url, ldapsUrl] = [`ldap://${host}:${port}`, `ldaps://${host}:${ldapsPort}`];
    const localUrl = `ldapi://${encodeURIComponent(join(folder, "socket"))}`;
    const certificate = await makeCertificate(join(folder, "tls"), options.certificate ?? "good");
    const account = (name: string) => ({ dn: `cn=${name},${SUFFIX}`, password: randomBytes(12).toString("base64url") });
    const [root, service, reader, nobody] = [account("admin"), ...ACCOUNTS.map(account)] as const;
    if (service === undefined || reader === undefined || nobody === undefined)
      throw new Error("An account is missing.");
    const seed = slapdSeed({ service: service.password, reader: reader.password, nobody: nobody.password });
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "slapd.conf"), configuration(folder, certificate, root, options), { mode: 0o600 });
    const command = {
      program: "/usr/sbin/slapd",
      args: ["-d", "0", "-f", join(folder, "slapd.conf"), "-h", `${url} ${ldapsUrl} ${localUrl}`],
      logFile: join(folder, "log"),
      listensOn: [
        { host, port },
        { host, port: ldapsPort },
      ],
    };
    let server = await startServerProcess(command, guard);
    // The peer of a local socket is known without a password: it is us.
    const local = ["-Q", "-Y", "EXTERNAL", "-H", localUrl];
    const search: SlapdServer["search"] = async (base, filter = "(objectClass=*)", attributes = [], scope = "sub") =>
      parseLdif(
        await mustRun("ldapsearch", [
          ...[...local, "-LLL", "-o", "ldif-wrap=no", "-b", base, "-s", scope, filter, ...attributes],
        ]),
      );
    const modify = async (ldif: string) => void (await mustRun("ldapmodify", [...local, "-a"], { input: ldif }));
    await modify(seed);
    return {
      ...{
        folder,
        suffix: SUFFIX,
        host,
        url,
        port,
        ldapsUrl,
        ldapsPort,
        root,
        service,
        reader,
        nobody,
        search,
        modify,
      },
      caFile: certificate.caFile,
      ca: readFileSync(certificate.caFile, "utf8"),
      get pid() {
        return server.pid;
      },
      async reset() {
        // Parents come before children in what is found, so that the other way round nothing has children any more.
        const found = await search(SUFFIX, undefined, ["1.1"]);
        const deletions = found
          .reverse()
          .map(({ dn }) => `dn:: ${Buffer.from(dn).toString("base64")}\nchangetype: delete\n`);
        await modify(`${deletions.join("\n")}\n${seed}`);
      },
      modifyAs: ({ dn, password }, ldif) => {
        const file = join(folder, `password-${randomBytes(6).toString("hex")}`);
        writeFileSync(file, password, { mode: 0o600 });
        return runProgram("ldapmodify", ["-x", "-H", url, "-D", dn, "-y", file, "-a"], { input: ldif });
      },
      kill: () => server.end("SIGKILL"),
      async restart() {
        await server.end("SIGTERM");
        server = await startServerProcess(command, guard);
      },
      stop: () => guard.release(),
    };
  } catch (error) {
    await guard.release();
    throw error;
  }
}

function configuration(folder: string, tls: Certificate, root: Account, { memberOf, sizeLimit }: SlapdOptions): string {
  const us = `gidNumber=${process.getgid?.()}[+]uidNumber=${process.getuid?.()},cn=peercred,cn=external,cn=auth`;
  return [
    ...["core", "cosine", "inetorgperson", "nis"].map((schema) => `include /etc/ldap/schema/${schema}.schema`),
    ...["modulepath /usr/lib/ldap", "moduleload back_mdb", "moduleload ppolicy", "moduleload memberof"],
    `pidfile ${join(folder, "pid")}`,
    `TLSCACertificateFile ${tls.caFile}`,
    `TLSCertificateFile ${tls.certificateFile}`,
    `TLSCertificateKeyFile ${tls.keyFile}`,
    `authz-regexp "^${us}$" "${root.dn}"`,
    "database mdb",
    `suffix "${SUFFIX}"`,
    `rootdn "${root.dn}"`,
    `rootpw ${root.password}`,
    `directory ${join(folder, "data")}`,
    // What a test server stores need not survive the machine.
    ...["maxsize 268435456", "dbnosync", "index objectClass,member,uid,cn,mail eq"],
    ...(sizeLimit === undefined
      ? []
      : [`limits users size.soft=${sizeLimit} size.hard=${sizeLimit} size.prtotal=unlimited`]),
    `access to attrs=userPassword by dn.exact="cn=service,${SUFFIX}" write by self write by anonymous auth by * none`,
    `access to * by dn.exact="cn=service,${SUFFIX}" write by dn.exact="cn=reader,${SUFFIX}" read by * none`,
    ...["overlay ppolicy", `ppolicy_default "cn=default,ou=Policies,${SUFFIX}"`, "ppolicy_hash_cleartext"],
    ...(memberOf ? ["overlay memberof", "memberof-refint TRUE"] : []),
    "",
  ].join("\n");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
