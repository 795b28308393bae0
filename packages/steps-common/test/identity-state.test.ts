import { executeStep, previewStep, runStep } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { deleteIdentity } from "../src/delete-identity.ts";
import { disableIdentity } from "../src/disable-identity.ts";
import { enableIdentity } from "../src/enable-identity.ts";
import { moveIdentity } from "../src/move-identity.ts";
import { revokeIdentitySessions } from "../src/revoke-identity-sessions.ts";
import { createDirectory, jane, target, writes } from "./directory.ts";

const inputs = { identityKey: "jane" };

describe("enable and disable", () => {
  it.each([
    [enableIdentity, false],
    [disableIdentity, true],
  ])("$type changes enabled once", async (step, enabled) => {
    const provider = createDirectory({ enabled });
    const { changes, outcome } = await runStep(step, { with: inputs, provider });
    expect(changes).toEqual([{ action: "update", target, path: "enabled", before: enabled, after: !enabled }]);
    expect(outcome).toEqual({ changed: true });
    const again = await runStep(step, { with: inputs, provider });
    expect(again).toMatchObject({ changes: [], outcome: { changed: false } });
  });
});

describe("move", () => {
  it("changes the container", async () => {
    const options = { with: { ...inputs, targetContainer: "OU=Leavers" }, provider: createDirectory() };
    const { changes, outcome } = await runStep(moveIdentity, options);
    expect(changes).toEqual([{ action: "update", target, path: "container", before: "OU=Staff", after: "OU=Leavers" }]);
    expect(outcome).toEqual({ changed: true });
  });

  it("tells the system where it means to move somebody, which may refuse it", async () => {
    const provider = createDirectory();
    await previewStep(moveIdentity, { with: { ...inputs, targetContainer: "OU=X" }, provider });
    expect(provider.history.map(({ args }) => args)).toEqual([{ identityKey: "jane", about: { moveTo: "OU=X" } }]);
  });

  it("has nothing to do where the same place is spelled in another way", async () => {
    const provider = createDirectory({ container: "OU=Sales,OU=Staff,DC=example,DC=com" });
    const options = { with: { ...inputs, targetContainer: "ou=sales, OU=Staff, dc=example,DC=com" }, provider };
    expect((await previewStep(moveIdentity, options)).changes).toEqual([]);
  });
});

describe("delete", () => {
  it("is one change that tells what there was", async () => {
    const { changes, outcome } = await runStep(deleteIdentity, { with: inputs, provider: createDirectory() });
    const before = { enabled: true, container: "OU=Staff", attributes: jane.attributes };
    expect(changes).toEqual([{ action: "delete", target, path: "identity", before }]);
    expect(outcome).toEqual({ changed: true });
  });

  it("has nothing to do where nobody is", async () => {
    const options = { with: { identityKey: "nobody" }, provider: createDirectory() };
    expect(await runStep(deleteIdentity, options)).toMatchObject({ changes: [], outcome: { changed: false } });
  });
});

describe("revoke sessions", () => {
  it("is done whenever it runs", async () => {
    const provider = createDirectory();
    for (const _ of [1, 2]) {
      const { changes, outcome } = await runStep(revokeIdentitySessions, { with: inputs, provider });
      expect(changes).toEqual([{ action: "invoke", target, path: "sessions" }]);
      expect(outcome).toEqual({ changed: true });
    }
    expect(writes(provider)).toEqual(["revokeSessions", "revokeSessions"]);
  });

  it("previews somebody that an earlier step may create, and fails when nobody is there", async () => {
    const options = { with: { identityKey: "nobody" }, provider: createDirectory() };
    expect((await previewStep(revokeIdentitySessions, options)).changes).toHaveLength(1);
    await expect(executeStep(revokeIdentitySessions, options)).rejects.toMatchObject({ code: "NotFound" });
  });
});

describe("an unknown identity", () => {
  it.each([enableIdentity, disableIdentity, moveIdentity])("$type says so in words", async (step) => {
    const extra = step === moveIdentity ? { targetContainer: "OU=X" } : {};
    const options = { with: { identityKey: "nobody", ...extra }, provider: createDirectory(), alias: "AD" };
    await expect(previewStep(step, options)).rejects.toMatchObject({
      code: "NotFound",
      message: expect.stringMatching(/AD has no identity "nobody".*Create it/),
    });
    await expect(executeStep(step, options)).rejects.toMatchObject({ code: "NotFound" });
  });
});

it("previews without the right to read are not known, with a warning", async () => {
  const provider = { ...createDirectory(), getCapabilities: () => ["IdLE.Identity.Disable"] };
  const { changes, warnings } = await previewStep(disableIdentity, { with: inputs, provider });
  expect(changes).toBeNull();
  expect(warnings).toEqual([expect.stringContaining("IdLE.Identity.Read")]);
});
