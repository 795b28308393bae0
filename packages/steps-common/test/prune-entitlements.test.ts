import { IdleError, type JsonObject } from "@idle/contract";
import { executeStep, previewStep, runStep } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { pruneEntitlements } from "../src/prune-entitlements.ts";
import { pruneEntitlementsEnsureKeep } from "../src/prune-entitlements-ensure-keep.ts";
import { createDirectory, hold, mail, staff, target, users, writes } from "./directory.ts";

const options = (inputs: JsonObject = {}, provider = createDirectory()) => ({
  with: { identityKey: "jane", kind: "Group", ...inputs },
  provider,
});
const remove = (id: string) => ({ action: "remove", target, path: "entitlements.Group", before: id });
const add = (kind: string, id: string) => ({ action: "add", target, path: `entitlements.${kind}`, after: id });

describe("PruneEntitlements", () => {
  it("removes all of the kind but what cannot be taken away", async () => {
    const { changes, outcome } = await runStep(pruneEntitlements, options());
    expect(changes).toEqual([remove("CN=LegalHold-7"), remove("CN=Staff")]);
    expect(outcome).toEqual({ changed: true, outputs: { revoked: [hold, staff], skipped: [] } });
  });

  it.each([
    ["an id, whatever its case", { keep: [{ id: "cn=staff" }] }, ["CN=LegalHold-7"]],
    ["an id with the kind", { keep: [{ id: "CN=Staff", kind: "group" }] }, ["CN=LegalHold-7"]],
    ["an id of another kind not", { keep: [{ id: "CN=Staff", kind: "Licence" }] }, ["CN=LegalHold-7", "CN=Staff"]],
    ["a pattern", { keepPattern: ["cn=legalhold-?"] }, ["CN=Staff"]],
    ["a pattern for all of the id", { keepPattern: ["Legal*"] }, ["CN=LegalHold-7", "CN=Staff"]],
    ["any of several patterns", { keepPattern: ["*hold*", "*staff"] }, []],
    ["ids and patterns", { keep: [{ id: "CN=Staff" }], keepPattern: ["*hold*"] }, []],
  ])("keeps %s", async (_, inputs, removed) => {
    const { changes } = await runStep(pruneEntitlements, options(inputs));
    expect(changes).toEqual(removed.map(remove));
  });

  it("never tries what cannot be taken away, and grants nothing", async () => {
    const provider = createDirectory();
    await runStep(pruneEntitlements, options({ keep: [{ id: "CN=Leavers" }] }, provider));
    const tried = provider.history.filter(({ kind }) => kind === "write").map(({ args }) => args.entitlement);
    expect(tried).toEqual([hold, staff]);
    expect(tried).not.toContainEqual(users);
  });

  it("gives the same plan in whatever order the system lists", async () => {
    const entitlements = [staff, hold, { kind: "Group", id: "CN=A" }];
    const preview = async (list: typeof entitlements) =>
      (await previewStep(pruneEntitlements, options({}, createDirectory({ entitlements: list })))).changes;
    expect(await preview(entitlements)).toEqual([remove("CN=A"), remove("CN=LegalHold-7"), remove("CN=Staff")]);
    expect(await preview(entitlements.toReversed())).toEqual(await preview(entitlements));
  });

  it.each(["PermissionDenied", "Unsupported"] as const)("tells and skips what is refused with %s", async (code) => {
    const provider = createDirectory();
    provider.failNext({ method: "revokeEntitlement", error: new IdleError(code, "No way.") });
    const { outcome, events } = await executeStep(pruneEntitlements, options({}, provider));
    expect(outcome).toEqual({
      changed: true,
      outputs: { revoked: [staff], skipped: [{ ...hold, code, message: "No way." }] },
      left: [{ action: "remove", path: `entitlements.${hold.kind}`, before: hold.id }],
    });
    expect(events).toEqual([
      { type: "EntitlementSkipped", message: expect.stringContaining("No way."), data: { ...hold, code } },
    ]);
  });

  it("counts nothing that somebody else removed meanwhile", async () => {
    const provider = { ...createDirectory(), revokeEntitlement: () => ({ changed: false }) };
    const { outcome } = await executeStep(pruneEntitlements, { ...options(), provider });
    expect(outcome).toEqual({ changed: false, outputs: { revoked: [], skipped: [] } });
  });

  it("has changed nothing when all is refused", async () => {
    const provider = createDirectory();
    provider.failNext({ method: "revokeEntitlement", error: new IdleError("PermissionDenied", "No."), times: 2 });
    expect((await executeStep(pruneEntitlements, options({}, provider))).outcome.changed).toBe(false);
  });

  it.each([new IdleError("NotFound", "gone"), new IdleError("Busy", "later", { transient: true }), new Error("?")])(
    "fails with any other error: %s",
    async (error) => {
      const provider = createDirectory();
      provider.failNext({ method: "revokeEntitlement", error });
      await expect(executeStep(pruneEntitlements, options({}, provider))).rejects.toBe(error);
      expect(writes(provider)).toEqual(["revokeEntitlement"]);
    },
  );

  it("refuses a malformed pattern before it reads or writes, and names it", async () => {
    const provider = createDirectory();
    const inputs = options({ keepPattern: ["CN=*", "[a-"] }, provider);
    const refused = { code: "InvalidInput", message: expect.stringContaining('"[a-"') };
    await expect(previewStep(pruneEntitlements, inputs)).rejects.toMatchObject(refused);
    await expect(executeStep(pruneEntitlements, inputs)).rejects.toMatchObject(refused);
    expect(provider.history).toEqual([]);
  });

  it("warns of a keep entry of another kind, which has no effect", async () => {
    const { warnings } = await previewStep(pruneEntitlements, options({ keep: [mail, staff] }));
    expect(warnings).toEqual([expect.stringMatching(/Licence "Mail".*no effect/)]);
  });

  it("fails for an unknown identity, when it previews too", async () => {
    const unknown = options({ identityKey: "nobody" });
    await expect(previewStep(pruneEntitlements, unknown)).rejects.toMatchObject({ code: "NotFound" });
    await expect(executeStep(pruneEntitlements, unknown)).rejects.toMatchObject({ code: "NotFound" });
  });
});

