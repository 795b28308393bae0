// The third party's package of examples/, as its author has it: outside of the repository, on our packages as published.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthorsPackage, createAuthorsPackage } from "./authors-package.ts";
import { root } from "./packed-packages.ts";

let example: AuthorsPackage;
const request = ["-w", "workflows/joiner.yaml", "-r", "requests/joiner.yaml"];
const account = { BADGE_SYSTEM_USER: "svc-idle", BADGE_SYSTEM_PASSWORD: "correct horse battery" };
const idle = (...args: string[]) => example.idle(args, account);

function expectDone({ code, output }: { readonly code: number | null; readonly output: string }): string {
  expect(code, output).toBe(0);
  return output;
}

beforeAll(async () => {
  example = await createAuthorsPackage((parent) => {
    const filter = (path: string) => !/[\\/](node_modules|dist)$/.test(path);
    cpSync(join(root, "examples", "third-party-provider"), join(parent, "package"), { recursive: true, filter });
    return "package";
  });
  expectDone(example.build());
}, 120_000);

afterAll(() => example?.remove());

describe("the example of a third party's package", { timeout: 120_000 }, () => {
  it("type-checks", () => {
    expectDone(example.typeCheck());
  });

  it("passes its own tests", () => {
    expect(expectDone(example.test())).toMatch(/Tests.* passed/);
  });

  it("is validated, planned and applied against its server, and a second plan is empty", async () => {
    const url = await example.startServer();
    example.edit("idle.config.yaml", (text) => text.replace("http://127.0.0.1:8087/", url));
    expect(expectDone(idle("validate", "workflows/joiner.yaml"))).toContain("no problems");
    const plan = expectDone(idle("plan", ...request));
    expect(plan).toContain("Acme.Step.EnsureBadge on BadgeSystem");
    expect(plan).toContain("Plan: 1 to add, 2 to change, 0 to remove, 0 to invoke.");
    expect(expectDone(idle("apply", ...request, "--yes"))).toContain("Run completed: 3 changed");
    const again = expectDone(idle("plan", ...request, "--detailed-exitcode"));
    expect(again).toContain("Plan: 0 to add, 0 to change, 0 to remove, 0 to invoke.");
  });

  it("shows nothing of a password that the server refuses", () => {
    const { code, output } = example.idle(["plan", ...request], {
      ...account,
      BADGE_SYSTEM_PASSWORD: "an old password",
    });
    expect(code).toBe(1);
    expect(output).toContain("PermissionDenied");
    expect(output).not.toContain("an old password");
    expect(output).not.toContain(Buffer.from("svc-idle:an old password").toString("base64"));
  });

  it("passes the test of its workflow, on accounts in memory", (context) => {
    if (!idle("--help").output.includes("\n  test ")) context.skip("This idle has no command test yet.");
    expect(expectDone(idle("test", "workflows/joiner.test.yaml"))).toContain("2 passed");
  });
});
