import type { JsonObject } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import type { SessionEntrySource } from "../../src/configuration/configuration.ts";
import type { SessionCheck } from "../../src/session-check/check-sessions.ts";
import { sessionCheckView } from "../../src/view/session-check-view.ts";
import { createStyle } from "../../src/view/style.ts";

const style = (width: number | null, colour = false) => createStyle({ colour, width });
const plugin = { kind: "plugin", use: "@idle/powershell", options: {} } as const;
const credential = { kind: "credential", userName: "env:U", password: "env:P" } as const;
const blank = { account: null, target: null, commands: [], error: null } as const;
const start = (isAvailable: boolean) => ({ name: "Start-ADSyncSyncCycle", isAvailable });
const look = (isAvailable: boolean) => ({ name: "Get-ADSyncScheduler", isAvailable });
const server = { account: "CORP\\svc-sync", target: "entra-connect-01.corp.example, PowerShell 7.6.0" };

type Row = [SessionEntrySource["match"], SessionCheck, SessionEntrySource["origin"]?];
const rows: Row[] = [
  [{ name: "DirectorySync" }, { ...blank, ...server, state: "Works", commands: [start(true), look(true)] }],
  [
    { name: "DirectorySync", purpose: "Plan" },
    { ...blank, ...server, state: "LacksCommands", commands: [start(false), look(true)] },
  ],
  [
    { name: "Exchange online" },
    { ...blank, account: "svc-mail", state: "LacksCommands", commands: [start(false), look(false)] },
  ],
  [
    { name: "Remote" },
    {
      ...blank,
      state: "Failed",
      error: {
        code: "ConnectionFailed",
        message: "The server entra-connect-02.corp.example cannot be reached. Check the network and the system.",
      },
    },
  ],
  [
    { site: 7, pin: "hidden" },
    { ...blank, state: "Works" },
  ],
  [{ name: "AD" }, { ...blank, state: "NotContacted", account: "svc-idle" }, credential],
  [{ name: "Entra" }, { ...blank, state: "NotContacted" }],
  [{ name: "Ldap" }, { ...blank, state: "NotContacted", account: "svc-ldap" }],
  [null, { ...blank, state: "Works", target: "a far end" }],
];
const checksOf = (list: readonly Row[]) =>
  new Map(
    list.map(([match, check, origin = plugin], index): [SessionEntrySource, SessionCheck] => [
      { pointer: `/authSessions/${index}`, match, origin },
      check,
    ]),
  );
const redact = (match: JsonObject): JsonObject => ("pin" in match ? { ...match, pin: "[REDACTED]" } : match);
const view = (list: readonly Row[], width: number | null, colour = false) =>
  sessionCheckView(checksOf(list), redact, style(width, colour));

describe("the view of checked sessions", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = view(rows, width);
    await expect(text).toMatchFileSnapshot(`../golden/session-checks.${width}.txt`);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("has a line for each session in a pipe, whatever the far end says", async () => {
    await expect(view(rows, null)).toMatchFileSnapshot("../golden/session-checks.pipe.txt");
    const hostile = "a\nok      Other\u001b[2J\u202e";
    const text = view([[{ name: hostile }, { ...blank, state: "Works", account: hostile, target: hostile }]], null);
    expect(text.split("\n")).toHaveLength(2);
    expect(text).toBe(
      String.raw`ok      "a\nok      Other\u001b[2J\u202e"  a\nok      Other\u001b[2J\u202e on a\nok      Other\u001b[2J\u202e` +
        "\n",
    );
  });

  it("is coloured where colours are wanted", async () => {
    await expect(view(rows, 80, true)).toMatchFileSnapshot("../golden/session-checks.80.colour.txt");
  });

  it("says no total of one, and nothing of none", () => {
    expect(view(rows.slice(0, 1), null)).toBe(
      "ok      DirectorySync  CORP\\svc-sync on entra-connect-01.corp.example, PowerShell 7.6.0  2 of 2 commands\n",
    );
    expect(view([], null)).toBe("");
  });
});
