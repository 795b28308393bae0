import { Secret } from "@idle/contract";
import { previewStep, runStep, stepContract } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { type Badge, badgeCapabilities } from "../src/badge-capabilities.ts";
import { ensureBadge } from "../src/ensure-badge.ts";
import { createPretendBadgeSystem } from "../src/pretend-badge-system.ts";

const pretendSession = { userName: "nobody", password: new Secret("nothing") };
const capabilities = badgeCapabilities;
const inputs = { identityKey: "jane", colour: "blue" };
const target = { provider: "BadgeSystem", identityKey: "jane" };

async function createProvider(colour: string | null) {
  const provider = createPretendBadgeSystem([{ id: "jane", active: true, fields: {} }]);
  const call = { session: pretendSession, signal: new AbortController().signal };
  if (colour !== null) await provider.issueBadge({ identityKey: "jane", colour, ...call });
  return provider;
}

stepContract({
  step: ensureBadge,
  cases: [
    { name: "somebody without a badge", capabilities, with: inputs, createProvider: () => createProvider(null) },
    { name: "somebody with another badge", capabilities, with: inputs, createProvider: () => createProvider("red") },
    { name: "somebody who has that badge", capabilities, with: inputs, createProvider: () => createProvider("blue") },
  ],
});

describe("EnsureBadge", () => {
  it("replaces a badge of another colour, and says so", async () => {
    const options = { capabilities, with: inputs, provider: await createProvider("red") };
    const { changes, outcome, events } = await runStep(ensureBadge, options);
    expect(changes).toEqual([{ action: "update", target, path: "badge", before: "red", after: "blue" }]);
    expect(outcome).toEqual({ changed: true });
    expect(events).toEqual([{ type: "BadgeIssued", message: "A blue badge was issued to jane" }]);
  });

  it("cannot be planned for somebody who is not there", async () => {
    const options = { capabilities, with: { ...inputs, identityKey: "nobody" }, provider: await createProvider(null) };
    await expect(previewStep(ensureBadge, options)).rejects.toMatchObject({ code: "NotFound" });
  });
});

describe("the overlay of getBadge", () => {
  const overlay = badgeCapabilities.find(({ id }) => id === "Acme.Badge.Read")?.overlay?.getBadge;
  const lay = (changes: Parameters<NonNullable<typeof overlay>>[2]) =>
    overlay?.(async (): Promise<Badge> => ({ colour: "red" }), { identityKey: "jane" }, changes);
  const issued = { action: "update", target, path: "badge", before: "red", after: "blue" } as const;
  const created = { action: "create", target, path: "identity", after: { enabled: true, attributes: {} } } as const;

  it("shows the badge that an earlier step of the plan issues", async () => {
    expect(await lay([issued])).toEqual({ colour: "blue" });
    expect(await lay([created, issued])).toEqual({ colour: "blue" });
  });

  it("asks nobody for somebody whom the plan creates", async () => {
    expect(await lay([created])).toBeNull();
  });

  it("leaves what no step touches to the system", async () => {
    expect(await lay([])).toEqual({ colour: "red" });
    expect(await lay([{ ...issued, path: "Department" }])).toEqual({ colour: "red" });
  });
});
