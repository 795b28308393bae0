/** Connections are secure or are not made, and every refusal says in words what to do. */

import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createLdapProvider, type LdapProviderOptions } from "../../src/index.ts";
import type { CertificateKind } from "../servers/certificates.ts";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { type SlapdServer, startSlapd } from "../servers/slapd.ts";
import { failureOf } from "../support/failure-of.ts";

const kinds = ["good", "expired", "other-name", "other-authority"] as const satisfies readonly CertificateKind[];

describeWith([slapd, ldapsearch], "secure connections to OpenLDAP", () => {
  const servers = new Map<CertificateKind, SlapdServer>();
  beforeAll(async () => {
    await Promise.all(kinds.map(async (certificate) => servers.set(certificate, await startSlapd({ certificate }))));
  });
  afterAll(async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  });
  const serverWith = (kind: CertificateKind): SlapdServer => {
    const server = servers.get(kind);
    if (server === undefined) throw new Error("The server is not there.");
    return server;
  };
  /** Reads somebody; null is what a server answers that has let us in. */
  const read = (server: SlapdServer, options: Partial<LdapProviderOptions>) => {
    const provider = createLdapProvider({
      flavour: "ldap",
      url: server.ldapsUrl,
      baseDn: server.suffix,
      ...(options.allowInsecure || (options.url === server.url && !options.startTls) ? {} : { caFile: server.caFile }),
      connectTimeoutSeconds: 1,
      ...options,
    });
    onTestFinished(() => provider.close());
    const session = { userName: server.service.dn, password: new Secret(server.service.password) };
    return provider.getIdentity({ session, signal: new AbortController().signal, identityKey: "jdoe" });
  };

  it.each(["ldaps", "startTls"] as const)(
    "lets nobody in but a server with a good certificate, by %s",
    async (transport) => {
      const options = (server: SlapdServer) => (transport === "ldaps" ? {} : { url: server.url, startTls: true });
      const good = serverWith("good");
      expect(await read(good, options(good))).toBeNull();
      for (const [kind, words] of [
        ["expired", "expired"],
        ["other-name", "for another name than 127.0.0.1"],
        ["other-authority", "not trusted"],
      ] as const) {
        const server = serverWith(kind);
        const error = await failureOf(() => read(server, options(server)), [server.service.password]);
        expect(error).toMatchObject({ code: "ConnectionFailed", transient: false });
        expect(error.message).toContain(words);
        expect(error.message).not.toMatch(/[A-Z]{3,}_[A-Z]/);
      }
    },
  );

  it.each(["ldaps", "startTls"] as const)("checks the name that is given, and no other, by %s", async (transport) => {
    const options = (server: SlapdServer) => (transport === "ldaps" ? {} : { url: server.url, startTls: true });
    const [good, other] = [serverWith("good"), serverWith("other-name")];
    expect(await read(other, { ...options(other), serverName: "elsewhere.example.com" })).toBeNull();
    const error = await failureOf(() => read(good, { ...options(good), serverName: "elsewhere.example.com" }));
    expect(error).toMatchObject({
      code: "ConnectionFailed",
      message: expect.stringContaining("elsewhere.example.com"),
    });
  });

  it("a certificate is not trusted without its authority, and another authority does not do", async () => {
    const good = serverWith("good");
    const { caFile } = serverWith("other-name");
    for (const options of [{ caFile }, { caFile: undefined } as unknown as { caFile: string }]) {
      const error = await failureOf(() => read(good, options));
      expect(error).toMatchObject({ code: "ConnectionFailed", transient: false });
      expect(error.message).toMatch(/not trusted|caFile/);
    }
  });

  it("tells that a port speaks TLS, or does not, when it is the other way round", async () => {
    const good = serverWith("good");
    const plainPort = await failureOf(() => read(good, { url: `ldaps://127.0.0.1:${good.port}` }));
    expect(plainPort).toMatchObject({ code: "ConnectionFailed", message: expect.stringMatching(/TLS|ldap:\/\//) });
    const tlsPort = await failureOf(() => read(good, { url: `ldap://127.0.0.1:${good.ldapsPort}`, startTls: true }));
    expect(tlsPort).toMatchObject({ code: "ConnectionFailed", message: expect.stringMatching(/TLS|ldaps:\/\//) });
    for (const error of [plainPort, tlsPort]) expect(error.message).not.toMatch(/[A-Z]{3,}_[A-Z]|Message type/);
  });

  it.each(["ldaps://127.0.0.1", "ldap://127.0.0.1"])(
    "gives up in time on a server that says nothing, at %s",
    async (url) => {
      const received: Buffer[] = [];
      const silent = createServer((socket) => socket.on("data", (bytes) => received.push(bytes)).on("error", () => {}));
      silent.listen(0, "127.0.0.1");
      await once(silent, "listening");
      onTestFinished(() => void silent.close());
      const port = (silent.address() as { port: number }).port;
      const good = serverWith("good");
      const options = { url: `${url}:${port}`, startTls: url.startsWith("ldap:"), connectTimeoutSeconds: 0.2 };
      const error = await failureOf(() => read(good, options));
      expect(error).toMatchObject({
        code: "ConnectionFailed",
        transient: true,
        message: expect.stringMatching(/in time/),
      });
      expect(Buffer.concat(received).includes(good.service.password)).toBe(false);
    },
  );

  it("sends no password to a server that declines StartTLS", async () => {
    const received: Buffer[] = [];
    const declining = createServer((socket) => {
      socket
        .on("error", () => {})
        .on("data", (bytes) => {
          received.push(bytes);
          // An extended response, unwillingToPerform, to the message of that number.
          const id = bytes[bytes.indexOf(Buffer.from("0201", "hex")) + 2] ?? 0;
          socket.write(Buffer.from(`300c0201${id.toString(16).padStart(2, "0")}78070a013504000400`, "hex"));
        });
    });
    declining.listen(0, "127.0.0.1");
    await once(declining, "listening");
    onTestFinished(() => void declining.close());
    const port = (declining.address() as { port: number }).port;
    const good = serverWith("good");
    const error = await failureOf(() => read(good, { url: `ldap://127.0.0.1:${port}`, startTls: true }));
    expect(error).toMatchObject({ code: "ConnectionFailed", message: expect.stringContaining("StartTLS") });
    expect(Buffer.concat(received).includes(good.service.password)).toBe(false);
  });

  it("refuses to be made for another machine without TLS, and for a CA file that is none", () => {
    const options = { flavour: "ldap", baseDn: "dc=example,dc=com" } as const;
    const folder = mkdtempSync(join(tmpdir(), "idle-ca-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "ca.pem"), "no certificate");
    for (const [more, words] of [
      [{ url: "ldap://ldap.example.com" }, "in clear"],
      [{ url: "ldap://10.0.0.1" }, "in clear"],
      [{ url: "ldap://127.0.0.1.example.com" }, "in clear"],
      [{ url: "ldaps://x", caFile: join(folder, "ca.pem") }, "no certificate"],
      [{ url: "ldaps://x", caFile: join(folder, "none.pem") }, "cannot be read"],
      [{ url: "ldap://user:secret@ldap.example.com" }, "url must be"],
    ] as const)
      expect(() => createLdapProvider({ ...options, ...more })).toThrow(words);
    expect(createLdapProvider({ ...options, url: "ldap://10.0.0.1", allowInsecure: true }).name).toBe("LDAP");
  });

  it("works in clear with a loopback server, but for passwords", async () => {
    const good = serverWith("good");
    expect(await read(good, { url: good.url })).toBeNull();
    const provider = createLdapProvider({
      flavour: "ldap",
      url: good.url,
      baseDn: good.suffix,
      revokeSessions: "resetPassword",
    });
    onTestFinished(() => provider.close());
    const session = { userName: good.service.dn, password: new Secret(good.service.password) };
    const secret = "Never-sent-1";
    const create = () =>
      provider.createIdentity({
        session,
        signal: new AbortController().signal,
        identityKey: "new",
        container: `ou=Staff,${good.suffix}`,
        attributes: {},
        initialPassword: new Secret(secret),
      });
    expect(await failureOf(create, [secret])).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("secure connection"),
    });
    expect(await good.search(good.suffix, "(uid=new)")).toEqual([]);
  });
});
