/** The system as far as the provider needs it: over HTTP, on this machine, in memory. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Badge } from "../src/badge-capabilities.ts";
import type { Account } from "../src/badge-system-client.ts";

export const account = { userName: "svc-idle", password: "correct horse battery" };

export interface PretendServer {
  readonly url: string;
  /** Begins anew with these accounts. */
  reset(accounts: readonly Account[]): void;
  /** What the next request gets in place of its answer. */
  failNext(failure: Failure): void;
  /** The requests since the last reset, as `GET /accounts/jane`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export interface Failure {
  /** null cuts the line. */
  readonly status: number | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the request is done all the same. Default false. */
  readonly isDone?: boolean;
}

export async function startPretendServer(port = 0): Promise<PretendServer> {
  const accounts = new Map<string, Account>();
  const badges = new Map<string, Badge>();
  const requests: string[] = [];
  let failure: Failure | null = null;

  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`);
    const planned = failure;
    failure = null;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    if (planned === null) return send(response, ...handle(request, content));
    if (planned.isDone === true) handle(request, content);
    if (planned.status === null) response.destroy();
    else response.writeHead(planned.status, planned.headers).end(planned.body);
  }

  function handle(request: IncomingMessage, content: Buffer): [number, unknown] {
    const { authorization = "" } = request.headers;
    const wanted = `Basic ${Buffer.from(`${account.userName}:${account.password}`).toString("base64")}`;
    // Systems have been seen to repeat what they refuse; no error of the provider may.
    if (authorization !== wanted) return [401, { message: `not accepted: ${authorization}` }];
    const { pathname, searchParams } = new URL(request.url ?? "", "http://pretend");
    const [, collection, key, part, ...more] = pathname.split("/");
    if (collection !== "accounts" || more.length > 0) return [404, { message: "no such address" }];
    const body = content.length === 0 ? {} : JSON.parse(content.toString("utf8"));
    if (key === undefined) return request.method === "POST" ? create(body) : page(searchParams.get("after"));
    const found = accounts.get(decodeURIComponent(key));
    if (found === undefined) return [404, { message: "no such account" }];
    if (part === "badge") return badge(request.method, found.id, body);
    if (part !== undefined) return [404, { message: "no such address" }];
    if (request.method === "GET") return [200, found];
    return request.method === "PATCH" ? update(found, body) : [405, {}];
  }

  /** Two at a time, by id. */
  function page(after: string | null): [number, unknown] {
    const ids = [...accounts.keys()].sort().filter((id) => after === null || id > after);
    const shown = ids.slice(0, 2);
    return [200, { accounts: shown.map((id) => accounts.get(id)), next: ids.length > 2 ? shown.at(-1) : null }];
  }

  function badge(method: string | undefined, id: string, body: Badge): [number, unknown] {
    if (method === "PUT") badges.set(id, body);
    return [200, badges.get(id) ?? {}];
  }

  function create(body: Account): [number, unknown] {
    if (accounts.has(body.id)) return [409, { message: "that id is taken" }];
    if (Object.keys(body.fields).some((name) => name.includes("\u0000"))) return [422, { message: "no such field" }];
    accounts.set(body.id, body);
    return [201, body];
  }

  function update(found: Account, { active = found.active, fields = {} }: Partial<Account>): [number, unknown] {
    const kept = Object.entries({ ...found.fields, ...fields }).filter(([, value]) => value !== null);
    accounts.set(found.id, { id: found.id, active, fields: Object.fromEntries(kept) });
    return [200, accounts.get(found.id)];
  }

  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    reset(initial) {
      accounts.clear();
      badges.clear();
      for (const each of initial) accounts.set(each.id, each);
      requests.length = 0;
      failure = null;
    },
    failNext(planned) {
      failure = planned;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
