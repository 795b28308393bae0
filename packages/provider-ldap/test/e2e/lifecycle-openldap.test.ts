/** The shipped workflows against OpenLDAP: the same files, another configuration. */
import type { Result } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { expect, it, onTestFinished } from "vitest";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { groupNamed, places, useSlapd } from "../support/slapd-world.ts";
import { commandWith } from "./command.ts";

const identityKeys = { sAMAccountName: "jdoe" };
const requests = {
  joiner: {
    lifecycleEvent: "Joiner",
    identityKeys: { ...identityKeys, EmployeeId: "004711" },
    intent: {
      GivenName: "Jürgen",
      Surname: "O'Brien, (ext) #1 *",
      Department: "Engineering",
      Manager: "mmiller",
      EmployeeType: "Employee",
      // As the request of Active Directory's users has it.
      Container: "OU=Engineering,OU=Staff,DC=example,DC=com",
      Groups: [{ kind: "Group", id: "CN=Engineering,OU=Groups,DC=example,DC=com" }],
    },
  },
  mover: {
    lifecycleEvent: "Mover",
    identityKeys,
    intent: {
      Department: "Sales",
      Container: places.sales,
      Grant: [{ kind: "Group", id: groupNamed("Sales") }],
      Revoke: [{ kind: "Group", id: groupNamed("Engineering") }],
    },
  },
  leaver: { lifecycleEvent: "Leaver", identityKeys, intent: {} },
};

describeWith([slapd, ldapsearch], "the shipped workflows against OpenLDAP", () => {
  const world = useSlapd();

  it("has somebody join, move and leave, and a second run of each changes nothing", async () => {
    const { server, reset } = world();
    await reset([
      { identityKey: "mmiller", enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    const options = [
      "flavour: ldap",
      `url: ${server.ldapsUrl}`,
      `caFile: ${server.caFile}`,
      "revokeSessions: resetPassword",
    ];
    const { service } = server;
    const command = commandWith([...options, `baseDn: ${server.suffix}`], service.dn, service.password);
    onTestFinished(() => command.remove());
    const changedBy = async (event: keyof typeof requests) => {
      command.write("request.json", JSON.stringify(requests[event]));
      const args = ["-w", `workflows/${event}.yaml`, "-r", "request.json", "--yes", "--out", "result.json"];
      const { code, stderr } = await command.idle("apply", ...args);
      expect(code, stderr).toBe(0);
      return command.json<Result>("result.json").steps.filter(({ changed }) => changed).length;
    };
    const person = async () => (await server.search(server.suffix, "(uid=jdoe)", ["*", "pwdAccountLockedTime"]))[0];
    const groups = async () => {
      const dn = (await person())?.dn;
      return (await server.search(places.groups, `(member=${dn})`, ["cn"])).map(({ attributes }) => attributes.cn?.[0]);
    };

    expect(await changedBy("joiner")).toBeGreaterThan(5);
    expect(await person()).toMatchObject({
      dn: `uid=jdoe,${places.engineering}`,
      attributes: {
        employeeNumber: ["004711"],
        sn: ["O'Brien, (ext) #1 *"],
        departmentNumber: ["Engineering"],
        o: ["Example Ltd"],
        manager: [`uid=mmiller,${places.engineering}`],
      },
    });
    expect((await person())?.attributes.pwdAccountLockedTime).toBeUndefined();
    expect((await groups()).toSorted()).toEqual(["All Staff", "Engineering", "Intranet Readers"]);
    expect(await changedBy("joiner")).toBe(0);

    expect(await changedBy("mover")).toBeGreaterThan(3);
    expect((await person())?.dn).toBe(`uid=jdoe,${places.sales}`);
    expect((await groups()).toSorted()).toEqual(["All Staff", "Intranet Readers", "Sales"]);
    expect(await changedBy("mover")).toBe(0);

    expect(await changedBy("leaver")).toBeGreaterThan(3);
    expect(await person()).toMatchObject({
      dn: `uid=jdoe,${places.leavers}`,
      attributes: { pwdAccountLockedTime: ["000001010000Z"] },
    });
    expect(await groups()).toEqual(["Leavers"]);
    expect(await changedBy("leaver")).toBe(0);
  }, 120_000);
});
