import { describe, expect, it } from "vitest";
import { knownKeys } from "../src/ssh/known-hosts.ts";

const first = "AAAAC3NzaC1lZDI1NTE5AAAAIBBvrap+H9YjBP/BA9KAsYBxK7oGHl8Z8KEJyFkCFV6J";
const second = "AAAAC3NzaC1lZDI1NTE5AAAAIAoAz5oaYp2dmkMjDDTxBK6P1xbmehxfR9Zy8giyTwJT";
const third =
  "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDMtiKSBbS2j46GczSbwIUIrTcuAGcQ/RkTxeBdHAHfPhvNl++ojOE5CH8ZMQ7OIS0qdLuYlF0y4W75U3exDqgY=";

/** The keys of a server, in base64; revoked ones with a dash before them. */
const keysOf = (text: string, host: string, port = 22): string[] =>
  knownKeys(text, host, port).map(({ key, isRevoked }) => `${isRevoked ? "-" : ""}${key.toString("base64")}`);
/** Whether a line with these hosts is for the server. */
const isFor = (hosts: string, host: string, port = 22): boolean =>
  keysOf(`${hosts} ssh-ed25519 ${first}\n`, host, port).length === 1;

describe("the keys of a server", () => {
  it("are those of its lines, with their kinds", () => {
    const text = `sync01 ssh-ed25519 ${first}\nother ssh-ed25519 ${second}\nsync01 ecdsa-sha2-nistp256 ${third} a comment\n`;
    expect(knownKeys(text, "sync01", 22)).toEqual([
      { type: "ssh-ed25519", key: Buffer.from(first, "base64"), isRevoked: false },
      { type: "ecdsa-sha2-nistp256", key: Buffer.from(third, "base64"), isRevoked: false },
    ]);
  });

  it.each([
    ["ends of lines as on Windows", `a ssh-ed25519 ${second}\r\nsync01 ssh-ed25519 ${first}\r\n`],
    ["no end of the last line", `sync01 ssh-ed25519 ${first}`],
    ["tabs and blanks", `\t  sync01\t\tssh-ed25519  ${first}\t \n`],
    ["a byte order mark", `\uFEFFsync01 ssh-ed25519 ${first}\n`],
    ["comments and empty lines", `# sync01 ssh-ed25519 ${second}\n\n   \n  # x\nsync01 ssh-ed25519 ${first} # c\n`],
  ])("are found in a file with %s", (_, text) => {
    expect(keysOf(text, "sync01")).toEqual([first]);
  });

  it.each([
    ["nothing", ""],
    ["a comment that names it", `#sync01 ssh-ed25519 ${first}\n`],
    ["no key", "sync01 ssh-ed25519\nsync01\n"],
    ["garbage", "\0\0\0 \u{1F600} | |1| |1|| , ! !! * @\n@revoked\n@\n@revoked sync01\n"],
    ["a mark that is not known", `@other sync01 ssh-ed25519 ${first}\n@ sync01 ssh-ed25519 ${first}\n`],
    ["a name that is a part of its name", `sync ssh-ed25519 ${first}\nync01 ssh-ed25519 ${first}\n`],
    ["a name that its name is a part of", `sync01.example.com ssh-ed25519 ${first}\nxsync01 ssh-ed25519 ${first}\n`],
  ])("are none in a file with %s", (_, text) => {
    expect(keysOf(text, "sync01")).toEqual([]);
  });
});

describe("a line is for a server", () => {
  it.each([
    ["sync01", "sync01"],
    ["SYNC01.Example.com", "sync01.example.COM"],
    ["a,sync01,b", "sync01"],
    ["a,,sync01", "sync01"],
    ["10.0.0.5,fe80::1", "fe80::1"],
    ["FE80::1", "fe80::1"],
    ["*", "anything"],
    ["*.example.com", "sync01.example.com"],
    ["sync*", "sync"],
    ["s*1*m", "sync01.example.com"],
    ["*01*example*", "sync01.example.com"],
    ["*aab", "aaaab"],
    ["sync0?", "sync01"],
    ["?ync??", "sync01"],
    ["**", "sync01"],
    ["*,!other", "sync01"],
  ])("%s for %s", (hosts, host) => {
    expect(isFor(hosts, host)).toBe(true);
  });

  it.each([
    ["sync01", "sync02"],
    ["sync0?", "sync0"],
    ["sync0?", "sync011"],
    ["*.example.com", "example.com"],
    ["*.example.com", "sync01.example.com.evil.org"],
    ["*.example.com", "sync01-example.com"],
    ["*a*b*c", "abcd"],
    ["ab*bc", "abc"],
    ["sync.1", "syncx1"],
    ["sync[01]", "sync0"],
    ["(sync01)", "sync01"],
    ["*,!sync01", "sync01"],
    ["!sync01,*", "sync01"],
    ["*.example.com,!*01*", "sync01.example.com"],
    ["!other", "sync01"],
    ["!sync01", "sync01"],
    ["!", "sync01"],
    [",", "sync01"],
    ["a sync01", "sync01"],
  ])("%s, and not for %s", (hosts, host) => {
    expect(isFor(hosts, host)).toBe(false);
  });

  it("with its port, where that is not 22", () => {
    expect(isFor("[sync01]:2222", "SYNC01", 2222)).toBe(true);
    expect(isFor("[fe80::1]:2222", "fe80::1", 2222)).toBe(true);
    expect(isFor("a,[*.example.com]:2222", "sync01.example.com", 2222)).toBe(true);
    expect(isFor("*", "sync01", 2222)).toBe(true);
    expect(isFor("[sync01]:2222", "sync01", 22)).toBe(false);
    expect(isFor("[sync01]:2222", "sync01", 222)).toBe(false);
    expect(isFor("[sync01]:222", "sync01", 2222)).toBe(false);
    expect(isFor("sync01", "sync01", 2222)).toBe(false);
    expect(isFor("*.example.com", "sync01.example.com", 2222)).toBe(false);
    expect(isFor("[sync01]:22", "sync01", 22)).toBe(false);
  });

  it("in time that does not explode with its pattern", () => {
    const text = `${"*a".repeat(20_000)}b,${"?*".repeat(20_000)},${"*".repeat(20_000)}x ssh-ed25519 ${first}\n`;
    expect(keysOf(text.repeat(20), "a".repeat(253))).toEqual([]);
    expect(keysOf(`${"*a".repeat(200)} ssh-ed25519 ${first}\n`, "a".repeat(253))).toEqual([first]);
  });

  it("in time that grows with the file", () => {
    const blanks = `sync01${" ".repeat(500_000)}ssh-ed25519${"\t".repeat(500_000)}${first}\n`;
    const many = `a ssh-ed25519 ${second}\n`.repeat(50_000);
    const hosts = `${"a,".repeat(500_000)}sync01 ssh-ed25519 ${first}\n`;
    expect(keysOf(blanks + many + hosts, "sync01")).toEqual([first, first]);
  });
});

