import { generateKeyPairSync } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, request, type Workspace } from "./workspace.ts";

const joiner = (identityKey: string) => `name: Joiner
lifecycleEvent: Joiner
steps:
  - name: Create account
    type: IdLE.Step.CreateIdentity
    with:
      provider: Identity
      identityKey: ${identityKey}
      attributes: {}
      initialPassword: { generate: true }
`;

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  work.write("joiner.yaml", joiner("jdoe"));
  work.write("other.yaml", joiner("asmith"));
  work.write("request.json", request);
});
afterEach(() => work.remove());

const makeKey = (...more: string[]) => {
  const made = work.idle(["secrets", "create-key", "--out", "seal.pem", ...more]);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  work.write("idle.config.yaml", work.read("idle.config.yaml") + made.stdout.split("\n").slice(-2).join("\n"));
};
const apply = (workflow: string, out: string, ...more: string[]) =>
  work.idle(["apply", "-w", workflow, "-r", "request.json", "--yes", "--out", out, ...more]);
const open = (file: string, ...more: string[]) => work.idle(["secrets", "open", file, "--key", "seal.pem", ...more]);
const raw = (file: string) => open(file, "--raw").stdout;
const allFiles = () =>
  readdirSync(work.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

describe("a generated password", () => {
  it.each(["x25519", "ec", "rsa"])("reaches who has the private key (%s), and is in clear nowhere", (type) => {
    makeKey("--type", type);
    const applied = apply("joiner.yaml", "result.json", "--audit", "audit.ndjson", "--log-level", "trace");
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain("    sealed: initialPassword (idle secrets open result.json --key FILE)\n");
    const value = raw("result.json");
    expect(value).toMatch(/^[\w-]{24}$/);
    const base64 = Buffer.from(value).toString("base64").slice(0, 30);
    for (const text of [applied.stdout, applied.stderr, ...allFiles()]) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(base64);
    }
    expect(work.read("audit.ndjson")).toContain("StepCompleted");
    expect(open("result.json")).toEqual({
      code: 0,
      stderr: "",
      stdout: `step            output           value\nCreate account  initialPassword  ${value}\n`,
    });
    const { runId } = work.json("result.json") as Result;
    expect(JSON.parse(open("result.json", "--json", "--step", "step-01").stdout)).toEqual({
      runId,
      sealedOutputs: [{ step: "Create account", stepId: "step-01", output: "initialPassword", value }],
    });
    expect(
      work.idle(["secrets", "open", "-", "--key", "seal.pem", "--raw"], { input: work.read("result.json") }),
    ).toEqual({ code: 0, stderr: "", stdout: value });
  });

  it("is not lost when the result was not kept", () => {
    makeKey();
    const applied = work.idle(["apply", "-w", "joiner.yaml", "-r", "request.json", "--yes"]);
    expect(applied.code).toBe(0);
    const [words, document = ""] = applied.stderr.split("\n");
    expect(words).toMatch(/^warning The result was not kept.*idle secrets open/);
    work.write("saved.json", document);
    expect(raw("saved.json")).toMatch(/^[\w-]{24}$/);
    const piped = work.idle(["secrets", "open", "-", "--key", "seal.pem", "--raw"], { input: applied.stderr });
    expect(piped).toEqual({ code: 0, stderr: "", stdout: raw("saved.json") });
  });

  it("is not overwritten by a later run", () => {
    makeKey();
    apply("joiner.yaml", "result.json");
    const before = work.read("result.json");
    const { code, stdout, stderr } = apply("other.yaml", "result.json");
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toContain("may be the only copy of a password");
    expect(work.read("result.json")).toBe(before);
    expect(work.read(".idle/directory.json")).not.toContain("asmith");
    apply("joiner.yaml", "unsealed.json");
    expect(apply("joiner.yaml", "unsealed.json").code).toBe(0);
  });

  it("is warned of without a recipient, and not made", () => {
    const planned = work.idle(["plan", "-w", "joiner.yaml", "-r", "request.json"]);
    expect(planned.stdout).toContain("warning initialPassword asks for a generated secret");
    const applied = apply("joiner.yaml", "result.json");
    expect(applied.code).toBe(1);
    expect(applied.stdout).toContain("error SealRecipientMissing");
    expect(applied.stderr).toMatch(/^To do: In idle\.config\.yaml, set sealTo .* idle secrets create-key --out FILE$/m);
    expect(allFiles().some((text) => text.includes('"jdoe": {'))).toBe(false);
  });
});

