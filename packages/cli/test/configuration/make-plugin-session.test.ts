/** A session that a package makes: in time, and one that is none. */
import { Secret, type Session } from "@idle/contract";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { makePluginSession, type PluginSessionEntry } from "../../src/configuration/make-plugin-session.ts";
import { createStatusLine } from "../../src/status-line.ts";
import { fakeOutput } from "../fixtures/fake-output.ts";

const entry: PluginSessionEntry = {
  place: "idle.config.yaml:4:5",
  use: "@acme/idle-sessions",
  name: "session Directory\u202eSync",
  type: undefined,
};
const token = { getAccessToken: () => "t" };

function making(create: () => unknown, more: Partial<PluginSessionEntry> = {}, width: number | null = null) {
  const host = createFakeHost();
  const stderr = fakeOutput(width);
  const waiting = { statusLine: createStatusLine(stderr, true), setTimer: host.setTimer };
  const made = makePluginSession(async () => create() as Session, {}, { ...entry, ...more }, waiting);
  made.catch(() => undefined);
  return { host, stderr, made };
}

describe("a session that takes its time", () => {
  it("is told of after 5 seconds, in a pipe as a line", async () => {
    const answer = Promise.withResolvers<Session>();
    const { host, stderr, made } = making(() => answer.promise);
    await host.advance(4_999);
    expect(stderr.written()).toBe("");
    await host.advance(1);
    const line = "Waiting for session Directory\\u202eSync (@acme/idle-sessions) …";
    expect(stderr.written()).toBe(`${line}\n`);
    answer.resolve(token);
    expect(await made).toBe(token);
    expect(stderr.written()).toBe(`${line}\n`);
    expect(host.pending()).toBe(0);
  });

  it("is told of on a terminal in a line that goes away again, and is no wider", async () => {
    const answer = Promise.withResolvers<Session>();
    const { host, stderr, made } = making(() => answer.promise, { name: "session A" }, 20);
    await host.advance(5_000);
    answer.resolve(token);
    await made;
    expect(stderr.written()).toBe("\r\u001b[2KWaiting for sessio…\r\u001b[2K");
  });

  it("is given up after 120 seconds, not tried again, and closed when it comes all the same", async () => {
    let closed = 0;
    const answer = Promise.withResolvers<Session>();
    const { host, made } = making(() => answer.promise);
    await host.advance(120_000);
    await expect(made).rejects.toMatchObject({
      code: "SessionFailed",
      transient: false,
      message:
        'idle.config.yaml:4:5: the package "@acme/idle-sessions" made no session: it was not there within 120 seconds.',
    });
    answer.resolve({ ...token, close: () => void closed++ });
    await answer.promise;
    await host.advance(0);
    expect(closed).toBe(1);
  });
});

describe("a session that is none", () => {
  it.each([
    ["nothing", undefined, undefined, "SessionFailed", "made no session: createSession gave nothing."],
    ["junk", 7, undefined, "SessionFailed", "made no session: what it gave is none."],
    ["of no known type", { type: "Soap" }, undefined, "SessionFailed", "made no session: what it gave is none."],
    ["junk for a type", {}, "Command", "SessionTypeMismatch", "made something else where a session of type Command"],
    ["of another type", token, "Command", "SessionTypeMismatch", "made one of type OAuth where a session of type Com"],
    [
      "without what its type has",
      { type: "Credential", userName: "u", password: "hunter2" },
      undefined,
      "SessionTypeMismatch",
      "made something else where a session of type Credential is wanted, which has a userName, and a Secret as its",
    ],
  ] as const)("names the entry and its package: %s", async (_, given, type, code, words) => {
    const { made } = making(() => given, { type });
    const error = await made.catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(`idle.config.yaml:4:5: the package "@acme/idle-sessions" ${words}`);
    expect(error.message).not.toContain("hunter2");
  });

  it("is not one that fits", async () => {
    const session = { type: "Credential", userName: "u", password: new Secret("hunter2") } as const;
    expect(await making(() => session, { type: "Credential" }).made).toBe(session);
  });
});
