import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { describeWith } from "@idle/testkit";
import { expect, it, onTestFinished, vi } from "vitest";
import { parseLdif } from "./ldif.ts";
import { ldapsearch, samba, slapd } from "./programs.ts";
import { runProgram } from "./run-program.ts";
import { isSambaUsable, startSambaDc } from "./samba.ts";
import { type SlapdServer, startSlapd } from "./slapd.ts";

const usability = isSambaUsable();

it("reads what ldapsearch prints", () => {
  const text =
    "dn: cn=a,dc=b\ncn: a\ndescription:: w6Q=\nphoto:: /w==\nmail: x\n y\nmail: z\n\n# refldap://x\n\ndn:: Y249w6Q=\n";
  expect(parseLdif(text)).toEqual([
    { dn: "cn=a,dc=b", attributes: { cn: ["a"], description: ["ä"], photo: ["base64:/w=="], mail: ["xy", "z"] } },
    { dn: "cn=ä", attributes: {} },
  ]);
});

describeWith([slapd, ldapsearch], "slapd", () => {
  it("holds the seed, survives a kill with what was written, is reset, and leaves nothing behind", async () => {
    const server = await startSlapd();
    onTestFinished(() => server.stop());
    const names = async () => (await server.search(server.suffix)).map(({ dn }) => dn);
    const seed = await names();
    expect(seed).toContain("ou=Engineering,ou=Staff,dc=example,dc=com");

    await server.modify(`dn: ou=New,${server.suffix}\nobjectClass: organizationalUnit\n`);
    const { pid } = server;
    await server.kill();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await server.restart();
    expect(await names()).toEqual([...seed, `ou=New,${server.suffix}`]);

    await server.reset();
    expect(await names()).toEqual(seed);
    expect(
      (await server.modifyAs(server.nobody, `dn: ou=X,${server.suffix}\nobjectClass: organizationalUnit\n`)).code,
    ).not.toBe(0);

    const last = server.pid;
    await server.stop();
    expect(() => process.kill(last, 0)).toThrow("ESRCH");
    expect(existsSync(server.folder)).toBe(false);
  });

  it.each([
    ["good", undefined],
    ["expired", "CERT_HAS_EXPIRED"],
    ["other-name", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["other-authority", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ] as const)("shows a certificate that is %s", async (certificate, code) => {
    const server = await startSlapd({ certificate });
    onTestFinished(() => server.stop());
    expect(await tlsError(server.host, server.ldapsPort, server.ca, "localhost")).toBe(code);
  });

  it("limits what one answer holds, and keeps who is in a group with the person, where asked to", async () => {
    const server = await startSlapd({ sizeLimit: 5, memberOf: true });
    onTestFinished(() => server.stop());
    await server.modify(
      `dn: cn=Sales,ou=Groups,${server.suffix}\nchangetype: modify\nadd: member\nmember: ${server.reader.dn}\n`,
    );
    const [reader] = await server.search(server.reader.dn, undefined, ["memberOf"], "base");
    expect(await readAsReader(server, [])).toBe(4);
    expect(await readAsReader(server, ["-E", "pr=500/noprompt"])).toBe(0);
    expect(reader?.attributes.memberOf).toEqual([`cn=Sales,ou=Groups,${server.suffix}`]);
  });

  it("goes when those who started it are killed", async () => {
    await expectNothingIsLeft("./slapd.ts", "startSlapd");
  });
});

if (!usability.usable) process.stderr.write(`Skipped: Samba. ${usability.reason}\n`);
const describeSamba = (title: string, tests: () => void) =>
  describeWith([samba, ldapsearch], usability.usable ? title : `${title} (${usability.reason})`, tests);

describeSamba("Samba", () => {
  it.skipIf(!usability.usable)(
    "holds the seed, survives a kill with what was written, and leaves nothing behind",
    async () => {
      const dc = await startSambaDc();
      onTestFinished(() => dc.stop());
      const groups = await dc.search(`OU=Groups,${dc.base}`, "(objectClass=group)", ["cn"]);
      expect(groups.map(({ attributes }) => attributes.cn?.[0]).sort()).toEqual([
        "All Staff",
        "BreakGlass",
        "Contractors",
        "Engineering",
        "Intranet Readers",
        "Leavers",
        "Sales",
        "VPN Users",
      ]);
      expect(await dc.sambaTool(["user", "list"])).toContain("idle-service");
      expect(await tlsError(dc.host, 636, dc.ca, dc.serverName)).toBeUndefined();
      expect(await tlsError(dc.host, 636, dc.ca, "localhost")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");

      await dc.dsModify(`dn: OU=New,${dc.base}\nobjectClass: organizationalUnit\n`);
      const refused = await dc.dsModifyAs("service", `dn: OU=New2,${dc.base}\nobjectClass: organizationalUnit\n`);
      expect(refused.code).toBe(50);
      const { pid } = dc;
      await dc.kill();
      expect(() => process.kill(-pid, 0)).toThrow("ESRCH");
      await dc.restart();
      expect(await dc.search(`OU=New,${dc.base}`, undefined, ["ou"])).toHaveLength(1);
      expect(await dc.search(`OU=New2,${dc.base}`)).toEqual([]);

      const last = dc.pid;
      await dc.stop();
      expect(() => process.kill(-last, 0)).toThrow("ESRCH");
      expect(existsSync(dc.folder)).toBe(false);
    },
    60_000,
  );

  it.skipIf(!usability.usable)(
    "goes when those who started it are killed",
    async () => {
      await expectNothingIsLeft("./samba.ts", "startSambaDc");
    },
    60_000,
  );
});

/** The LDAP result code of reading everything. */
async function readAsReader({ url, suffix, reader, folder }: SlapdServer, args: string[]): Promise<number | null> {
  const file = join(folder, "reader.password");
  writeFileSync(file, reader.password, { mode: 0o600 });
  const bind = ["-x", "-H", url, "-D", reader.dn, "-y", file];
  return (await runProgram("ldapsearch", [...bind, ...args, "-b", suffix, "dn"])).code;
}

/** Starts a server in a process of its own, which is then killed. */
async function expectNothingIsLeft(module: string, start: string): Promise<void> {
  const file = JSON.stringify(new URL(module, import.meta.url).href);
  const code = `const { ${start} } = await import(${file});
    const { pid, folder } = await ${start}();
    console.log(JSON.stringify({ pid, folder }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  const { folder } = JSON.parse(String(line));
  child.kill("SIGKILL");
  // Where nobody collects the processes of the dead, a killed one keeps its number: that it listens no more is enough.
  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 15_000, interval: 50 });
}

/** The code of the error of a TLS connection that checks everything. */
function tlsError(host: string, port: number, ca: string, servername: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, ca, servername });
    const answer = (code?: string) => {
      socket.destroy();
      resolve(code);
    };
    socket.once("secureConnect", () => answer());
    socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code));
  });
}
