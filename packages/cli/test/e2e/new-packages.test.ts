// What idle new makes, as an author uses it: our packages are installed from tarballs, it is type-checked, built and
// tested, and planned with from the command line.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type AuthorsPackage, createAuthorsPackage } from "./authors-package.ts";

const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));
const made: AuthorsPackage[] = [];
afterAll(() => made.forEach((each) => void each.remove()));

async function scaffold(...args: readonly string[]): Promise<AuthorsPackage> {
  const authors = await createAuthorsPackage((folder) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "new", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    return /^ {2}cd (\S+)$/m.exec(stdout)?.[1] ?? expect.fail(stdout);
  });
  made.push(authors);
  return authors;
}

function expectDone({ code, output }: { readonly code: number | null; readonly output: string }): string {
  expect(code, output).toBe(0);
  return output;
}

describe("idle new provider", () => {
  it("makes a package that builds, passes its tests, and plans and runs from the command line", {
    timeout: 120_000,
  }, async () => {
    const provider = await scaffold("provider", "DoorSystem", "--package", "@acme/idle-doors");
    expectDone(provider.typeCheck());
    expect(expectDone(provider.test())).toMatch(/Tests.* passed/);
    expectDone(provider.build());
    const url = await provider.startServer();
    provider.edit("idle.config.yaml", (text) => text.replace("http://127.0.0.1:8087/", url));
    const account = { DOOR_SYSTEM_USER: "svc-idle", DOOR_SYSTEM_PASSWORD: "correct horse battery" };
    const idle = (...args: string[]) =>
      provider.idle([...args, "-w", "examples/joiner.yaml", "-r", "examples/request.yaml"], account);
    expect(expectDone(provider.idle(["validate", "examples/joiner.yaml"]))).toContain("no problems");
    expect(expectDone(idle("plan"))).toContain("Plan: 1 to add, 1 to change");
    expect(expectDone(idle("apply", "--yes"))).toContain("Run completed: 2 changed");
    expect(expectDone(idle("plan", "--detailed-exitcode"))).toContain("Plan: 0 to add, 0 to change");
    const refused = provider.idle(["plan", "-w", "examples/joiner.yaml", "-r", "examples/request.yaml"], {
      ...account,
      DOOR_SYSTEM_PASSWORD: "wrong password",
    });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("PermissionDenied");
    expect(refused.output).not.toContain("wrong password");
  });
});

describe("idle new step", () => {
  it("makes a package that builds, passes its tests, and plans and runs from the command line", {
    timeout: 120_000,
  }, async () => {
    const step = await scaffold("step", "mark-absence", "--prefix", "Acme");
    expectDone(step.typeCheck());
    expect(expectDone(step.test())).toMatch(/Tests.* passed/);
    expectDone(step.build());
    const idle = (...args: string[]) =>
      step.idle([...args, "-w", "examples/mover.yaml", "-r", "examples/request.yaml"]);
    expect(expectDone(step.idle(["validate", "examples/mover.yaml"]))).toContain("no problems");
    expect(expectDone(idle("plan"))).toContain("Acme.Step.MarkAbsence");
    expect(expectDone(idle("apply", "--yes"))).toContain("Run completed: 1 changed");
    expect(expectDone(idle("plan"))).toContain("Plan: 0 to add, 0 to change");
  });
});
