/** A saved plan, and a world that moves before it is applied. */
import type { Result } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, request, type Workspace } from "./workspace.ts";

const mover = `name: Mover
lifecycleEvent: Mover
steps:
  - name: Set the department
    type: IdLE.Step.EnsureAttributes
    with: { identityKey: jdoe, attributes: { Department: IT } }
  - name: Keep the base group only
    type: IdLE.Step.PruneEntitlements
    with: { identityKey: jdoe, kind: Group, keep: [{ id: Base }] }
`;
const setUp = (department: string, groups: readonly string[]) => `name: Set up
lifecycleEvent: Joiner
steps:
  - name: Create
    type: IdLE.Step.CreateIdentity
    with: { identityKey: jdoe, attributes: { GivenName: Jane } }
  - name: Department
    type: IdLE.Step.EnsureAttributes
    with: { identityKey: jdoe, attributes: { Department: ${department} } }
  - name: Groups
    type: IdLE.Step.EnsureEntitlements
    with: { identityKey: jdoe, state: Present, entitlements: ${JSON.stringify(groups.map((id) => ({ kind: "Group", id })))} }
`;

let work: Workspace;
/** What somebody else does meanwhile. */
const move = (department: string, groups: readonly string[]) => {
  work.write("setup.yaml", setUp(department, groups));
  expect(work.idle(["apply", "-w", "setup.yaml", "-r", "request.json", "--yes"]).code).toBe(0);
};
beforeEach(() => {
  work = createWorkspace();
  work.write("mover.yaml", mover);
  work.write("mover.json", { ...request, lifecycleEvent: "Mover" });
  move("HR", ["Base", "HR"]);
  expect(work.idle(["plan", "-w", "mover.yaml", "-r", "mover.json", "-o", "plan.json"]).code).toBe(0);
});
afterEach(() => work.remove());

describe("idle apply with a plan that no longer fits the world", () => {
  it("writes nothing, exits with 5, and says what differs", () => {
    move("Sales", ["Finance"]);
    const before = work.json(".idle/directory.json");
    const { code, stderr } = work.idle(["apply", "plan.json", "--yes", "--out", "result.json"]);
    expect(code).toBe(5);
    expect(stderr).toBe(`error PlanDrifted: The world has moved since this plan was made. Nothing was changed.
  Set the department
    Department of jdoe was HR when you reviewed this, now it is Sales; the plan would set IT.
  Keep the base group only
    Group Finance was not held by jdoe when you reviewed this, now it is; the plan would remove it.
Plan again and review the new plan, or go on with what would change now: --accept-drift
`);
    expect(work.json(".idle/directory.json")).toEqual(before);
    expect(() => work.read("result.json")).toThrow();
    const { stdout } = work.idle(["apply", "plan.json", "--yes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "PlanDrifted", details: { drift: [{}, {}] } } });
  });

  it("goes on with --accept-drift, and says so", () => {
    move("Sales", ["Finance"]);
    const { code, stdout } = work.idle(["apply", "plan.json", "--yes", "--accept-drift", "--out", "result.json"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Otherwise than reviewed, which was accepted:\n  Set the department\n");
    expect((work.json("result.json") as Result).drift).toMatchObject([{ kind: "Other" }, { kind: "Other" }]);
    const shown = work.idle(["show", "result.json"]);
    expect(shown.stdout).toContain("Department of jdoe was HR when you reviewed this, now it is Sales");
    expect(JSON.stringify(work.json(".idle/directory.json"))).not.toContain("Finance");
  });

  it("does not repeat acts of a saved plan, and says which run did them", () => {
    work.write(
      "mover.yaml",
      `${mover}  - { name: End the sessions, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: jdoe } }\n`,
    );
    expect(work.idle(["plan", "-w", "mover.yaml", "-r", "mover.json", "-o", "plan.json"]).code).toBe(0);
    const first = work.idle(["apply", "plan.json", "--yes", "--out", "first.json"]);
    expect(first.stdout).toMatch(/End the sessions +changed, /);
    const second = work.idle(["apply", "plan.json", "--yes"]);
    expect(second.code).toBe(0);
    const { runId } = work.json("first.json") as Result;
    expect(second.stdout).toContain(`  End the sessions\n    The run ${runId} did this for the same plan (20`);
    expect(second.stdout).toMatch(/Run completed: 0 changed, 3 unchanged, in /);
    // A plan that is made anew is a new wish.
    const anew = work.idle(["apply", "-w", "mover.yaml", "-r", "mover.json", "--yes"]);
    expect(anew.stdout).toMatch(/End the sessions +changed, /);
  });

  it("makes fewer changes where some are so already, and none the second time", () => {
    move("IT", []);
    const first = work.idle(["apply", "plan.json", "--yes"]);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("So already:\n  Set the department\n    Department of jdoe is IT already.\n");
    expect(first.stdout).toMatch(/Keep the base group only +changed and verified/);
    const before = work.json(".idle/directory.json");
    const second = work.idle(["apply", "plan.json", "--yes"]);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain("Group HR is not held by jdoe any more.");
    expect(second.stdout).toMatch(/Run completed: 0 changed, 2 unchanged, in /);
    expect(work.json(".idle/directory.json")).toEqual(before);
  });
});

describe("two at once", () => {
  it("write one after the other: the second one finds what the first has left", async () => {
    const runs = Array.from({ length: 4 }, () => work.start("apply", "plan.json", "--yes", "--json"));
    const outcomes = await Promise.all(runs.map(({ outcome }) => outcome));
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const results = outcomes.map(({ stdout }) => JSON.parse(stdout) as Result);
    const changed = results.map(({ steps }) => steps.filter((step) => step.changed).length);
    expect(changed.sort()).toEqual([0, 0, 0, 2]);
  });
});
