/** Servers that do not get as far as TLS. Times are short here, and nothing depends on how long anything takes. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { BerWriter } from "ldapts";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSocket } from "../../src/connection/open-socket.ts";
import { readOptions } from "../../src/options/read-options.ts";
import { envelope, startFakeLdapServer } from "../support/fake-ldap-server.ts";

const soon = { flavour: "ldap", baseDn: "dc=example", connectTimeoutSeconds: 0.2 } as const;
const agreed = (writer: BerWriter) => {
  writer.writeEnumeration(0);
  writer.writeString("");
  writer.writeString("");
};

async function serverThat(does: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    does(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

describe("TLS from the start", () => {
  it("is given up where the server never speaks it, and the connection is gone", async () => {
    const { port, sockets } = await serverThat((socket) => void socket.resume());
    const opening = openSocket(readOptions({ ...soon, url: `ldaps://127.0.0.1:${port}` }));
    await expect(opening).rejects.toMatchObject({
      code: "ConnectionFailed",
      transient: true,
      message: expect.stringContaining("no answer in time"),
    });
    await expect.poll(() => sockets[0]?.readyState).toBe("closed");
  });

  it("is told where the server speaks something else, or hangs up", async () => {
    const speaks = await serverThat((socket) => void socket.on("data", () => socket.write("HTTP/1.1 400 Bad\r\n\r\n")));
    const hangsUp = await serverThat((socket) => socket.destroy());
    for (const { port } of [speaks, hangsUp]) {
      await expect(openSocket(readOptions({ ...soon, url: `ldaps://127.0.0.1:${port}` }))).rejects.toMatchObject({
        code: "ConnectionFailed",
        details: { server: `ldaps://127.0.0.1:${port}` },
      });
    }
  });
});

describe("StartTLS", () => {
  const open = (url: string) => openSocket(readOptions({ ...soon, url, startTls: true }));

  it("is given up where nobody answers, before or after it is agreed on", async () => {
    for (const answer of [null, {}]) {
      const server = await startFakeLdapServer(() => answer);
      onTestFinished(() => server.stop());
      await expect(open(server.url)).rejects.toMatchObject({ code: "ConnectionFailed", transient: true });
      expect(server.requests.map(({ op }) => op)).toEqual(["extended"]);
    }
  });

  it.each([
    ["a refusal", { code: 2, message: "no" }, "Does it take StartTLS?"],
    ["another answer", { raw: Buffer.from("300c02010261070a010004000400", "hex") }, "answered with what is no LDAP"],
    ["what is no LDAP", { raw: Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n") }, "answered with what is no LDAP"],
    [
      "a part that is longer than its message",
      { raw: Buffer.from("300c02010278070a010004000470", "hex") },
      "answered with what is no LDAP",
    ],
    ["the end", { end: "cut", raw: Buffer.alloc(0) }, "the connection was cut"],
  ] as const)("is not agreed on by %s, and nothing else is sent", async (_, answer, words) => {
    const server = await startFakeLdapServer(() => answer);
    onTestFinished(() => server.stop());
    await expect(open(server.url)).rejects.toMatchObject({
      code: "ConnectionFailed",
      message: expect.stringContaining(words),
    });
    expect(server.requests.map(({ op }) => op)).toEqual(["extended"]);
  });

  it("is not agreed on with more words in clear behind the answer", async () => {
    // Whoever is on the way puts a bind's success behind the answer: it must never be read as one of the server's.
    const server = await startFakeLdapServer(({ id }) => ({
      raw: Buffer.concat([envelope(id, 0x78, agreed), ...[1, 2, 3].map((next) => envelope(id + next, 0x61, agreed))]),
    }));
    onTestFinished(() => server.stop());
    await expect(open(server.url)).rejects.toMatchObject({ code: "ConnectionFailed" });
  });
});

it("a connection in clear is open once the server takes it", async () => {
  const { port } = await serverThat((socket) => void socket.resume());
  const socket = await openSocket(readOptions({ ...soon, url: `ldap://127.0.0.1:${port}` }));
  onTestFinished(() => void socket.destroy());
  expect(socket.readyState).toBe("open");
});

it("nobody listens there: that is told, and may be tried again", async () => {
  const { port } = await serverThat(() => undefined);
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const closed = (free.address() as AddressInfo).port;
  free.close();
  await once(free, "close");
  expect(closed).not.toBe(port);
  await expect(openSocket(readOptions({ ...soon, url: `ldap://127.0.0.1:${closed}` }))).rejects.toMatchObject({
    code: "ConnectionFailed",
    transient: true,
    details: { systemCode: "ECONNREFUSED" },
  });
});
