import type { Entitlement } from "@idle/contract";
import { executeStep, previewStep, runStep } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { ensureEntitlement } from "../src/ensure-entitlement.ts";
import { ensureEntitlements } from "../src/ensure-entitlements.ts";
import { createDirectory, mail, staff, target, users, writes } from "./directory.ts";

const role = (id: string) => ({ kind: "Role", id });
const inputs = (entitlements: readonly Entitlement[], state: "Present" | "Absent") => ({
  with: { identityKey: "jane", entitlements, state },
  provider: createDirectory(),
});

describe("a list", () => {
  it("grants what is missing, in the order of the list, each once", async () => {
    const options = inputs([role("b"), staff, role("a"), { kind: "ROLE", id: "B" }], "Present");
    const { changes, outcome } = await runStep(ensureEntitlements, options);
    expect(changes).toEqual([
      { action: "add", target, path: "entitlements.Role", after: "b" },
      { action: "add", target, path: "entitlements.Role", after: "a" },
    ]);
    expect(outcome).toEqual({ changed: true, outputs: { granted: [role("b"), role("a")], revoked: [] } });
  });

  it("revokes what is there, in the system's spelling, each once", async () => {
    const options = inputs(
      [{ kind: "licence", id: "MAIL" }, role("a"), mail, { kind: "group", id: "cn=staff" }],
      "Absent",
    );
    const { changes, outcome } = await runStep(ensureEntitlements, options);
    expect(changes).toEqual([
      { action: "remove", target, path: "entitlements.Licence", before: "Mail" },
      { action: "remove", target, path: "entitlements.Group", before: "CN=Staff" },
    ]);
    expect(outcome).toEqual({ changed: true, outputs: { granted: [], revoked: [mail, staff] } });
  });

  it.each([
    ["Present", [{ kind: "GROUP", id: "cn=staff" }, mail]],
    ["Absent", [role("a"), role("b")]],
    ["Present", []],
  ] as const)("writes nothing when it holds already: %s %j", async (state, entitlements) => {
    const options = inputs(entitlements, state);
    expect(await runStep(ensureEntitlements, options)).toMatchObject({ changes: [], outcome: { changed: false } });
    expect(writes(options.provider)).toEqual([]);
  });

  it.each(["Present", "Absent"] as const)(
    "takes a distinguished name for the same in any spelling: %s",
    async (state) => {
      const group = { kind: "Group", id: "CN=A\\, B,OU=Groups,DC=example,DC=com" };
      const respelled = { kind: "Group", id: "cn=a\\2c b, ou = groups, DC=example,DC=com" };
      const provider = createDirectory({ entitlements: [group] });
      const options = { with: { identityKey: "jane", entitlements: [respelled], state }, provider };
      const changes =
        state === "Present" ? [] : [{ action: "remove", target, path: "entitlements.Group", before: group.id }];
      expect((await previewStep(ensureEntitlements, options)).changes).toEqual(changes);
    },
  );

  it.each(["Present", "Absent"] as const)(
    "tells the system what it is about, which may refuse it: %s",
    async (state) => {
      const options = inputs([staff, role("a")], state);
      await previewStep(ensureEntitlements, options);
      const about = [
        { ...staff, state },
        { ...role("a"), state },
      ];
      expect(options.provider.history.map(({ args }) => args)).toEqual([{ identityKey: "jane", about }]);
    },
  );

  it("tries what it is told to even where it cannot be taken away, warns, and fails", async () => {
    const options = inputs([users], "Absent");
    const { changes, warnings } = await previewStep(ensureEntitlements, options);
    expect(changes).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining("cannot be taken away")]);
    await expect(executeStep(ensureEntitlements, options)).rejects.toMatchObject({ code: "Unsupported" });
  });

  it("fails for an unknown identity, when it previews too", async () => {
    const options = { ...inputs([staff], "Absent") };
    const unknown = { ...options, with: { ...options.with, identityKey: "nobody" } };
    await expect(previewStep(ensureEntitlements, unknown)).rejects.toMatchObject({ code: "NotFound" });
    await expect(executeStep(ensureEntitlements, unknown)).rejects.toMatchObject({ code: "NotFound" });
  });
});

it("a single entitlement goes the same way", async () => {
  const options = {
    with: { identityKey: "jane", entitlement: { kind: "group", id: "CN=New" }, state: "Present" },
    provider: createDirectory(),
  };
  const { changes, outcome } = await runStep(ensureEntitlement, options);
  expect(changes).toEqual([{ action: "add", target, path: "entitlements.group", after: "CN=New" }]);
  expect(outcome.changed).toBe(true);
  expect((await previewStep(ensureEntitlement, options)).changes).toEqual([]);
});
