import type { Identity } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import { identityView } from "../../src/view/identity-view.ts";
import { createStyle } from "../../src/view/style.ts";

const identity: Identity = {
  identityKey: "bjones",
  enabled: false,
  container: "OU=Sales,OU=Staff,DC=example,DC=com",
  attributes: {
    DisplayName: "Bo Jones",
    EmployeeId: 42,
    IsManager: true,
    Title: null,
    "Odd name": "",
    Password: "[REDACTED]",
    Photo: { base64: Buffer.alloc(1_234).toString("base64") },
    Certificates: [{ base64: "AA==" }, { base64: "" }],
    Phones: ["+1 555 0100", "+1 555 0101"],
    Nobody: [],
    aNameThatIsFarLongerThanNamesOfAttributesUseToBe: "x",
    Description: "A long text that does not fit on one line of a terminal of eighty columns, as texts sometimes do.",
  },
};
const entitlements = [
  { kind: "Group", id: "CN=Domain Users,CN=Users,DC=example,DC=com", displayName: "Domain Users", removable: false },
  { kind: "Group", id: "CN=Sales,OU=Groups,DC=example,DC=com", removable: true },
  { kind: "License", id: "E5" },
];
const view = (width: number | null, colour = false) =>
  identityView({ provider: "Identity", identity, entitlements }, createStyle({ colour, width }));

describe("the view of an identity", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = view(width);
    await expect(text).toMatchFileSnapshot(`../golden/identity.${width}.txt`);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("has each fact on a line of its own in a pipe", async () => {
    await expect(view(null)).toMatchFileSnapshot("../golden/identity.pipe.txt");
  });

  it("is coloured where colours are wanted", async () => {
    await expect(view(80, true)).toMatchFileSnapshot("../golden/identity.80.colour.txt");
  });

  it("says that there is nothing, and nothing of entitlements that the provider does not list", () => {
    const bare: Identity = { identityKey: "jane", enabled: true, attributes: {} };
    const style = createStyle({ colour: false, width: null });
    const start = "jane\n  provider  HR\n  state     enabled\n\nAttributes\n  none\n";
    expect(identityView({ provider: "HR", identity: bare, entitlements: null }, style)).toBe(start);
    expect(identityView({ provider: "HR", identity: bare, entitlements: [] }, style)).toBe(
      `${start}\nEntitlements\n  none\n`,
    );
  });
});
