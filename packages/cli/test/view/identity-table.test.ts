import type { Identity } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import { createIdentityTable } from "../../src/view/identity-table.ts";
import { createStyle } from "../../src/view/style.ts";

const staff = "OU=Engineering,OU=Staff,DC=example,DC=com";
const identities: readonly Identity[] = [
  { identityKey: "mmiller", enabled: true, container: staff, attributes: { DisplayName: "Maria Miller" } },
  { identityKey: "bjones", enabled: false, container: "OU=Leavers", attributes: { displayname: "Bo Jones" } },
  { identityKey: "部署", enabled: true, container: staff, attributes: { DisplayName: "部署マネージャー" } },
  { identityKey: "svc-backup", enabled: true, attributes: { DisplayName: null } },
  { identityKey: "x".repeat(60), enabled: false, container: staff, attributes: { DisplayName: "y".repeat(50) } },
];

function table(page: readonly Identity[], rest: readonly Identity[], width: number | null, colour = false): string {
  const { head, row } = createIdentityTable(page, createStyle({ colour, width }));
  return head + [...page, ...rest].map(row).join("");
}

const person = (identityKey: string, more: Partial<Identity> = {}): Identity => ({
  identityKey,
  enabled: true,
  attributes: {},
  ...more,
});

describe("a table of identities", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = table(identities, [], width);
    await expect(text).toMatchFileSnapshot(`../golden/identities.${width}.txt`);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("is whole in a pipe", async () => {
    const text = table(identities, [], null);
    await expect(text).toMatchFileSnapshot("../golden/identities.pipe.txt");
    expect(text).not.toContain("…");
  });

  it("is coloured where colours are wanted", async () => {
    await expect(table(identities, [], 80, true)).toMatchFileSnapshot("../golden/identities.80.colour.txt");
  });

  it("keeps the columns of its first page", () => {
    const later = person("a-key-that-is-longer", { enabled: false, container: "OU=IT" });
    expect(table([person("jane", { container: "OU=HR" })], [later], 80)).toBe(
      ["key   state    container", "jane  enabled  OU=HR", "a-k…  disabl…  OU=IT", ""].join("\n"),
    );
    expect(table([person("jane", { container: "OU=HR" })], [later], null)).toBe(
      ["key   state    container", "jane  enabled  OU=HR", "a-key-that-is-longer  disabled  OU=IT", ""].join("\n"),
    );
  });

  it("has no column that nobody on the first page has something in", () => {
    expect(table([person("jane")], [person("joe", { container: "OU=HR" })], null)).toBe(
      "key   state\njane  enabled\njoe   enabled\n",
    );
  });

  it("lets no text pass for a column, a line or nothing", () => {
    const keys = ["", " jane", "jane ", "a  enabled", '"jane"', "a\nb\u202e", "a b"];
    expect(
      table(
        keys.map((key) => person(key)),
        [],
        null,
      )
        .split("\n")
        .slice(1, -1),
    ).toEqual([
      '""            enabled',
      '" jane"       enabled',
      '"jane "       enabled',
      '"a  enabled"  enabled',
      String.raw`"\"jane\""    enabled`,
      String.raw`a\nb\u202e    enabled`,
      "a b           enabled",
    ]);
  });
});
