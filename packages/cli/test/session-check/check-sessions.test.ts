/** Sessions that are contacted: at once and in time, with a clock that is handed in. */
import { type AuthSessionBroker, IdleError, Secret, type Session, type SessionReport } from "@idle/contract";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import type { SessionEntrySource } from "../../src/configuration/configuration.ts";
import { createProcessRedactor } from "../../src/redaction/process-redactor.ts";
import { checkSessions } from "../../src/session-check/check-sessions.ts";
import { createStatusLine } from "../../src/status-line.ts";
import { fakeOutput } from "../fixtures/fake-output.ts";

type Check = NonNullable<Session["check"]>;
const never = () => new Promise<never>(() => undefined);
const reportOf = (target: string): SessionReport => ({ account: null, target, commands: [] });
const sessionWith = (check?: Check): Session => ({
  type: "Command",
  invokeCommand: () => expect.fail("a command was sent"),
  ...(check && { check }),
});

/** An entry for each; what makes its session, or the session. */
function checking(
  sessions: readonly (Session | (() => Promise<Session>))[],
  origin: SessionEntrySource["origin"] = { kind: "plugin", use: "@acme/sessions", options: {} },
) {
  const host = createFakeHost();
  const stderr = fakeOutput();
  const interrupt = new AbortController();
  const redactor = createProcessRedactor();
  const asked: unknown[] = [];
  const entries = sessions.map((session, index) => ({
    entry: { pointer: `/authSessions/${index}`, match: { name: `S${index}`, role: index, purpose: "Plan" }, origin },
    name: `session S${index}\u202e`,
    open: async (): Promise<AuthSessionBroker> => ({
      async acquireAuthSession(name, options) {
        asked.push([name, options]);
        return typeof session === "function" ? session() : session;
      },
    }),
    commandsFor: () => [],
  }));
  const waiting = { statusLine: createStatusLine(stderr, true), setTimer: host.setTimer };
  const checked = checkSessions(entries, { redactor, signal: interrupt.signal, waiting }).then((checks) => {
    expect([...checks.keys()]).toEqual(entries.map(({ entry }) => entry));
    return [...checks.values()];
  });
  return { host, stderr, interrupt, redactor, asked, checked };
}

