/** The shipped workflows against a domain controller, by configuration alone, looked at with ldapsearch. */
import type { Plan, Result } from "@idle/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { LdifEntry } from "../servers/ldif.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { groupNamed, places, useSamba } from "../support/samba-world.ts";
import { type Command, commandFor } from "./command.ts";

const jane = { EmployeeId: "004711", login: "jdoe" };
const requests = {
  joiner: {
    lifecycleEvent: "Joiner",
    identityKeys: { sAMAccountName: jane.login, EmployeeId: jane.EmployeeId },
    intent: {
      GivenName: "Jürgen",
      Surname: "O'Brien, (ext) #1 *",
      Department: "Engineering",
      Title: "Software Engineer",
      Manager: "mmiller",
      EmployeeType: "Employee",
      Container: places.engineering,
      Groups: [{ kind: "Group", id: groupNamed("Engineering") }],
    },
  },
  mover: {
    lifecycleEvent: "Mover",
    identityKeys: { sAMAccountName: jane.login },
    intent: {
      Department: "Sales",
      Container: places.sales,
      Grant: [{ kind: "Group", id: groupNamed("Sales") }],
      Revoke: [{ kind: "Group", id: groupNamed("Engineering") }],
    },
  },
  leaver: { lifecycleEvent: "Leaver", identityKeys: { sAMAccountName: jane.login }, intent: { Reason: "Left" } },
};
type Event = keyof typeof requests;