describe("a sealed output", () => {
  beforeEach(() => {
    makeKey();
    apply("joiner.yaml", "result.json");
  });

  it("does not open with another key, which is told", () => {
    work.idle(["secrets", "create-key", "--out", "other.pem"]);
    const wrong = work.idle(["secrets", "open", "result.json", "--key", "other.pem"]);
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toMatch(
      /^error SealedOutputUnreadable: Step "Create account", output "initialPassword": .*sealed to another key \(kid [\w-]{43}\)/,
    );
    const json = work.idle(["secrets", "open", "result.json", "--key", "other.pem", "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout).sealedOutputs).toMatchObject([{ error: { code: "SealedOutputUnreadable" } }]);
  });

  it("does not open when it was exchanged for that of another run", () => {
    apply("other.yaml", "other.json");
    const [mine, other] = [work.json("result.json"), work.json("other.json")] as Result[];
    const exchanged = { ...mine, steps: mine?.steps.map((step, at) => ({ ...step, ...sealedOf(other, at) })) };
    work.write("exchanged.json", exchanged);
    const opened = open("exchanged.json");
    expect(opened).toMatchObject({ code: 1, stdout: "" });
    expect(opened.stderr).toContain("wrong place");
    expect(opened.stderr).toContain(other?.runId);
  });

  const sealedOf = (result: Result | undefined, at: number) => ({ sealedOutputs: result?.steps[at]?.sealedOutputs });

  it.each([
    ["that fits nothing", ["--step", "Nobody"], 'There are: --step "Create account" --output "initialPassword"'],
    ["in two forms", ["--raw", "--json"], "--raw and --json"],
    ["with a passphrase in clear", ["--passphrase", "hunter2"], "Never write the passphrase itself"],
  ])("is asked for wrongly: %s", (_, more, what) => {
    const { code, stdout, stderr } = open("result.json", ...more);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toContain(what);
    expect(stderr).not.toContain("hunter2");
  });

  it("stays shut when the passphrase is not there", () => {
    const { code, stdout, stderr } = open("result.json", "--passphrase", "env:NO_SUCH_NAME");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('The environment variable "NO_SUCH_NAME" is not set.');
  });

  it("is shown raw only when it is one", () => {
    const result = work.json("result.json") as Result;
    work.write("two.json", { ...result, steps: [...result.steps, ...result.steps] });
    const { code, stdout, stderr } = open("two.json", "--raw");
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toContain("--raw takes exactly one");
    work.write("none.json", { ...result, steps: [] });
    expect(open("none.json", "--raw").code).toBe(64);
    expect(open("none.json")).toEqual({ code: 0, stdout: "", stderr: "none.json has no sealed outputs.\n" });
  });

  it("is looked for in results only", () => {
    for (const text of [
      "{}",
      "[",
      '{"runId":"a","steps":[7]}',
      '{"runId":"a","steps":[{"id":"a","name":"b","sealedOutputs":[]}]}',
    ]) {
      work.write("no.json", text);
      expect(open("no.json")).toMatchObject({ code: 1, stderr: expect.stringContaining("no.json is no result") });
    }
  });

  it("opens with a key that is encrypted, once it is said where its passphrase is", () => {
    const pair = generateKeyPairSync("x25519");
    work.write("sealed.pub", pair.publicKey.export({ type: "spki", format: "pem" }).toString());
    work.write(
      "closed.pem",
      pair.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "a b" }).toString(),
    );
    chmodSync(join(work.folder, "closed.pem"), 0o600);
    work.write("idle.config.yaml", work.read("idle.config.yaml").replace("seal.pem.pub", "sealed.pub"));
    apply("other.yaml", "other.json");
    const args = ["secrets", "open", "other.json", "--key", "closed.pem", "--raw"];
    expect(work.idle(args)).toMatchObject({ code: 64, stderr: expect.stringContaining("--passphrase env:NAME") });
    const value = work.idle([...args, "--passphrase", "env:KEY_WORDS"], { env: { KEY_WORDS: "a b" } });
    expect(value).toEqual({ code: 0, stderr: "", stdout: expect.stringMatching(/^[\w-]{24}$/) });
    work.write("words", "a b\n");
    expect(work.idle([...args, "--passphrase", "file:words"]).stdout).toBe(value.stdout);
    work.write("words", "wrong\n");
    const wrong = work.idle([...args, "--passphrase", "file:words"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("does not open with this passphrase");
  });
});

describe("a key pair", () => {
  it("is for its owner, and overwrites nothing", () => {
    makeKey();
    const before = [work.read("seal.pem"), work.read("seal.pem.pub")];
    expect(before).toEqual([expect.stringContaining("BEGIN PRIVATE KEY"), expect.stringContaining("BEGIN PUBLIC KEY")]);
    const again = work.idle(["secrets", "create-key", "--out", "seal.pem"]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("seal.pem is there already") });
    work.write("half.pem.pub", "mine");
    expect(work.idle(["secrets", "create-key", "--out", "half.pem"]).code).toBe(1);
    expect(readdirSync(work.folder)).not.toContain("half.pem");
    expect([work.read("seal.pem"), work.read("seal.pem.pub"), work.read("half.pem.pub")]).toEqual([...before, "mine"]);
    if (process.platform !== "win32") expect(statSync(join(work.folder, "seal.pem")).mode & 0o777).toBe(0o600);
  });

  it("gets the folder it goes to, for its owner only", () => {
    expect(work.idle(["secrets", "create-key", "--out", "new/keys/seal.pem"])).toMatchObject({ code: 0, stderr: "" });
    expect(work.read("new/keys/seal.pem.pub")).toContain("BEGIN PUBLIC KEY");
    if (process.platform !== "win32") {
      for (const folder of ["new", "new/keys"]) expect(statSync(join(work.folder, folder)).mode & 0o777).toBe(0o700);
    }
    work.write("file", "");
    expect(work.idle(["secrets", "create-key", "--out", "file/seal.pem"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("file/seal.pem cannot be written"),
    });
  });

  it("is told apart when the public key is taken for the private one", () => {
    makeKey();
    apply("joiner.yaml", "result.json");
    work.write("lone.pub", work.read("seal.pem.pub"));
    const openWith = (key: string) => work.idle(["secrets", "open", "result.json", "--key", key]);
    expect(openWith("seal.pem.pub")).toEqual({
      code: 64,
      stdout: "",
      stderr: "error: seal.pem.pub is the public key, which only seals. Did you mean --key seal.pem?\n",
    });
    expect(openWith("lone.pub")).toMatchObject({
      code: 64,
      stderr: "error: lone.pub is the public key, which only seals. Name the private key of that pair.\n",
    });
  });

  it("is configured relative to the configuration", () => {
    work.write("below/x", "");
    const { stdout } = work.idle(["secrets", "create-key", "--out", "seal.pem"], { cwd: join(work.folder, "below") });
    expect(stdout).toContain('\nsealTo: "below/seal.pem.pub"\n');
  });

  it("that others can read is warned of", (context) => {
    if (process.platform === "win32") context.skip("Windows has no such modes.");
    makeKey();
    apply("joiner.yaml", "result.json");
    chmodSync(join(work.folder, "seal.pem"), 0o640);
    const { code, stderr } = open("result.json");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "warning Others than you can use the private key in seal.pem. Close it: chmod 600 seal.pem\n",
    });
  });
});

describe("a recipient that is none", () => {
  it("stops a plan with its place, and shows nothing of the key", () => {
    makeKey();
    work.write("idle.config.yaml", work.read("idle.config.yaml").replace("seal.pem.pub", "seal.pem"));
    const { code, stderr } = work.idle(["plan", "-w", "joiner.yaml", "-r", "request.json"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^idle\.config\.yaml:5:9 error SealRecipientInvalid seal\.pem: .*private key/);
    expect(stderr).not.toContain(work.read("seal.pem").split("\n")[1]);
  });
});
