/** What every session to a real PowerShell must do, whatever lies between. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { oddTexts } from "@idle/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PowerShellSession } from "../../src/index.ts";
import { failureOf } from "../support/stand-in.ts";

export const probeModule = join(import.meta.dirname, "IdleProbe", "IdleProbe.psm1");

/** `isShielded`: what is written past PowerShell to standard output does no harm; its own remoting over SSH breaks then. */
export function conversation(open: () => PowerShellSession, { isShielded = true } = {}): void {
  let session: PowerShellSession;
  beforeAll(() => {
    session = open();
  });
  afterAll(() => session.close());
  const result = (Kind: string) => session.invokeCommand("Get-ProbeResult", { Kind });
  const failure = (Kind: string) => failureOf(session.invokeCommand("Write-ProbeFailure", { Kind }));

  describe("parameters", () => {
    const folder = mkdtempSync(join(tmpdir(), "idle-injection-"));
    const canary = join(folder, "canary");
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const code = `New-Item -Path '${canary}'`;
    const corpus = [
      ...Object.values(oddTexts),
      `$(${code})`,
      `'; ${code}; '`,
      `"; ${code}; "`,
      `’; ${code}; ‘`,
      `‛; ${code}; ‚`,
      `”; ${code}; “`,
      `„; ${code}`,
      `\`"; ${code}`,
      `) ; ${code} #`,
      `} ; ${code} ; {`,
      `\n${code}\n`,
      `\r${code}`,
      `\u2028${code}\u2029`,
      `\u0085${code}`,
      `-EncodedCommand ${Buffer.from(code, "utf16le").toString("base64")}`,
      `@(${code})`,
      `{ ${code} }`,
      `& { ${code} }`,
      `$env:PATH`,
      "$null",
      "-Force",
      "--%",
      "a\0b",
      "\ud800",
      "\udfff\ud800",
      "_x0041_ _x000A_ _X0041_ _x005F_",
      "<![CDATA[x]]>&amp;&#65;",
      "\u200b\u202e\ufeff",
      "",
      " ",
    ];

    it("come back as they were, and nothing of them is run", async () => {
      for (const text of corpus) {
        expect(await session.invokeCommand("Get-ProbeEcho", { Value: text })).toBe(text);
        expect(await session.invokeCommand("Get-ProbeEcho", { Value: { [`key ${text}`]: [text] } })).toEqual({
          [`key ${text}`]: [text],
        });
      }
      expect(existsSync(canary)).toBe(false);
    });

    it("are refused on their way back where XML has no place for them", async () => {
      const error = await failureOf(session.invokeCommand("Get-ProbeEcho", { Value: "\uffff" }));
      expect(error).toMatchObject({ code: "RemoteExecutionFailed" });
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: "next" })).toBe("next");
    });

    it.each(["Count", "Keys", "Values", "Item", "SyncRoot", "IsReadOnly"])(
      "may be called %s, and change no other one",
      async (name) => {
        const password = new Secret("hunter2-unmistakable");
        const seen: readonly [unknown, string][] = [
          [0, "0"],
          [-1, "-1"],
          [null, ""],
          [["Force"], "Force"],
          ["B", "B"],
          [password, "secret of 20"],
          [{ userName: "jane", password }, "credential of jane"],
        ];
        for (const [value, text] of seen) {
          const parameters = { [name]: value, A: 1, WhatIf: true };
          expect(await session.invokeCommand("Get-ProbeNamed", parameters)).toEqual({
            [name]: text,
            A: "1",
            WhatIf: "True",
          });
        }
      },
    );

    it("may be long", async () => {
      const text = "ä😀x".repeat(262_144);
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: text })).toBe(text);
    }, 60_000);

    it("keep their types", async () => {
      const password = new Secret("correct horse");
      expect(
        await session.invokeCommand("Get-ProbeType", {
          Value: 2 ** 40,
          Flag: true,
          Text: "x",
          Number: 1,
          When: new Date(0),
          Texts: ["a"],
          Table: { a: 1 },
          Secret: password,
          Credential: { userName: "CORP\\jane", password },
        }),
      ).toEqual({
        Value: "System.Int64",
        Flag: "System.Management.Automation.SwitchParameter",
        Text: "System.String",
        Number: "System.Int32",
        When: "System.DateTime",
        Texts: "System.String[]",
        Table: "System.Collections.Hashtable",
        Secret: "System.Security.SecureString",
        SecretLength: 13,
        Credential: "System.Management.Automation.PSCredential",
        UserName: "CORP\\jane",
        PasswordLength: 13,
      });
    });
  });

  describe("results", () => {
    const moment = new Date("2026-01-02T03:04:05.678Z");
    it.each<[string, unknown]>([
      ["nothing", null],
      ["null", null],
      ["empty list", []],
      ["list of one", [1]],
      ["list in a list", [[1, [2]]]],
      ["several", [1, "two", null, true]],
      ["one", "one"],
      ["utc", moment],
      ["local", moment],
      ["unspecified", "2026-01-02T03:04:05"],
      ["enum", "Friday"],
      ["flags", "Hidden, System"],
      ["bytes", new Uint8Array([0, 1, 255])],
      ["numbers", [2 ** 31 - 1, 2n ** 63n - 1n, 2n ** 64n - 1n, 1.5, 0.1, 1.1, Number.NaN, 1.5]],
      ["timespan", "1.02:03:04"],
      ["guid", "6f9619ff-8b86-d011-b42d-00c04fc964ff"],
      ["text with notes", "plain"],
      ["odd text", "\0\u0001\r\n\t\ud800x\udc00 _x0041_ ]]> <a>&amp; ’"],
    ])("%s", async (kind, expected) => {
      expect(await result(kind)).toEqual(expected);
    });

    it("are eight deep", async () => {
      let level = (await result("deep")) as { Level: number; Next: unknown };
      let depth = 1;
      while (typeof level.Next === "object" && level.Next !== null) {
        expect(level.Level).toBe(depth);
        level = level.Next as typeof level;
        depth += 1;
      }
      expect(depth).toBe(8);
    });

    it("hold what PowerShell's own objects say, and do not follow them without end", async () => {
      expect(await result("live")).toMatchObject({ Exists: true, Parent: expect.anything() });
      const { Item, List, Name } = (await result("live inside")) as Record<string, unknown>;
      expect(Name).toBe("x");
      expect(Item).toMatchObject({ Exists: true });
      expect(List).toMatchObject([1, { Exists: true }]);
      expect(JSON.stringify({ Item, List }).length).toBeLessThan(500_000);
      const folder = expect.objectContaining({ Exists: true });
      expect(await result("live in lists of one")).toEqual({
        Folders: [folder],
        Tables: [{ Folder: folder }],
        Lists: [[folder]],
      });
      expect(await result("process")).toMatchObject({ Id: expect.any(Number) });
    });

    it("keep tables, whatever their keys, and end cycles", async () => {
      const table = (await result("table")) as Record<string, unknown>;
      expect(Object.entries(table)).toEqual([
        ["One", 1],
        ["Two", { Three: [3] }],
        ["__proto__", "own"],
      ]);
      expect(({} as Record<string, unknown>).own).toBeUndefined();
      expect(await result("odd table")).toMatchObject({ Keys: "Item", Count: 0, Item: { Exists: true }, Other: 3 });
      expect(await result("table of cases")).toMatchObject({ a: 1, A: { x: {} } });
      expect(await result("cycle")).toMatchObject({ Name: "loop" });
    });

    it("are JavaScript's values where it has such", async () => {
      const values = {
        BigInteger: -123456789012345678901234567890n,
        Small: 7,
        Switch: true,
        Null: null,
        Regex: "^a",
        Builder: "built",
        Element: '<a b="1"><c>2</c></a>',
        Names: { a: ["1", "2"], b: "x" },
        Address: "10.0.0.1",
        Set: [1, "x"],
        Type: "System.String",
        Offset: new Date("2026-01-02T01:04:05Z"),
      };
      const { BigInteger, Switch, Null, Regex, Element, Names, Address, Offset } = values;
      expect(await result("values")).toEqual([
        values,
        ...[BigInteger, Switch, Null, Regex, Element, Names, Address, Offset],
      ]);
      expect(await result("two dimensions")).toEqual({ Grid: [{ a: [1] }, null, null, 4] });
    });

    it("take no time without end where their parts know each other", async () => {
      const root = (await result("parents")) as { Children: Record<string, unknown>[]; Parent: null };
      expect(root.Children).toHaveLength(60);
      expect(root.Children.at(-1)).toMatchObject({ Name: "child 60", Children: [], Parent: expect.any(String) });
      expect(await result("shared")).toMatchObject({ left: { right: {} }, both: [{ both: [{}, {}] }, {}] });
      const set = await result("sets");
      expect(set).toMatchObject([{ Exists: true }, { Folder: { Exists: true } }]);
      expect(JSON.stringify(set).length).toBeLessThan(500_000);
      expect(await failureOf(session.invokeCommand("Get-ProbeResult", { Kind: "too many" }))).toMatchObject({
        code: "RemoteExecutionFailed",
        transient: false,
        message: expect.stringContaining("too many values"),
      });
    }, 120_000);

    it("have nothing of what PowerShell notes beside them, and no end of structures", async () => {
      const [first, second, object, table, keys] = (await result("notes")) as Record<string, unknown>[];
      expect(first).toMatch(/^# What the tests/);
      expect(object).toEqual({ Line: first, Lines: [first, second], Number: 5 });
      expect(table).toEqual({ Lines: [first] });
      expect(Object.values(keys ?? {})).toEqual([2]);
      expect(await result("entries")).toMatchObject([
        { Key: "A", Value: { b: 1 } },
        { Key: "a", Value: { Exists: true } },
      ]);
      expect(await result("types")).toEqual(["System.Int32", "System.String", { t: "System.Int32" }]);
    });

    it("are null where a command inside of them wrote nothing", async () => {
      expect(await result("nothing inside")).toEqual([{ a: null, b: null }, { a: null }, { x: null }]);
    });

    it("may be large, and many", async () => {
      expect(((await result("large")) as string).length).toBe(50 * 1024 * 1024);
      const many = (await result("many")) as unknown[];
      expect(many).toHaveLength(20_000);
      expect(many.at(-1)).toEqual({ Id: 20_000, Name: "name 20000", On: true });
    }, 120_000);

    it("have no noise among them", async () => {
      for (const Kind of isShielded ? ["noise", "console noise"] : ["noise"]) {
        expect(await session.invokeCommand("Write-ProbeFailure", { Kind })).toBe("only this");
      }
    });

    it.skipIf(!isShielded || process.platform === "win32")(
      "are read and written by nothing that a command started",
      async () => {
        expect(await session.invokeCommand("Write-ProbeFailure", { Kind: "read by a program" })).toBe("end");
        for (const Kind of ["thief", "writer", "thief of a descriptor", "writer to a descriptor"]) {
          expect(await session.invokeCommand("Write-ProbeFailure", { Kind })).toBe("left behind");
        }
        const text = "x".repeat(300_000);
        for (let time = 0; time < 20; time += 1) {
          expect(await session.invokeCommand("Get-ProbeEcho", { Value: text })).toBe(text);
        }
      },
      60_000,
    );
  });

  describe("errors", () => {
    it.skipIf(process.platform === "win32")("are none that a program wrote to its standard error", async () => {
      expect(await session.invokeCommand("Write-ProbeFailure", { Kind: "program" })).toBe("done");
    });

    it.each<[string, object]>([
      [
        "throw text",
        {
          code: "RemoteExecutionFailed",
          message: "Write-ProbeFailure failed: a text",
          details: { isTerminating: true },
        },
      ],
      ["throw object", { code: "RemoteExecutionFailed", details: { isTerminating: true } }],
      [
        "throw exception",
        {
          message: "Write-ProbeFailure failed: outer",
          details: { exceptionType: expect.stringContaining("InvalidOperationException"), isTerminating: true },
        },
      ],
      [
        "terminating",
        {
          code: "PermissionDenied",
          details: {
            fullyQualifiedErrorId: expect.stringContaining("ProbeDenied"),
            category: "PermissionDenied",
            target: "jane",
          },
        },
      ],
      [
        "not terminating",
        {
          message: "Write-ProbeFailure failed: first",
          details: { isTerminating: false, category: "ObjectNotFound", target: "a", further: [{ message: "second" }] },
        },
      ],
      ["prompt", { code: "Unsupported" }],
      ["mandatory", { code: "InvalidInput" }],
    ])("of %s", async (kind, expected) => {
      expect(await failure(kind)).toMatchObject(expected);
    });

    it("that were handled are none", async () => {
      for (const Kind of ["handled", "silent"]) {
        expect(await session.invokeCommand("Write-ProbeFailure", { Kind })).toBe("went on");
      }
    });

    it("of commands and parameters that are not there", async () => {
      expect(await failureOf(session.invokeCommand("Get-ProbeMissing"))).toMatchObject({
        code: "RemoteExecutionFailed",
        details: { fullyQualifiedErrorId: expect.stringContaining("CommandNotFoundException") },
      });
      for (const parameters of [{ Missing: 1 }, { Name: "x", Choice: "c" }]) {
        expect(await failureOf(session.invokeCommand("Get-ProbeMandatory", parameters))).toMatchObject({
          code: "InvalidInput",
        });
      }
      expect(await failureOf(session.invokeCommand("Get-ProbeType", { Number: "many" }))).toMatchObject({
        code: "InvalidInput",
      });
    });
  });

  describe("its life", () => {
    it("keeps what commands leave, and survives an exit", async () => {
      await session.invokeCommand("Set-ProbeGlobal", { Value: "kept" });
      await session.invokeCommand("Write-ProbeFailure", { Kind: "exit" }).catch(() => undefined);
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: 1 })).toBe(1);
    });

    it("stops a command that is given up, and answers the next", async () => {
      const controller = new AbortController();
      const waiting = failureOf(session.invokeCommand("Start-Sleep", { Seconds: 600 }, { signal: controller.signal }));
      const queued = session.invokeCommand("Get-ProbeEcho", { Value: "next" });
      await new Promise((resolve) => setTimeout(resolve, 300));
      controller.abort(new Error("enough"));
      expect(await waiting).toMatchObject({ message: "enough" });
      expect(await queued).toBe("next");
    });

    it("answers 200 callers at once, each with its own", async () => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, Value) => session.invokeCommand("Get-ProbeEcho", { Value })),
      );
      expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index));
    });

    it("fails what runs when the PowerShell dies, and answers the next", async () => {
      expect(await failure("die")).toMatchObject({ code: "ConnectionFailed", transient: true });
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: 2 })).toBe(2);
    });

    it("says who it is, and which commands are there", async () => {
      const { account, target, commands } = await session.check({ commands: ["Get-ProbeEcho", "Get-ProbeMissing"] });
      expect(account).toEqual(expect.any(String));
      expect(target).toMatch(/PowerShell \d/);
      expect(commands).toEqual([
        { name: "Get-ProbeEcho", isAvailable: true },
        { name: "Get-ProbeMissing", isAvailable: false },
      ]);
    });
  });
}