describe("sessions that are checked", () => {
  it("are asked for as a step would that wants just this entry", async () => {
    const { checked, asked } = checking([sessionWith(async () => reportOf("t"))]);
    await checked;
    expect(asked).toEqual([["S0", { role: 0, purpose: "Plan" }]]);
  });

  it("are contacted at the same time, and told in the order of the entries", async () => {
    const first = Promise.withResolvers<SessionReport>();
    const { checked, host } = checking([
      sessionWith(() => first.promise),
      sessionWith(async () => {
        first.resolve(reportOf("first"));
        return reportOf("second");
      }),
    ]);
    const works = { state: "Works", account: null, commands: [], error: null };
    expect(await checked).toEqual([
      { ...works, target: "first" },
      { ...works, target: "second" },
    ]);
    expect(host.pending()).toBe(0);
  });

  it("are no more than eight at a time", async () => {
    const gates = Array.from({ length: 10 }, () => Promise.withResolvers<SessionReport>());
    let begun = 0;
    const { checked, host } = checking(
      gates.map(({ promise }) =>
        sessionWith(() => {
          begun += 1;
          return promise;
        }),
      ),
    );
    await host.advance(0);
    expect(begun).toBe(8);
    gates[3]?.resolve(reportOf("t"));
    await host.advance(0);
    expect(begun).toBe(9);
    for (const gate of gates) gate.resolve(reportOf("t"));
    expect(await checked).toHaveLength(10);
    expect(begun).toBe(10);
  });

  it("that hang are told of after 5 seconds and given up after 90, and the others are told all the same", async () => {
    let aborted: unknown;
    const { checked, host, stderr } = checking([
      sessionWith(({ signal }) => {
        signal?.addEventListener("abort", () => (aborted = signal.reason));
        return never();
      }),
      sessionWith(async () => reportOf("t")),
    ]);
    await host.advance(4_999);
    expect(stderr.written()).toBe("");
    await host.advance(1);
    expect(stderr.written()).toBe("Waiting for session S0\\u202e to answer …\n");
    await host.advance(84_999);
    expect(aborted).toBeUndefined();
    await host.advance(1);
    const [hung, fine] = await checked;
    expect(hung).toMatchObject({
      state: "Failed",
      error: {
        code: "Timeout",
        message: "It did not answer within 90 seconds. Look whether the far end is up and can be reached from here.",
      },
    });
    expect(aborted).toMatchObject({ code: "Timeout" });
    expect(fine).toMatchObject({ state: "Works" });
    expect(host.pending()).toBe(0);
  });

  it("that a configuration makes in code are given up after 120 seconds of making", async () => {
    const { checked, host, stderr } = checking([never], { kind: "live", session: null });
    await host.advance(5_000);
    expect(stderr.written()).toContain("Waiting for session S0");
    await host.advance(115_000);
    expect(await checked).toMatchObject([{ state: "Failed", error: { code: "Timeout" } }]);
  });

  it("that are interrupted are told as such, those that answered as they are, and no further one is asked", async () => {
    let begun = 0;
    const hanging = Array.from({ length: 9 }, () =>
      sessionWith(() => {
        begun += 1;
        return never();
      }),
    );
    const { checked, host, interrupt } = checking([sessionWith(async () => reportOf("t")), never, ...hanging]);
    await host.advance(0);
    const before = begun;
    interrupt.abort();
    const [fine, ...others] = await checked;
    expect(fine).toMatchObject({ state: "Works" });
    for (const other of others) {
      const error = { code: "Cancelled", message: "It was interrupted before it answered." };
      expect(other).toMatchObject({ state: "Failed", error });
    }
    expect(begun).toBe(before);
    expect(host.pending()).toBe(0);
  });

  it("that have no check are not contacted, and a user name is shown, which is no secret", async () => {
    const { checked } = checking([
      sessionWith(),
      { type: "Credential", userName: "svc-idle", password: new Secret("planted-secret") },
      { getAccessToken: () => expect.fail("a token was asked for") },
    ]);
    expect((await checked).map(({ state, account }) => [state, account])).toEqual([
      ["NotContacted", null],
      ["NotContacted", "svc-idle"],
      ["NotContacted", null],
    ]);
  });

  it("show no secret, whatever says it", async () => {
    const token = new Secret("planted-secret");
    const say = (text: string) => ({ account: text, target: text, commands: [] });
    const { checked } = checking([
      sessionWith(async () => say(`as ${token.reveal()}`)),
      sessionWith(async () => {
        const cause = new Error(`p=${token.reveal()}`);
        throw new IdleError("PermissionDenied", `No logon with ${token.reveal()}.`, { cause });
      }),
      { type: "Credential", userName: "planted-secret", password: token },
    ]);
    const checks = await checked;
    expect(JSON.stringify(checks)).not.toContain("planted");
    expect(checks).toMatchObject([
      { account: "as [REDACTED]", target: "as [REDACTED]" },
      { error: { code: "PermissionDenied", message: "No logon with [REDACTED]. p=[REDACTED]" } },
      { account: "[REDACTED]" },
    ]);
  });

  it("show no secret that only another session has revealed, and that later", async () => {
    const { checked } = checking([
      sessionWith(async () => ({ account: "planted-elsewhere", target: null, commands: [] })),
      sessionWith(async () => {
        for (let turn = 0; turn < 20; turn += 1) await null;
        new Secret("planted-elsewhere").reveal();
        return reportOf("t");
      }),
    ]);
    expect((await checked)[0]?.account).toBe("[REDACTED]");
  });

  it("fail alone, whatever they throw or answer", async () => {
    const { checked } = checking([
      sessionWith(async () => Promise.reject("boo")),
      sessionWith((async () => "fine") as never),
      () => Promise.reject(new IdleError("SecretUnavailable", "Not set.")),
      sessionWith(async () => reportOf("t")),
    ]);
    expect((await checked).map(({ state, error }) => [state, error?.code])).toEqual([
      ["Failed", "UnexpectedError"],
      ["Failed", "PluginAnswerInvalid"],
      ["Failed", "SecretUnavailable"],
      ["Works", undefined],
    ]);
  });
});
