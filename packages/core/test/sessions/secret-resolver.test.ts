/** Specification 2.7: secrets come from references. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { IdleError } from "@idle/contract";
import { type CommandRequest, createSecretResolver, type SecretHost } from "@idle/core";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { errorOf, never } from "../support/product.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const host = (parts: Partial<SecretHost>): Partial<SecretHost> => ({
  env: () => undefined,
  readFile: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOENT" })),
  runCommand: () => expect.fail("nothing may run"),
  ...parts,
});
const resolved = async (reference: string, parts: Partial<SecretHost>, allowCommands = false): Promise<string> =>
  (await createSecretResolver({ host: host(parts), allowCommands }).resolve(reference)).reveal();
const refusal = (reference: string, parts: Partial<SecretHost> = {}, allowCommands = false): Promise<IdleError> =>
  errorOf(resolved(reference, parts, allowCommands));

describe("env:", () => {
  it("is an environment variable, as it is", async () => {
    expect(await resolved("env:AD_PASSWORD", { env: (name) => (name === "AD_PASSWORD" ? " x\n" : "") })).toBe(" x\n");
  });

  it("that is not there, or empty, is told by name", async () => {
    expect(await refusal("env:NOT_THERE")).toMatchObject({
      code: "SecretUnavailable",
      message: 'The environment variable "NOT_THERE" is not set.',
    });
    expect((await refusal("env:EMPTY", { env: () => "" })).message).toBe('The environment variable "EMPTY" is empty.');
  });

  it("is looked up each time", async () => {
    let calls = 0;
    const resolver = createSecretResolver({ host: host({ env: () => `value-${++calls}` }) });
    expect((await resolver.resolve("env:A")).reveal()).toBe("value-1");
    expect(await resolver.resolveText("env:A")).toBe("value-2");
  });
});

describe("file:", () => {
  const read = (content: string | Uint8Array) => ({
    readFile: async () => (typeof content === "string" ? bytes(content) : content),
  });

  it.each([
    ["hunter2", "hunter2"],
    ["hunter2\n", "hunter2"],
    ["hunter2\r\n", "hunter2"],
    ["hunter2\n\n", "hunter2\n"],
    ["hunter2\r", "hunter2\r"],
    [" hunter2 \n", " hunter2 "],
  ])("loses one line end: %j", async (content, value) => {
    expect(await resolved("file:x", read(content))).toBe(value);
  });

  it("loses nothing else, whatever it holds", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((each) => !each.startsWith("\ufeff"));
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await resolved("file:x", read(`${value}\n`))).toBe(value);
      }),
    );
  });

  it("is found from the base folder", async () => {
    const paths: string[] = [];
    const readFile = async (path: string) => bytes(`${paths.push(path)}`);
    await createSecretResolver({ baseFolder: resolve("/etc/idle"), host: { readFile } }).resolve("file:keys/ad");
    await createSecretResolver({ host: { readFile } }).resolve("file:keys/ad");
    expect(paths).toEqual([resolve("/etc/idle/keys/ad"), resolve("keys/ad")]);
  });

  it.each<[string, Partial<SecretHost>, RegExp]>([
    ["empty", read(""), /is empty/],
    ["only a line end", read("\n"), /is empty/],
    ["no UTF-8", read(new Uint8Array([0x68, 0xff, 0xfe])), /no UTF-8/],
    ["too large", read("x".repeat(64 * 1024 + 1)), /larger than 64 KiB/],
    ["not there", {}, /no such file/],
  ])("is told what is wrong with it: %s", async (_, parts, words) => {
    const error = await refusal("file:keys/ad", parts);
    expect(error).toMatchObject({ code: "SecretUnavailable", message: expect.stringMatching(words) });
    expect(error.message).toContain('"keys/ad"');
  });

  it("may be 64 KiB large", async () => {
    expect(await resolved("file:x", read("x".repeat(64 * 1024)))).toHaveLength(64 * 1024);
  });
});

describe("command:", () => {
  const reference = 'command:["vault","read","--","a b; rm -rf $HOME"]';
  const answer = (stdout: string, exitCode: number | null = 0) => ({
    runCommand: async () => ({ exitCode, stdout: bytes(stdout), isTooLong: false }),
  });

  it("is off unless the host allows it", async () => {
    expect((await refusal(reference)).message).toMatch(/are off.*allowCommands/);
  });

  it("is run as it stands, without a shell", async () => {
    const asked: CommandRequest[] = [];
    const runCommand = async (request: CommandRequest) => {
      asked.push(request);
      return { exitCode: 0, stdout: bytes("hunter2\n"), isTooLong: false };
    };
    expect(await resolved(reference, { runCommand }, true)).toBe("hunter2");
    expect(asked).toMatchObject([
      { program: "vault", args: ["read", "--", "a b; rm -rf $HOME"], folder: process.cwd() },
    ]);
  });

  it.each<[string, Partial<SecretHost>, RegExp]>([
    ["fails", answer("hunter2", 3), /exit code 3/],
    ["is killed", answer("hunter2", null), /ended by a signal/],
    ["says nothing", answer("\n"), /is empty/],
    [
      "is not there",
      { runCommand: () => Promise.reject(Object.assign(new Error("hunter2"), { code: "ENOENT" })) },
      /no such program/,
    ],
    ["breaks", { runCommand: () => Promise.reject(new Error("hunter2")) }, /does not say why/],
    ["talks too much", { runCommand: async () => ({ exitCode: null, stdout: bytes(""), isTooLong: true }) }, /64 KiB/],
  ])("that %s is told, without what it said", async (_, parts, words) => {
    const error = await refusal(reference, parts, true);
    expect(error).toMatchObject({ code: "SecretUnavailable", message: expect.stringMatching(words) });
    expect(`${error.message}${error.stack}${error.cause}`).not.toContain("hunter2");
    expect(error.message).toContain('"vault"');
  });

  it("has 30 seconds, and is ended then", async () => {
    const clock = createFakeHost();
    let signal: AbortSignal | undefined;
    const runCommand = (request: CommandRequest) => {
      signal = request.signal;
      return never<never>();
    };
    const parts = { runCommand, setTimer: clock.setTimer };
    const error = refusal(reference, parts, true);
    await clock.advance(29_999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect((await error).message).toContain("30 seconds");
    expect(signal?.aborted).toBe(true);
    expect(clock.pending()).toBe(0);
  });

  it("is ended when the host aborts", async () => {
    const clock = createFakeHost();
    const stop = new AbortController();
    const parts = host({ runCommand: () => never(), setTimer: clock.setTimer });
    const asked = createSecretResolver({ host: parts, allowCommands: true }).resolve(reference, {
      signal: stop.signal,
    });
    stop.abort();
    expect((await errorOf(asked)).code).toBe("Cancelled");
    expect(clock.pending()).toBe(0);
  });
});

describe("a malformed reference", () => {
  it.each([
    "env:",
    "env:hunter2 hunter2",
    "env:p@ss-hunter2",
    "env:A:hunter2",
    "file:",
    "file: hunter2",
    "file:hunter2\0",
    "file:hunter2\nx",
    "command:",
    "command:hunter2",
    'command:["hunter2",1]',
    "command:[]",
    'command:["","hunter2"]',
    'command:["a\\u0000hunter2"]',
    'command:{"hunter2":1}',
    "hunter2",
    "https://hunter2",
    "ENV:hunter2",
    "toString:hunter2",
    "",
  ])("is refused, and never shown: %j", async (reference) => {
    const error = await refusal(reference, { env: () => "x" }, true);
    expect(error.code).toBe("SecretUnavailable");
    expect(`${error.message}${error.stack}${JSON.stringify(error.details)}`).not.toContain("hunter2");
  });

  it("of a command shows the right form", async () => {
    expect((await refusal("command:vault read x", {}, true)).message).toContain('command:["program","argument"]');
  });

  it("never gets into an error, whatever it is", async () => {
    const scheme = fc.constantFrom("", "env:", "file: ", "command:", "vault:");
    await fc.assert(
      fc.asyncProperty(scheme, fc.string({ minLength: 8 }), async (start, random) => {
        const planted = `\u0001${random}`;
        const text = `${start}${planted}`;
        const resolver = createSecretResolver({ host: host({}), allowCommands: true });
        const error = await errorOf(resolver.resolve(text));
        expect(error.message).not.toContain(planted);
      }),
    );
  });
});

describe("on this machine", () => {
  const folder = mkdtempSync(join(tmpdir(), "idle-secrets-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const resolver = createSecretResolver({ baseFolder: folder, allowCommands: true });
  const command = (script: string, ...args: string[]) =>
    `command:${JSON.stringify([process.execPath, "-e", script, ...args])}`;

  it("files are read, folders and files that are not there refused", async () => {
    writeFileSync(join(folder, "ad"), "hunter2\n");
    writeFileSync(join(folder, "large"), "x".repeat(70_000));
    expect((await resolver.resolve("file:ad")).reveal()).toBe("hunter2");
    expect((await errorOf(resolver.resolve("file:."))).message).toContain("it is a folder");
    expect((await errorOf(resolver.resolve("file:missing"))).message).toContain("no such file");
    expect((await errorOf(resolver.resolve("file:large"))).message).toContain("larger than 64 KiB");
  });

  it("commands get their arguments as they are, no input, and the base folder", async () => {
    const script =
      "process.stdin.resume(); process.stdin.on('end', () => console.log(JSON.stringify([process.argv.slice(1), require('fs').realpathSync('.')])))";
    const [args, cwd] = JSON.parse((await resolver.resolve(command(script, "$(echo x)", "a b", "*"))).reveal());
    expect(args).toEqual(["$(echo x)", "a b", "*"]);
    expect(cwd.endsWith(folder.split(/[\\/]/).at(-1))).toBe(true);
  });

  it("commands fail in words, and what they say about it is not shown", async () => {
    const failed = await errorOf(resolver.resolve(command("console.error('hunter2'); process.exit(4)")));
    expect(failed.message).toMatch(/exit code 4/);
    expect(failed.message).not.toContain("hunter2");
    const endless = "const more = () => process.stdout.write('x'.repeat(9999), more); more()";
    expect((await errorOf(resolver.resolve(command(endless)))).message).toContain("64 KiB");
    expect((await errorOf(resolver.resolve('command:["idle-no-such-program"]'))).message).toContain("no such program");
  });

  it("a command that is aborted is ended", async () => {
    const stop = new AbortController();
    const asked = errorOf(resolver.resolve(command("setInterval(() => {}, 1000)"), { signal: stop.signal }));
    stop.abort();
    expect((await asked).code).toBe("Cancelled");
  });
});
