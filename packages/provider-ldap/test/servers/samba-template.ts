import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardFolder } from "./guard.ts";
import { mustRun, runProgram } from "./run-program.ts";
import { freeAddress, SAMBA, startSambaProcess } from "./samba-process.ts";
import { sambaSeed } from "./samba-seed.ts";
import { PASSWORD_FILES, runLdapTool } from "./samba-tools.ts";

/**
 * A folder with a provisioned and seeded domain, to be copied. It is made where it is missing, and kept in the folder for
 * temporary files under a name for this version of Samba and of these files: provisioning takes seconds, a copy none.
 */
export async function sambaTemplate(): Promise<string> {
  const template = join(tmpdir(), `idle-samba-template-${process.getuid?.()}-${await fingerprint()}`);
  if (!existsSync(template)) await makeTemplate(template);
  const { uid, mode } = lstatSync(template);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new Error(`${template} is not ours alone; remove it.`);
  return template;
}

async function makeTemplate(template: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "idle-samba-new-"));
  const guard = guardFolder(folder);
  try {
    const host = await freeAddress();
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
    write(PASSWORD_FILES.administrator, await provision(folder));
    const servicePassword = `Aa1-${randomBytes(12).toString("base64url")}`;
    write(PASSWORD_FILES.service, servicePassword);
    // The first start also makes the certificates.
    const server = await startSambaProcess(folder, host, guard);
    const { code, stderr } = await runLdapTool("ldapmodify", { folder, host }, ["-a"], {
      input: sambaSeed(servicePassword),
    });
    if (code !== 0) throw new Error(`The domain could not be filled: ${stderr}`);
    await server.end("SIGTERM");
    chmodSync(folder, 0o700);
    try {
      renameSync(folder, template);
    } catch (error) {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(template)) throw error;
    }
  } finally {
    await guard.release();
  }
}

/** Returns the password of the administrator: without one on the command line, Samba makes one up and says it. */
async function provision(folder: string): Promise<string> {
  const { code, stdout, stderr } = await runProgram("samba-tool", [
    ...["domain", "provision", "--realm=EXAMPLE.COM", "--domain=EXAMPLE", "--server-role=dc", "--dns-backend=NONE"],
    ...["--host-name=dc1", "--host-ip=127.0.0.1", `--targetdir=${folder}`],
  ]);
  const password = /Admin password: +(\S+)/.exec(`${stdout}\n${stderr}`)?.[1];
  if (code === 0 && password !== undefined) return password;
  throw new Error(`samba-tool domain provision ended with ${code}: ${stderr.slice(-2_000)}`);
}

async function fingerprint(): Promise<string> {
  const hash = createHash("sha256").update(await mustRun(SAMBA, ["--version"]));
  for (const file of ["samba-template.ts", "samba-process.ts", "samba-seed.ts"])
    hash.update(readFileSync(new URL(file, import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}