describe("PruneEntitlementsEnsureKeep", () => {
  it("grants what is missing before it removes the rest, in plan and execution", async () => {
    const provider = createDirectory();
    const inputs = options({ keep: [{ id: "CN=Leavers" }, { id: "cn=STAFF" }, { id: "cn=leavers" }] }, provider);
    const { changes, outcome } = await runStep(pruneEntitlementsEnsureKeep, inputs);
    expect(changes).toEqual([add("Group", "CN=Leavers"), remove("CN=LegalHold-7")]);
    expect(writes(provider)).toEqual(["grantEntitlement", "revokeEntitlement"]);
    expect(outcome).toEqual({
      changed: true,
      outputs: { granted: [{ kind: "Group", id: "CN=Leavers" }], revoked: [hold], skipped: [] },
    });
  });

  it("grants an entry of another kind as such, and removes nothing of that kind", async () => {
    const inputs = options({ keep: [{ kind: "Licence", id: "Archive" }, { ...mail }, hold, staff] });
    const { changes } = await runStep(pruneEntitlementsEnsureKeep, inputs);
    expect(changes).toEqual([add("Licence", "Archive")]);
  });

  it("removes nothing when a grant fails, whatever the error", async () => {
    const provider = createDirectory();
    const error = new IdleError("PermissionDenied", "No.");
    provider.failNext({ method: "grantEntitlement", error });
    const inputs = options({ keep: [{ id: "CN=Leavers" }] }, provider);
    await expect(executeStep(pruneEntitlementsEnsureKeep, inputs)).rejects.toBe(error);
    expect(writes(provider)).toEqual(["grantEntitlement"]);
  });

  it("tells and skips what is refused", async () => {
    const provider = createDirectory();
    provider.failNext({ method: "revokeEntitlement", error: new IdleError("Unsupported", "No.") });
    const { outcome, events } = await executeStep(pruneEntitlementsEnsureKeep, options({}, provider));
    expect(outcome.outputs).toMatchObject({ revoked: [staff], skipped: [{ ...hold, code: "Unsupported" }] });
    expect(events.map(({ type }) => type)).toEqual(["EntitlementSkipped"]);
  });
});
