/** A server that says what a test tells it to, in LDAP or in nonsense. Plain, on loopback. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Ber, BerReader, BerWriter } from "ldapts";
import { messageSize } from "./message-size.ts";

export interface FakeRequest {
  /** Of the message, for who answers it in bytes. */
  readonly id: number;
  readonly op: "bind" | "search" | "modify" | "add" | "extended" | "other";
  /** Of a search; of a simple bind the name. */
  readonly base: string;
  readonly attributes: readonly string[];
  /** Of a paged search; empty for the first page, null for one that is not paged. */
  readonly cookie: string | null;
}

export interface FakeEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly (string | Buffer)[]>>;
}

export interface FakeAnswer {
  readonly entries?: readonly FakeEntry[];
  readonly references?: readonly string[];
  /** Of the next page. */
  readonly cookie?: string;
  readonly code?: number;
  readonly message?: string;
  /** Bytes in place of an answer. */
  readonly raw?: Buffer;
  /** After the answer, or in place of one that has nothing. */
  readonly end?: "cut";
}

/** Null: no answer at all. Undefined: the usual one. */
export type Script = (request: FakeRequest, socket: Socket) => FakeAnswer | null | undefined;

export interface FakeLdapServer {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  readonly connections: () => number;
  stop(): Promise<void>;
}

const base = "dc=example,dc=com";
const attributeTypes = [
  "( 2.5.4.41 NAME 'name' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
  "( 2.5.4.3 NAME 'cn' SUP name )",
  "( 2.5.4.4 NAME 'sn' SUP name )",
  "( 0.9.2342.19200300.100.1.1 NAME 'uid' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
  "( 2.5.4.13 NAME 'description' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
  "( 2.5.4.31 NAME 'member' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
  "( 2.5.4.0 NAME 'objectClass' EQUALITY objectIdentifierMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 )",
];

/** What a well-behaved server says of itself. */
function usual({ op, base: asked }: FakeRequest): FakeAnswer {
  if (op !== "search") return {};
  if (asked === "") {
    return { entries: [{ dn: "", attributes: { namingContexts: [base], subschemaSubentry: ["cn=Subschema"] } }] };
  }
  if (asked === "cn=Subschema") return { entries: [{ dn: asked, attributes: { attributeTypes } }] };
  return asked === base ? { entries: [{ dn: base, attributes: {} }] } : {};
}

export async function startFakeLdapServer(script: Script): Promise<FakeLdapServer> {
  const requests: FakeRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    let pending = Buffer.alloc(0);
    socket.on("data", (data) => {
      pending = Buffer.concat([pending, data]);
      // What is no LDAP, such as the first words of TLS, is never answered.
      if (pending[0] !== 0x30) return;
      for (let size = messageSize(pending); size !== null && size <= pending.length; size = messageSize(pending)) {
        const message = pending.subarray(0, size);
        pending = pending.subarray(size);
        answer(message, socket);
      }
    });
  });
  const answer = (message: Buffer, socket: Socket) => {
    const { id, tag, request } = readRequest(message);
    requests.push(request);
    const scripted = script(request, socket);
    if (scripted === null) return;
    const answers = scripted ?? usual(request);
    socket.write(answers.raw ?? Buffer.concat(answersOf(id, tag, answers)));
    if (answers.end === "cut") socket.destroy();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const bindTag = 0x60;
const searchTag = 0x63;
const names: Readonly<Record<number, FakeRequest["op"]>> = {
  [bindTag]: "bind",
  [searchTag]: "search",
  102: "modify",
  104: "add",
  119: "extended",
};

function readRequest(message: Buffer) {
  const reader = new BerReader(message);
  reader.readSequence();
  const id = reader.readInt() ?? 0;
  const tag = reader.readSequence() ?? 0;
  const end = reader.offset + reader.length;
  const op = names[tag] ?? "other";
  if (tag === bindTag) {
    reader.readInt();
    const name = reader.readString() ?? "";
    const isSimple = reader.peek() === 0x80;
    return { id, tag, request: { id, op: isSimple ? op : "other", base: name, attributes: [], cookie: null } };
  }
  if (tag !== searchTag) return { id, tag, request: { id, op, base: "", attributes: [], cookie: null } };
  const asked = reader.readString() ?? "";
  reader.readEnumeration();
  reader.readEnumeration();
  reader.readInt();
  reader.readInt();
  reader.readBoolean();
  // What is looked for does not matter here.
  reader.readSequence(reader.peek() ?? 0);
  reader.offset += reader.length;
  const attributes: string[] = [];
  reader.readSequence();
  while (reader.offset < end) attributes.push(reader.readString() ?? "");
  let cookie: string | null = null;
  if (reader.readSequence(0xa0) !== null) {
    reader.readSequence();
    reader.readString();
    if (reader.peek() === Ber.Boolean) reader.readBoolean();
    const value = new BerReader(reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0));
    value.readSequence();
    value.readInt();
    cookie = value.readString() ?? "";
  }
  return { id, tag, request: { id, op, base: asked, attributes, cookie } };
}

function answersOf(
  id: number,
  tag: number,
  { entries = [], references = [], cookie, code = 0, message = "" }: FakeAnswer,
) {
  const parts = entries.map(({ dn, attributes }) =>
    envelope(id, 0x64, (writer) => {
      writer.writeString(dn);
      writer.startSequence();
      for (const [type, values] of Object.entries(attributes)) {
        writer.startSequence();
        writer.writeString(type);
        writer.startSequence(0x31);
        for (const value of values) writer.writeBuffer(Buffer.from(value as string), Ber.OctetString);
        writer.endSequence();
        writer.endSequence();
      }
      writer.endSequence();
    }),
  );
  for (const reference of references) parts.push(envelope(id, 0x73, (writer) => writer.writeString(reference)));
  const done = envelope(
    id,
    tag + 1 + (tag === searchTag ? 1 : 0),
    (writer) => {
      writer.writeEnumeration(code);
      writer.writeString("");
      writer.writeString(message);
    },
    cookie,
  );
  return [...parts, done];
}

/** A message as bytes. */
export function envelope(id: number, tag: number, body: (writer: BerWriter) => void, cookie?: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  body(writer);
  writer.endSequence();
  if (cookie !== undefined) {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(0);
    value.writeString(cookie);
    value.endSequence();
    writer.startSequence(0xa0);
    writer.startSequence();
    writer.writeString("1.2.840.113556.1.4.319");
    writer.writeBuffer(value.buffer, Ber.OctetString);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}
