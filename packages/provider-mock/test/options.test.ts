import { describe, expect, it } from "vitest";
import { createMockProvider, idlePlugin, type MockProviderOptions } from "../src/index.ts";
import { jane } from "./jane.ts";

describe("options", () => {
  it.each([
    [{ identites: [] }, "identites"],
    [{ file: "" }, "file"],
    [{ latencyMs: -1 }, "latencyMs"],
    [{ latencyMs: "5" }, "latencyMs"],
    [{ allowDelete: "yes" }, "allowDelete"],
    [{ identities: {} }, "identities"],
    [{ identities: [{ identityKey: "x", enabled: "yes", attributes: {} }] }, "identities[0]"],
    [{ identities: [{ identityKey: "x", enabled: true, attributes: { A: {} } }] }, '"A"'],
    [
      { identities: [{ identityKey: "x", enabled: true, attributes: {}, entitlements: [{ id: "x" }] }] },
      "entitlements",
    ],
    [{ identities: [{ identityKey: "x", enabled: true, attributes: {}, Enabled: true }] }, '"Enabled"'],
    [{ identities: [jane, jane] }, "identities[1]"],
  ])("refuses %j with the reason", (options, reason) => {
    expect(() => createMockProvider(options as unknown as MockProviderOptions)).toThrow(
      expect.objectContaining({ code: "InvalidInput", message: expect.stringContaining(reason) }),
    );
  });

  it("come from a configuration through the plug-in", async () => {
    const provider = await idlePlugin.createProvider?.({ allowDelete: true });
    expect(provider?.getCapabilities()).toContain("IdLE.Identity.Delete");
    expect(() => idlePlugin.createProvider?.({ user: "x" })).toThrow(/no option "user"/);
  });
});
