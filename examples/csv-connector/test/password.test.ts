import { describe, expect, it } from "vitest";
import { isPassword } from "../src/password/hash.ts";
import { anchorOf, csEntry, entry, openScripts, passwordChange } from "./call-scripts.ts";
import { createMemoryFiles, emptyDirectory } from "./memory-files.ts";

const first = "correct horse battery";
const second = "another long one";

function openMemory() {
  const files = createMemoryFiles(
    emptyDirectory({
      "test/users.csv": 'id,dn,accountName,locked\nu1,"CN=1,DC=test",a1,true\n',
      "test/groups.csv": 'id,dn\ng1,"CN=g,DC=test"\n',
    }),
  );
  const file = (name: string) => {
    const path = [...files.contents.keys()].find((each) => each.endsWith(name)) ?? "";
    return { path, text: files.contents.get(path)?.toString() ?? "" };
  };
  const directory = openScripts("/dir", { files });
  return {
    ...directory,
    files,
    file,
    hash: () => /^u1,(.+)$/m.exec(file("passwords.csv").text)?.[1] ?? "",
    async attributes() {
      const { entries } = await directory.fullImport();
      const changes = entries.find(({ objectType }) => objectType === "user")?.attributeChanges ?? [];
      return Object.fromEntries(changes.map(({ name, valueChanges }) => [name, valueChanges[0]?.value]));
    },
  };
}

describe("a password", () => {
  it("is set, and kept as a hash in a file for its owner alone", async () => {
    const directory = openMemory();
    await directory.setPassword(csEntry("u1"), first);
    expect(await isPassword(first, directory.hash())).toBe(true);
    expect(await isPassword(second, directory.hash())).toBe(false);
    expect([...directory.files.contents.values()].some((bytes) => bytes.includes(first))).toBe(false);
    expect([...directory.files.privateOnes].every((path) => path.includes("passwords.csv"))).toBe(true);
    expect(directory.files.privateOnes.size).toBe(1);
  });

  it("has a salt of its own each time", async () => {
    const directory = openMemory();
    await directory.setPassword(csEntry("u1"), first);
    const before = directory.hash();
    await directory.setPassword(csEntry("u1"), first);
    expect(directory.hash()).not.toBe(before);
  });

  it("is the same on every keyboard", async () => {
    const directory = openMemory();
    await directory.setPassword(csEntry("u1"), "Z\u00fcrich am See");
    expect(await isPassword("Zu\u0308rich am See", directory.hash())).toBe(true);
  });

  it("comes with a new user, or later", async () => {
    const directory = openMemory();
    const accountName = { name: "accountName", modificationType: "Add" as const, valueChanges: [{ value: "n" }] };
    await directory.export([
      [
        entry({ modificationType: "Add", dn: "CN=n,DC=test", attributeChanges: [accountName, passwordChange(first)] }),
        entry({ identifier: "2", anchorAttributes: anchorOf("u1"), attributeChanges: [passwordChange(second)] }),
      ],
    ]);
    const hashes = new Map(
      directory
        .file("passwords.csv")
        .text.trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",") as [string, string]),
    );
    expect(await isPassword(first, hashes.get("id-1") ?? "")).toBe(true);
    expect(await isPassword(second, hashes.get("u1") ?? "")).toBe(true);
  });

  it("unlocks a user and has them choose another one, where the host says so", async () => {
    const directory = openMemory();
    const { watermark } = await directory.fullImport();
    await directory.setPassword(csEntry("u1"), first);
    expect(await directory.attributes()).toMatchObject({ locked: true });
    expect((await directory.deltaImport(watermark)).entries).toEqual([]);
    await directory.setPassword(csEntry("u1"), first, { unlockAccount: true, forceChangeAtLogOn: true });
    expect(await directory.attributes()).toMatchObject({ locked: false, mustChangePassword: true });
    expect((await directory.deltaImport(watermark)).entries).toHaveLength(1);
    await directory.changePassword(csEntry("u1"), first, second);
    expect(await directory.attributes()).toMatchObject({ mustChangePassword: false });
  });

  it("is changed by who knows the old one, and by nobody else", async () => {
    const directory = openMemory();
    await expect(directory.changePassword(csEntry("u1"), first, second)).rejects.toMatchObject({
      kind: "PasswordExtension",
    });
    await directory.setPassword(csEntry("u1"), first);
    await directory.changePassword(csEntry("u1"), first, second);
    expect(await isPassword(second, directory.hash())).toBe(true);
    const before = directory.hash();
    const wrong = directory.changePassword(csEntry("u1"), first, "yet another one");
    await expect(wrong).rejects.toMatchObject({
      kind: "PasswordExtension",
      message: expect.stringContaining("old password"),
    });
    expect(directory.hash()).toBe(before);
  });

  it.each([
    ["eleven chr.", "PasswordPolicyViolation"],
    ["", "PasswordPolicyViolation"],
    ["long enough, but\nof two lines", "PasswordIllFormed"],
    ["long enough, with \0", "PasswordIllFormed"],
    ["long enough, with \ud800", "PasswordIllFormed"],
  ])("%j is refused as %s, in words that do not tell it", async (password, kind) => {
    const directory = openMemory();
    const error = await directory.setPassword(csEntry("u1"), password).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind });
    if (password !== "") expect(error.message).not.toContain(password);
    expect(directory.file("passwords.csv").text).toBe("");
  });

  it("is of twelve characters at least, whatever they are", async () => {
    await openMemory().setPassword(csEntry("u1"), "🐎".repeat(12));
    await expect(openMemory().setPassword(csEntry("u1"), "🐎".repeat(11))).rejects.toMatchObject({
      kind: "PasswordPolicyViolation",
    });
  });

  it("is for users who are there", async () => {
    for (const wrong of [csEntry("u9"), csEntry("g1", "group")]) {
      await expect(openMemory().setPassword(wrong, first)).rejects.toMatchObject({ kind: "PasswordExtension" });
    }
    const named = { ...csEntry(""), anchorAttributes: [], dn: "cn=1, dc=test" };
    await openMemory().setPassword(named, first);
  });

  it.each(["", "scrypt$2$", "md5$x", "scrypt$1e9$AA==$AA==", "scrypt$2$AA==$AA==", "scrypt$3000000$AA==$AA=="])(
    "fits no hash that is none: %j",
    async (hash) => {
      expect(await isPassword("", hash)).toBe(false);
    },
  );
});