describeSamba("the shipped workflows against Active Directory (Samba)", () => {
  const world = useSamba();
  let command: Command;
  beforeEach(async () => {
    await world().reset([
      { identityKey: "mmiller", enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    command = commandFor(world().dc);
    for (const [event, request] of Object.entries(requests)) command.write(`${event}.json`, JSON.stringify(request));
  });
  afterEach(() => command.remove());

  const plan = (event: Event) =>
    command.idle("plan", "-w", `workflows/${event}.yaml`, "-r", `${event}.json`, "-o", `${event}.plan.json`);
  const apply = async (event: Event, out = "result.json") => {
    const outcome = await command.idle("apply", `${event}.plan.json`, "--yes", "--out", out);
    return { ...outcome, result: outcome.code === 0 ? command.json<Result>(out) : null };
  };
  const person = async () => {
    const found = await world().dc.search(world().dc.base, `(sAMAccountName=${jane.login})`);
    expect(found.length).toBeLessThanOrEqual(1);
    return found[0];
  };
  const changedIn = (result: Result | null) => result?.steps.filter(({ changed }) => changed).length;

  it("has somebody join, move and leave, and a second run of each changes nothing", async () => {
    expect(await plan("joiner")).toMatchObject({ code: 0, stderr: expect.any(String) });
    expect(await person(), "planning writes nothing").toBeUndefined();
    const joined = await apply("joiner");
    expect(joined.stderr).not.toMatch(/error/i);
    expect(joined.result).toMatchObject({ status: "Completed" });
    const written = joined.result?.steps.filter(({ changed, name }) => changed && name !== "Sync to the cloud") ?? [];
    expect(written.map(({ verified }) => verified)).toEqual(written.map(() => true));
    expect(await person()).toMatchObject({
      dn: `CN=${jane.login},${places.engineering}`,
      attributes: {
        employeeID: [jane.EmployeeId],
        givenName: ["Jürgen"],
        sn: ["O'Brien, (ext) #1 *"],
        displayName: ["Jürgen O'Brien, (ext) #1 *"],
        department: ["Engineering"],
        company: ["Example Ltd"],
        employeeType: ["Employee"],
        title: ["Software Engineer"],
        manager: [`CN=mmiller,${places.engineering}`],
        userAccountControl: ["512"],
        memberOf: expect.arrayContaining([
          groupNamed("All Staff"),
          groupNamed("Intranet Readers"),
          groupNamed("Engineering"),
        ]),
      },
    });
    await plan("joiner");
    expect(changedIn((await apply("joiner")).result)).toBe(0);

    const joinedState = await person();
    await plan("mover");
    const planned = command.json<Plan>("mover.plan.json").plan.steps.flatMap(({ changes }) => changes ?? []);
    expect((await apply("mover")).result).toMatchObject({ status: "Completed" });
    const moved = await person();
    expect(planned.map(({ path }) => path).toSorted()).toEqual([
      "Department",
      "container",
      "entitlements.Group",
      "entitlements.Group",
      "sync",
    ]);
    expect(differingAttributes(joinedState, moved), "the plan's changes and no others").toEqual(["department"]);
    expect(moved?.dn).toBe(`CN=${jane.login},${places.sales}`);
    expect(moved?.attributes.department).toEqual(["Sales"]);
    expect(moved?.attributes.memberOf).toContain(groupNamed("Sales"));
    expect(moved?.attributes.memberOf).not.toContain(groupNamed("Engineering"));
    await plan("mover");
    expect(changedIn((await apply("mover")).result)).toBe(0);

    await plan("leaver");
    expect((await apply("leaver")).result).toMatchObject({ status: "Completed" });
    const left = await person();
    expect(left).toMatchObject({
      dn: `CN=${jane.login},${places.leavers}`,
      attributes: { userAccountControl: ["514"], memberOf: [groupNamed("Leavers")], employeeID: [jane.EmployeeId] },
    });
    expect(left?.attributes.manager).toBeUndefined();
    expect(await world().dc.sambaTool(["user", "getgroups", jane.login])).not.toMatch(/Sales|All Staff/);
    await plan("leaver");
    expect(changedIn((await apply("leaver")).result)).toBe(0);
  }, 120_000);

  it("writes nothing when somebody changed the account since the plan was made", async () => {
    const { dc, reset } = world();
    const seed = { enabled: true, container: places.engineering, entitlements: [] };
    await reset([
      { ...seed, identityKey: "mmiller", attributes: {} },
      { ...seed, identityKey: jane.login, attributes: { department: "Engineering" } },
    ]);
    await plan("mover");
    await dc.dsModify(
      `dn: CN=${jane.login},${places.engineering}\nchangetype: modify\nreplace: department\ndepartment: Legal\n`,
    );
    const before = await person();
    const outcome = await command.idle("apply", "mover.plan.json", "--yes");
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringContaining("Legal") });
    expect(await person()).toEqual(before);
  }, 60_000);

  it("writes nothing when another account has got the name since, however alike", async () => {
    const { reset } = world();
    const seed = { enabled: true, container: places.engineering, entitlements: [] };
    const both = [
      { ...seed, identityKey: "mmiller", attributes: {} },
      { ...seed, identityKey: jane.login, attributes: { department: "Engineering" } },
    ];
    await reset(both);
    await plan("mover");
    await reset(both);
    const before = await person();
    const outcome = await command.idle("apply", "mover.plan.json", "--yes");
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringContaining("now it is another one") });
    expect(await person()).toEqual(before);
    expect(await command.idle("apply", "mover.plan.json", "--yes", "--accept-drift")).toMatchObject({ code: 0 });
  }, 60_000);

  it("finds a place that is not there before anything is written", async () => {
    const misspelled = JSON.stringify(requests.joiner).replace("OU=Engineering,OU=Staff", "OU=Enginering,OU=Staff");
    command.write("joiner.json", misspelled);
    expect(await plan("joiner")).toMatchObject({ code: 1, stderr: expect.stringContaining("OU=Enginering,OU=Staff") });
    command.write("joiner.json", JSON.stringify(requests.joiner));
    await world().reset([
      { identityKey: "mmiller", enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
      { identityKey: jane.login, enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    command.write("mover.json", JSON.stringify(requests.mover).replace("OU=Sales,OU=Staff", "OU=Sale,OU=Staff"));
    expect(await plan("mover")).toMatchObject({ code: 1, stderr: expect.stringContaining("OU=Sale,OU=Staff") });
  });

  it("finds a group that is not there before anything is created", async () => {
    command.write(
      "joiner.json",
      JSON.stringify(requests.joiner).replaceAll("CN=Engineering,OU=Groups", "CN=Enginering,OU=Groups"),
    );
    expect(await plan("joiner")).toMatchObject({ code: 1, stderr: expect.stringContaining("CN=Enginering,OU=Groups") });
    expect(await person()).toBeUndefined();
  });
});

/** What the server counts and derives itself does not matter, nor what is looked at elsewhere. */
function differingAttributes(before: LdifEntry | undefined, after: LdifEntry | undefined): string[] {
  const others = new Set(["whenChanged", "uSNChanged", "distinguishedName", "memberOf"]);
  const [old, now] = [before?.attributes ?? {}, after?.attributes ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !others.has(name));
  return names.filter((name) => old[name]?.join("\n") !== now[name]?.join("\n"));
}