describe("hashed names", () => {
  // Made with `ssh-keygen -H` of OpenSSH.
  const text = `|1|V1rJ7bDpzg7xA5vEH104IdWZY2k=|CFtKNV1ywIciHjX7iLrZF3mA2go= ssh-ed25519 ${first}
|1|cA/Uv7zHHvN10zVWsAvD77cPszE=|i627MCpflESbe0Ey1u4dpl4s/Yo= ssh-ed25519 ${second}
|1|pMh3e6Ka2GqYgwvKllmPF19ZBAk=|g2YoFBHGmob+OjbGD168u+Uux/Q= ecdsa-sha2-nistp256 ${third}
|1|oBTrurvBtP87BXrF12NF1I9Z7rM=|96HXhyVotKwAjrTNivwGemu33Cs= ecdsa-sha2-nistp256 ${third}
|1|CT6IKwV+BuncNwNjsWMjNaX3DUw=|3wMlgN/m6j9mTT9+Nao5ivOI+ms= ssh-ed25519 ${first}
`;

  it.each<[string, number, string]>([
    ["sync01.example.com", 22, first],
    ["SYNC01.example.com", 22, first],
    ["sync01.example.com", 2222, second],
    ["10.0.0.5", 22, third],
    ["fe80::1", 22, third],
    ["::1", 2222, first],
  ])("are those of %s at port %i", (host, port, key) => {
    expect(keysOf(text, host, port)).toEqual([key]);
  });

  it("are of nobody else", () => {
    expect(keysOf(text, "sync02.example.com")).toEqual([]);
    expect(keysOf(text, "sync01.example.com", 2223)).toEqual([]);
    expect(keysOf(text, "::1")).toEqual([]);
  });

  it.each([
    ["another kind of hash", "|2|V1rJ7bDpzg7xA5vEH104IdWZY2k=|CFtKNV1ywIciHjX7iLrZF3mA2go="],
    ["no hash", "|1|V1rJ7bDpzg7xA5vEH104IdWZY2k="],
    ["an empty hash", "|1|V1rJ7bDpzg7xA5vEH104IdWZY2k=|"],
    ["a part of the hash", "|1|V1rJ7bDpzg7xA5vEH104IdWZY2k=|CFtKNV1ywIciHjX7iLrZF3mA"],
    ["another salt", "|1|W1rJ7bDpzg7xA5vEH104IdWZY2k=|CFtKNV1ywIciHjX7iLrZF3mA2go="],
    ["nothing", "|"],
  ])("with %s are of nobody", (_, hosts) => {
    expect(isFor(hosts, "sync01.example.com")).toBe(false);
  });
});

describe("marked lines", () => {
  it("tell which keys are revoked", () => {
    const text = `sync01 ssh-ed25519 ${first}\n@revoked * ssh-ed25519 ${first}\n@revoked\tsync01 ssh-ed25519 ${second}\n`;
    expect(keysOf(text, "sync01")).toEqual([first, `-${first}`, `-${second}`]);
    expect(keysOf(text, "sync02")).toEqual([`-${first}`]);
    expect(keysOf(text, "sync01", 2222)).toEqual([`-${first}`]);
  });

  it("tell it of hashed names, too", () => {
    const text = `@revoked |1|V1rJ7bDpzg7xA5vEH104IdWZY2k=|CFtKNV1ywIciHjX7iLrZF3mA2go= ssh-ed25519 ${first}\n`;
    expect(keysOf(text, "sync01.example.com")).toEqual([`-${first}`]);
  });

  it("that are for certificates do not count", () => {
    expect(keysOf(`@cert-authority * ssh-ed25519 ${first}\n`, "sync01")).toEqual([]);
  });
});
