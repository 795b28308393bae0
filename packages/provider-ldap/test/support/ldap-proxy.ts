/**
 * A server between a provider and its directory that takes TLS connections, knows LDAP messages apart, counts them, and
 * can cut a connection at any of them.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, createServer } from "node:tls";
import { makeCertificate } from "../servers/certificates.ts";
import { messageSize } from "./message-size.ts";

/** Tags of requests (RFC 4511, appendix B). */
const operations: Readonly<Record<number, string>> = {
  96: "bind",
  66: "unbind",
  99: "search",
  102: "modify",
  104: "add",
  74: "delete",
  108: "rename",
  80: "abandon",
  119: "extended",
};

/**
 * `before`: the connection is cut, and the server never sees the request. `answer`: the server does what is asked, and the
 * connection is cut instead of the answer. A function is waited for before the request goes on.
 */
type Mischief = "before" | "answer" | (() => Promise<void>);

export interface LdapProxy {
  readonly url: string;
  readonly caFile: string;
  /** Connections that were taken, from the start or since `forget`. */
  readonly connections: number;
  /** Names of the requests that came, in their order. */
  readonly requests: readonly string[];
  /** At the next request of that kind, this once. */
  next(operation: string, mischief: Mischief): void;
  /** Takes no connection and cuts those there are, until it is told otherwise. */
  refuse(isRefusing: boolean): void;
  /** Cuts all connections. */
  cutAll(): void;
  forget(): void;
  stop(): Promise<void>;
}

export async function startLdapProxy(target: {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}): Promise<LdapProxy> {
  const folder = mkdtempSync(join(tmpdir(), "idle-proxy-"));
  const { caFile, certificateFile, keyFile } = await makeCertificate(folder, "good");
  const sockets = new Set<Socket>();
  const planned = new Map<string, Mischief>();
  let requests: string[] = [];
  let connections = 0;
  let isRefusing = false;

  const server = createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, (client) => {
    if (isRefusing) return void client.destroy();
    connections += 1;
    // It is the proxy that is tested here, and nobody else is on this machine's loopback.
    const upstream = target.isTls
      ? connectTls({ host: target.host, port: target.port, rejectUnauthorized: false })
      : connect(target.port, target.host);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      // Entries come as many small messages, which nobody is to wait for.
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", cut).on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    const swallowed = new Set<number>();
    client.on(
      "data",
      inOrder(async (message) => {
        const { id, tag } = readMessage(message);
        const name = operations[tag] ?? `tag ${tag}`;
        requests.push(name);
        const mischief = planned.get(name);
        planned.delete(name);
        if (mischief === "before") return cut();
        if (mischief === "answer") swallowed.add(id);
        else await mischief?.();
        upstream.write(message);
      }),
    );
    upstream.on(
      "data",
      inOrder(async (message) => {
        if (swallowed.has(readMessage(message).id)) return cut();
        client.write(message);
      }),
    );
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caFile,
    get connections() {
      return connections;
    },
    get requests() {
      return requests;
    },
    next: (operation, mischief) => void planned.set(operation, mischief),
    refuse(refusing) {
      isRefusing = refusing;
      if (refusing) cutAll();
    },
    cutAll,
    forget() {
      requests = [];
      connections = 0;
      planned.clear();
    },
    async stop() {
      cutAll();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whole messages, one after the other, however the bytes come. */
function inOrder(handle: (message: Buffer) => Promise<void>): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let last = Promise.resolve();
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let size = messageSize(rest); size !== null && rest.length >= size; size = messageSize(rest)) {
      const message = rest.subarray(0, size);
      rest = rest.subarray(size);
      last = last.then(() => handle(message));
    }
  };
}

function readMessage(message: Buffer): { readonly id: number; readonly tag: number } {
  const start = (message[1] ?? 0) < 0x80 ? 2 : 2 + ((message[1] ?? 0) & 0x7f);
  const length = message[start + 1] ?? 0;
  return { id: message.readUIntBE(start + 2, length), tag: message[start + 2 + length] ?? 0 };
}
