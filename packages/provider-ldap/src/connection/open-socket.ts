/** A connected socket, secured as the options say. In: settings. Out: a socket that nothing was sent on but StartTLS. */
import { connect, type Socket } from "node:net";
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect as connectTls,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import { Client } from "ldapts";
import { connectionFailure } from "../failures/connection-failure.ts";
import { resultCodeOf } from "../failures/result-codes.ts";
import type { Settings } from "../options/read-options.ts";
import { guardAnswers } from "./guard-answers.ts";

const startTlsOid = "1.3.6.1.4.1.1466.20037";

export async function openSocket(settings: Settings): Promise<Socket | TLSSocket> {
  const { server, transport, connectTimeoutMs } = settings;
  const started = performance.now();
  const timeLeft = () => Math.max(1, connectTimeoutMs - (performance.now() - started));
  let socket: Socket | TLSSocket | undefined;
  try {
    if (transport === "ldaps") {
      socket = connectTls({ ...tlsOptions(settings), port: server.port });
      await ready(socket, "secureConnect", timeLeft());
      return socket;
    }
    socket = connect(server.port, server.host);
    await ready(socket, "connect", timeLeft());
    if (transport === "clear") return socket;
    await askForTls(socket, timeLeft());
    socket = connectTls({ ...tlsOptions(settings), socket });
    await ready(socket, "secureConnect", timeLeft());
    return socket;
  } catch (error) {
    socket?.destroy();
    throw connectionFailure(error, settings);
  }
}

/** Certificates are always verified: there is no option that would leave it out. */
function tlsOptions({ server, serverName, ca }: Settings): ConnectionOptions {
  const name = serverName ?? server.host;
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // With a socket of its own this is no address, but what the certificate is compared with.
    host: server.host,
    ...(/^[\d.]+$|:/.test(name) ? {} : { servername: name }),
    ...(ca === null ? {} : { ca }),
    // Node compares with the address where that is an IP number; with a serverName it is that name, whatever the address is.
    ...(serverName === null
      ? {}
      : {
          checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
            checkServerIdentity(serverName, certificate),
        }),
  };
}

/** What the server sent before TLS was agreed is thrown away with the client that read it. */
async function askForTls(socket: Socket, timeout: number): Promise<void> {
  const client = new Client({ url: "ldap://localhost", timeout, createConnection: () => socket });
  guardAnswers(client);
  await client.exop(startTlsOid).catch((error: unknown) => {
    throw startTlsFailure(error);
  });
  for (const event of ["data", "end", "close", "error", "timeout"]) socket.removeAllListeners(event);
}

function ready(socket: Socket, event: "connect" | "secureConnect", timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer);
      socket.off(event, onReady).off("error", onError).off("close", onClose);
      end();
    };
    const onReady = () => settle(resolve);
    const onError = (error: Error) => settle(() => reject(error));
    const onClose = () => settle(() => reject(new Error("The server closed the connection.")));
    const timer = setTimeout(() => settle(() => reject(new TimeIsOver())), timeoutMs);
    socket.once(event, onReady).once("error", onError).once("close", onClose);
  });
}

/** In terms of connections: what ldapts says is about messages. */
function startTlsFailure(error: unknown): unknown {
  if (resultCodeOf(error) !== null) {
    return Object.assign(new Error("The server declines StartTLS.", { cause: error }), { code: "ERR_TLS_DECLINED" });
  }
  const text = error instanceof Error ? error.message : "";
  if (/timed out/i.test(text)) return new TimeIsOver();
  if (/closed|ended/i.test(text)) return Object.assign(new Error(text, { cause: error }), { code: "ECONNRESET" });
  return error;
}

/** The time that connecting may take is over. */
class TimeIsOver extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super("The server did not answer in time.");
  }
}
