/** What a session says of itself is looked at before anybody shows it. */
import { IdleError, Secret, type Session } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { askSessionReport, createRedactor } from "../../src/index.ts";

const who = 'The session of the package "@acme/sessions"';
const commands = ["Get-A", "Start-B", "Get-A"];
const fine = {
  account: "CORP\\svc",
  target: null,
  commands: [
    { name: "Start-B", isAvailable: false },
    { name: "Get-A", isAvailable: true },
  ],
};

function ask(check: unknown, more: object = {}) {
  const redactor = createRedactor();
  const session = { type: "Command", invokeCommand: () => null, check, ...more } as unknown as Session;
  const { signal } = new AbortController();
  return { redactor, signal, session, report: askSessionReport(session, { commands, signal, who, redactor }) };
}

describe("a session that is asked whether it works", () => {
  it("is told the commands, each once, and the signal; its answer comes in the order of the question", async () => {
    const asked: unknown[] = [];
    const { signal, session, report } = ask(function (this: unknown, wanted: unknown) {
      asked.push(this, wanted);
      return Promise.resolve({ ...fine, more: "x" });
    });
    expect(await report).toEqual({
      account: "CORP\\svc",
      target: null,
      commands: [
        { name: "Get-A", isAvailable: true },
        { name: "Start-B", isAvailable: false },
      ],
    });
    expect(asked).toEqual([session, { commands: ["Get-A", "Start-B"], signal }]);
  });

  it("need not be able to tell", async () => expect(await ask(undefined).report).toBe(null));

  it("cannot spoil the question for itself", async () => {
    const spoilt = ask(async (wanted: { commands: string[] }) => {
      wanted.commands.length = 0;
      return { ...fine, commands: [] };
    });
    await expect(spoilt.report).rejects.toThrow('no word on the command "Get-A"');
  });

  it.each([
    ["nothing", undefined, "answered check with nothing that is { account, target, commands }"],
    ["a text", "fine", "answered check with nothing that is { account, target, commands }"],
    ["no account", { ...fine, account: undefined }, "answered check with an account that is neither a text nor null"],
    ["an empty account", { ...fine, account: "" }, "answered check with an account that is neither a text nor null"],
    ["a target of another kind", { ...fine, target: {} }, "answered check with a target that is neither a text nor"],
    ["no list", { ...fine, commands: {} }, "answered check with commands that are no list"],
    ["names alone", { ...fine, commands: ["Get-A"] }, "with a command that is not { name, isAvailable }"],
    ["null for a command", { ...fine, commands: [null] }, "with a command that is not { name, isAvailable }"],
    [
      "an unclear answer",
      { ...fine, commands: [{ name: "Get-A", isAvailable: "yes" }] },
      "with a command that is not { name, isAvailable }",
    ],
    [
      "a command too many",
      { ...fine, commands: [...fine.commands, { name: "get-a", isAvailable: true }] },
      'with the command "get-a", which it was not asked about',
    ],
    [
      "a command twice",
      { ...fine, commands: [...fine.commands, { name: "Get-A", isAvailable: false }] },
      'with the command "Get-A" twice',
    ],
    ["a command too few", { ...fine, commands: fine.commands.slice(1) }, 'with no word on the command "Start-B"'],
    [
      "a getter that throws",
      {
        get account() {
          throw new Error("boo");
        },
      },
      "with something that cannot be looked at (boo)",
    ],
  ])("is told its author when it answers with %s", async (_, answer, words) => {
    const error = await ask(async () => answer).report.catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "PluginAnswerInvalid" });
    expect(error.message).toContain(who);
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/\. Tell its author\.$/);
  });

  it("is told its author when its check is no method", async () => {
    await expect(ask("soon").report).rejects.toMatchObject({
      code: "PluginAnswerInvalid",
      message: `${who} has a check that is no method. Tell its author.`,
    });
  });

  it("fails with its own error, or with one that says whose", async () => {
    const own = new IdleError("PermissionDenied", "Not you.");
    expect(await ask(() => Promise.reject(own)).report.catch((thrown) => thrown)).toBe(own);
    const thrown = ask(() => {
      throw "boo";
    });
    await expect(thrown.report).rejects.toMatchObject({
      code: "UnexpectedError",
      message: `${who} failed in check: boo. What was thrown is no error: its author must throw an IdleError`,
    });
  });

  it("has its secrets learnt: those it carries, and those that are revealed meanwhile", async () => {
    const secret = new Secret("revealed-secret");
    const { redactor, report } = ask(
      async () => {
        await null;
        secret.reveal();
        return fine;
      },
      { apiKey: "carried-secret" },
    );
    await report;
    expect(redactor.text("carried-secret and revealed-secret")).toBe("[REDACTED] and [REDACTED]");
  });
});
