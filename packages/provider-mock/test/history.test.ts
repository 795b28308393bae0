import { Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createMockProvider } from "../src/index.ts";
import { jane, of } from "./jane.ts";

describe("history", () => {
  it("tells calls in order, with what they changed as a plan tells it", async () => {
    const provider = createMockProvider({ identities: [jane], allowDelete: true, alias: "AD" });
    const target = { provider: "AD", identityKey: "jane" };
    const entitlement = { kind: "group", id: "cn=staff" };
    await provider.getIdentity(of("jane"));
    await provider.ensureAttributes({ ...of("jane"), attributes: { Title: "x", Department: "" } });
    await provider.disableIdentity(of("jane"));
    await provider.disableIdentity(of("jane"));
    await provider.moveIdentity({ ...of("jane"), targetContainer: "OU=Left" });
    await provider.revokeSessions(of("jane"));
    await provider.revokeEntitlement({ ...of("jane"), entitlement });
    await provider.grantEntitlement({ ...of("jane"), entitlement: { kind: "Role", id: "r" } });
    await provider.deleteIdentity(of("jane"));
    expect(provider.history).toEqual([
      { kind: "read", method: "getIdentity", args: { identityKey: "jane" }, changes: [] },
      {
        kind: "write",
        method: "ensureAttributes",
        args: { identityKey: "jane", attributes: { Title: "x", Department: "" } },
        changes: [
          { action: "update", target, path: "Title", before: null, after: "x" },
          { action: "update", target, path: "Department", before: "HR", after: null },
        ],
      },
      {
        kind: "write",
        method: "disableIdentity",
        args: { identityKey: "jane" },
        changes: [{ action: "update", target, path: "enabled", before: true, after: false }],
      },
      { kind: "write", method: "disableIdentity", args: { identityKey: "jane" }, changes: [] },
      {
        kind: "write",
        method: "moveIdentity",
        args: { identityKey: "jane", targetContainer: "OU=Left" },
        changes: [{ action: "update", target, path: "container", before: "OU=Staff", after: "OU=Left" }],
      },
      {
        kind: "write",
        method: "revokeSessions",
        args: { identityKey: "jane" },
        changes: [{ action: "invoke", target, path: "sessions" }],
      },
      {
        kind: "write",
        method: "revokeEntitlement",
        args: { identityKey: "jane", entitlement },
        changes: [{ action: "remove", target, path: "entitlements.Group", before: "CN=Staff" }],
      },
      {
        kind: "write",
        method: "grantEntitlement",
        args: { identityKey: "jane", entitlement: { kind: "Role", id: "r" } },
        changes: [{ action: "add", target, path: "entitlements.Role", after: "r" }],
      },
      {
        kind: "write",
        method: "deleteIdentity",
        args: { identityKey: "jane" },
        changes: [
          {
            action: "delete",
            target,
            path: "identity",
            before: { enabled: false, container: "OU=Left", attributes: { Phones: ["1", "2"], Title: "x" } },
          },
        ],
      },
    ]);
  });

  it("tells a creation as it was requested, and no password", async () => {
    const provider = createMockProvider();
    const attributes = { Department: "HR", Title: null };
    await provider.createIdentity({ ...of("joe"), attributes, initialPassword: new Secret("Sommer2025!") });
    await provider.createIdentity({ ...of("jim"), attributes: {}, initialPassword: { generate: true } });
    expect(provider.history).toEqual([
      {
        kind: "write",
        method: "createIdentity",
        args: { identityKey: "joe", attributes, initialPassword: "[REDACTED]" },
        changes: [
          {
            action: "create",
            target: { provider: "Identity", identityKey: "joe" },
            path: "identity",
            after: { enabled: false, attributes },
          },
        ],
      },
      expect.objectContaining({
        args: { identityKey: "jim", attributes: {}, initialPassword: { generate: true } },
      }),
    ]);
    expect(JSON.stringify(provider.history)).not.toContain("Sommer");
  });

  it("keeps the latest calls up to its limit", async () => {
    const provider = createMockProvider({ historyLimit: 2 });
    for (const key of ["a", "b", "c"]) await provider.getIdentity(of(key));
    expect(provider.history.map(({ args }) => args.identityKey)).toEqual(["b", "c"]);
  });

  it("does not change when the caller's arguments do", async () => {
    const provider = createMockProvider({ identities: [jane] });
    const attributes: Record<string, string> = { Department: "IT" };
    await provider.ensureAttributes({ ...of("jane"), attributes });
    attributes.Department = "changed";
    expect(provider.history[0]?.args).toEqual({ identityKey: "jane", attributes: { Department: "IT" } });
    expect(provider.history[0]?.changes[0]?.after).toBe("IT");
  });
});
