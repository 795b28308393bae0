/**
 * One bound connection. ldapts would connect anew by itself, and then work as nobody: so it gets one socket, and after
 * that one is gone the connection is over.
 */
import type { Socket } from "node:net";
import type { CredentialSession } from "@idle/contract";
import { IdleError } from "@idle/contract";
import { Client, type DN } from "ldapts";
import { operationFailure } from "../failures/operation-failure.ts";
import type { Settings } from "../options/read-options.ts";
import { guardAnswers } from "./guard-answers.ts";
import { keepPaging } from "./keep-paging.ts";
import { openSocket } from "./open-socket.ts";

export interface Connection {
  readonly client: Client;
  /** False once the socket is gone, whatever the reason. */
  isAlive(): boolean;
  /** Keeps the process from ending for as long as the work takes, and no longer. */
  during<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Throws `ConnectionFailed`, or `PermissionDenied` where the server refuses the account. */
export async function openConnection(
  settings: Settings,
  { userName, password }: CredentialSession,
): Promise<Connection> {
  const secret = password.reveal();
  if (userName === "" || secret === "") {
    // A bind without a password succeeds as nobody (RFC 4513, 5.1.2).
    throw new IdleError(
      "InvalidInput",
      "The session's user name or password is empty, so that the server would take it for nobody. Set both.",
    );
  }
  const socket = await openSocket(settings);
  let isOpen = true;
  socket.once("close", () => {
    isOpen = false;
  });
  let isHandedOut = false;
  const client = new Client({
    url: "ldap://localhost",
    timeout: settings.timeoutMs,
    createConnection: () => {
      if (isHandedOut) throw new Error("Socket connection is over");
      isHandedOut = true;
      return socket as Socket;
    },
  });
  guardAnswers(client);
  keepPaging(client);
  try {
    // Not as text: ldapts would take some names for mechanisms of SASL.
    await client.bind({ toString: () => userName } as DN, secret);
  } catch (error) {
    socket.destroy();
    throw operationFailure(error, `The account ${JSON.stringify(userName)}`, "logged on", settings);
  }
  let working = 0;
  socket.unref();
  return {
    client,
    isAlive: () => isOpen && socket.writable && client.isBound,
    async during(work) {
      if (working === 0) socket.ref();
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
        if (working === 0) socket.unref();
      }
    },
    async close() {
      // Whatever happens to the farewell, the socket goes.
      await client.unbind().catch(() => undefined);
      socket.destroy();
    },
  };
}
