/** Bytes that are no LDAP, or not what was asked for: none may hang the program, crash it, or be taken for an answer. */
import { isIdleError, Secret } from "@idle/contract";
import fc from "fast-check";
import type { BerWriter } from "ldapts";
import { expect, it, onTestFinished } from "vitest";
import { createLdapProvider } from "../../src/index.ts";
import { bindSession } from "../support/bind-session.ts";
import { envelope, type FakeLdapServer, type FakeRequest, startFakeLdapServer } from "../support/fake-ldap-server.ts";

const base = "dc=example,dc=com";
const session = { userName: "cn=me", password: new Secret("S3cret-of-mine") };

const done = (writer: BerWriter) => {
  writer.writeEnumeration(0);
  writer.writeString("");
  writer.writeString("");
};
const jane = (writer: BerWriter) => {
  writer.writeString(`uid=jane,${base}`);
  writer.startSequence();
  writer.startSequence();
  writer.writeString("uid");
  writer.startSequence(0x31);
  writer.writeString("jane");
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
};
const answered = (id: number) => Buffer.concat([envelope(id, 0x64, jane), envelope(id, 0x65, done, "")]);

/** Answers who looks for Jane in bytes. */
async function against(raw: (request: FakeRequest) => Buffer) {
  const server = await startFakeLdapServer((request) => {
    const isForJane = request.op === "search" && request.base.endsWith(base) && request.attributes[0] !== "1.1";
    return isForJane ? { raw: raw(request) } : undefined;
  });
  onTestFinished(() => server.stop());
  return { server, ...look(server) };
}

function look(server: FakeLdapServer) {
  const provider = createLdapProvider({ flavour: "ldap", url: server.url, baseDn: base, accountLock: null });
  onTestFinished(() => provider.close());
  return { look: async () => bindSession(provider, session).getIdentity({ identityKey: "jane" }) };
}

const repeated = (bytes: string, times: number) => Buffer.from(bytes.repeat(times), "hex");

it.each<[string, (id: number) => Buffer]>([
  ["of another operation", (id) => envelope(id, 0x67, done)],
  ["that is a bind's", (id) => envelope(id, 0x61, done)],
  ["that is a request", (id) => envelope(id, 0x63, done)],
  ["in between, which nobody asked for", (id) => envelope(id, 0x79, done)],
  ["without a code", (id) => envelope(id, 0x65, () => undefined)],
  ["whose code is another type", (id) => envelope(id, 0x65, (writer) => writer.writeInt(0))],
  ["without attributes, which ldapts reads for ever", (id) => envelope(id, 0x64, (writer) => writer.writeString("x"))],
  ["whose parts are longer than it is", (id) => Buffer.from([0x30, 0x09, 2, 1, id, 0x64, 4, 4, 0, 0x30, 0x70])],
  ["in another protocol", () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["of a length that nothing has", () => Buffer.from("3084ffffffff0201", "hex")],
  ["of a length that cannot be written", () => Buffer.from("3088ffffffffffffffff0201", "hex")],
  ["of no length", () => Buffer.from("30800201", "hex")],
  [
    "that is deep",
    (id) =>
      envelope(
        id,
        0x65,
        (writer) => void Array.from({ length: 40 }, () => writer.startSequence()).map(() => writer.endSequence()),
      ),
  ],
  ["with a number that is too long", () => Buffer.from("300c0205010101010165030a0100", "hex")],
])("an answer %s is the end of the connection", async (_, raw) => {
  const { look } = await against(({ id }) => raw(id));
  await expect(look()).rejects.toMatchObject({
    code: "ConnectionFailed",
    transient: false,
    message: expect.stringContaining("answered with what is no LDAP"),
  });
});

it("what nobody asked for is passed over, however much of it there is", async () => {
  // A message without words that ldapts would read one within the other, 20,000 deep.
  const nobodys = repeated("300c02010078070a010004000400", 20_000);
  const { look } = await against(({ id }) => Buffer.concat([nobodys, answered(id)]));
  expect(await look()).toMatchObject({ identityKey: "jane" });
});

it("an answer is read in whatever pieces it comes", async () => {
  const server = await startFakeLdapServer((request, socket) => {
    if (request.base !== base || request.attributes[0] === "1.1" || request.op !== "search") return undefined;
    socket.setNoDelay();
    const bytes = answered(request.id);
    // A byte at a time, each when the one before it has left.
    const send = (at: number): void => {
      if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(send, at + 1));
    };
    send(0);
    return null;
  });
  onTestFinished(() => server.stop());
  expect(await look(server).look()).toMatchObject({ identityKey: "jane" });
});

it("bytes that went wrong are an error of the contract, or another answer, and never the end of the program", async () => {
  let change: (bytes: Buffer) => void = () => undefined;
  const server = await startFakeLdapServer((request, socket) => {
    if (request.op !== "search" || request.base !== base || request.attributes[0] === "1.1") return undefined;
    const raw = Buffer.from(answered(request.id));
    change(raw);
    // Whoever waits for more than there is learns that there is no more.
    setImmediate(() => socket.end());
    return { raw };
  });
  onTestFinished(() => server.stop());
  const { look: lookAgain } = look(server);
  const flip = fc.record({ at: fc.nat(200), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 3 }), async (flips) => {
      change = (bytes) => {
        for (const { at, to } of flips) bytes[at % bytes.length] = to;
      };
      const outcome = await lookAgain().catch((error: unknown) => error);
      if (outcome instanceof Error && !isIdleError(outcome)) throw outcome;
    }),
    { numRuns: 100 },
  );
});
