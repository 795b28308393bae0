import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { providerContract } from "@idle/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { createMockProvider } from "../src/index.ts";

const folders: string[] = [];
const call = { session: undefined, signal: new AbortController().signal };
const jane = { identityKey: "jane", ...call };

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "idle-mock-"));
  folders.push(folder);
  return join(folder, "state", "directory.json");
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

providerContract({
  name: "mock with a file",
  capabilities: createMockProvider().getCapabilities(),
  createProvider: (identities) => createMockProvider({ identities, file: newFile() }),
});

describe("a directory in a file", () => {
  it("is there for the next provider", async () => {
    const file = newFile();
    await createMockProvider({ file }).createIdentity({ ...jane, attributes: { Department: "HR" } });
    const next = createMockProvider({ file });
    expect(await next.getIdentity(jane)).toEqual({
      identityKey: "jane",
      enabled: false,
      attributes: { Department: "HR" },
    });
    expect(await next.createIdentity({ ...jane, attributes: {} })).toMatchObject({ changed: false });
  });

  it("is written as { identities }, for its owner only, with nothing left behind but its lock", async () => {
    const file = newFile();
    await createMockProvider({ file }).createIdentity({ ...jane, attributes: {} });
    expect(readFileSync(file, "utf8")).toBe(
      `${JSON.stringify({ identities: [{ identityKey: "jane", enabled: false, attributes: {}, entitlements: [] }] }, null, 2)}\n`,
    );
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(["directory.json", "directory.json.lock"]);
  });

  it("starts with the given identities, and no longer once there is a file", async () => {
    const file = newFile();
    const identities = [{ identityKey: "jane", enabled: true, attributes: {} }];
    const provider = createMockProvider({ file, identities, allowDelete: true });
    expect(await provider.getIdentity(jane)).toMatchObject({ enabled: true });
    expect(existsSync(file)).toBe(false);
    await provider.deleteIdentity(jane);
    expect(await createMockProvider({ file, identities }).getIdentity(jane)).toBeNull();
  });

  it("is shared by providers: what one writes the other sees and keeps", async () => {
    const file = newFile();
    const [one, other] = [createMockProvider({ file }), createMockProvider({ file })];
    await one.createIdentity({ ...jane, attributes: {} });
    await other.createIdentity({ ...jane, identityKey: "joe", attributes: {} });
    expect(await one.getIdentity({ ...jane, identityKey: "joe" })).not.toBeNull();
    await one.enableIdentity(jane);
    expect(await other.getIdentity(jane)).toMatchObject({ enabled: true });
  });

  it("is not touched by making a provider", () => {
    createMockProvider({ file: join(newFile(), "nowhere", "x.json") });
  });

  it.each([
    ["broken", '{ "identities": [', "no JSON"],
    ["empty", "", "no JSON"],
    ["of somebody else", '{ "name": "idle-workspace", "version": "1" }', "not { identities }"],
    ["with more in it", '{ "identities": [], "users": [] }', "not { identities }"],
    ["of another shape", '{ "identities": [{ "id": 1 }] }', "identities[0]"],
    ["a list", "[]", "not { identities }"],
  ])("is refused and left alone when it is %s", async (_, content, reason) => {
    const file = newFile();
    await createMockProvider({ file }).createIdentity({ ...jane, attributes: {} });
    writeFileSync(file, content);
    const provider = createMockProvider({ file });
    const refused = { code: "InvalidInput", message: expect.stringContaining(reason) };
    await expect(provider.getIdentity(jane)).rejects.toMatchObject(refused);
    await expect(provider.createIdentity({ ...jane, attributes: {} })).rejects.toMatchObject(refused);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it("takes a byte-order mark", async () => {
    const file = newFile();
    await createMockProvider({ file }).createIdentity({ ...jane, attributes: {} });
    writeFileSync(file, `\uFEFF${readFileSync(file, "utf8")}`);
    expect(await createMockProvider({ file }).getIdentity(jane)).not.toBeNull();
  });

  it("says so when it cannot be written, and nothing has changed", async () => {
    const inTheWay = dirname(newFile());
    writeFileSync(inTheWay, "in the way");
    const identities = [{ identityKey: "jane", enabled: false, attributes: {} }];
    const provider = createMockProvider({ file: join(inTheWay, "directory.json"), identities });
    await expect(provider.enableIdentity(jane)).rejects.toMatchObject({ code: "FileUnreadable" });
    expect(await provider.getIdentity(jane)).toMatchObject({ enabled: false });
    expect(provider.history[0]).toMatchObject({ method: "enableIdentity", changes: [] });
    expect(readFileSync(inTheWay, "utf8")).toBe("in the way");
  });
});
