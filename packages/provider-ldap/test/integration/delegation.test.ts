/** The rights that docs/providers/ldap.md lists: without one its operation is refused, with it alone it works. */
import { type BoundProvider, type CapabilityId, isIdleError, Secret } from "@idle/contract";
import { expect, it } from "vitest";
import { sidToText } from "../../src/names/guid.ts";
import { bindSession } from "../support/bind-session.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { useSamba } from "../support/samba-world.ts";

const user = "bf967aba-0de6-11d0-a285-00aa003049e2";
const group = "bf967a9c-0de6-11d0-a285-00aa003049e2";
/** Rights in SDDL, as what is inherited by users or groups below a unit. */
const rights = {
  createUser: (sid: string) => `(OA;CI;CC;${user};;${sid})`,
  write: (attribute: string) => (sid: string) => `(OA;CIIO;WP;${attribute};${user};${sid})`,
  resetPassword: (sid: string) => `(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;${user};${sid})`,
  delete: (sid: string) => `(OA;CIIO;SD;;${user};${sid})`,
  writeMember: (sid: string) => `(OA;CIIO;WP;bf9679c0-0de6-11d0-a285-00aa003049e2;${group};${sid})`,
};
const attribute = {
  userAccountControl: "bf967a68-0de6-11d0-a285-00aa003049e2",
  pwdLastSet: "bf967a0a-0de6-11d0-a285-00aa003049e2",
  department: "bf96794f-0de6-11d0-a285-00aa003049e2",
  name: "bf967a0e-0de6-11d0-a285-00aa003049e2",
  cn: "bf96793f-0de6-11d0-a285-00aa003049e2",
};

type Provider = BoundProvider<CapabilityId>;
type Place = "people" | "target" | "groups";
type Grant = readonly [place: Place, ace: (sid: string) => string];
type Places = Readonly<Record<Place, string>>;

const identityKey = "jane";
const operations: readonly {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly run: (provider: Provider, places: Places) => Promise<unknown>;
}[] = [
  {
    name: "create, with a password that must be changed",
    grants: [["people", rights.createUser]],
    run: (provider, { people }) =>
      provider.createIdentity({
        identityKey: "new",
        container: people,
        attributes: { Department: "IT" },
        enabled: true,
        initialPassword: new Secret("Initial-Pass1word!"),
      }),
  },
  {
    name: "set an attribute",
    grants: [["people", rights.write(attribute.department)]],
    run: (provider) => provider.ensureAttributes({ identityKey, attributes: { Department: "Legal" } }),
  },
  {
    name: "disable",
    grants: [["people", rights.write(attribute.userAccountControl)]],
    run: (provider) => provider.disableIdentity({ identityKey }),
  },
  {
    name: "rename",
    grants: [
      ["people", rights.write(attribute.name)],
      ["people", rights.write(attribute.cn)],
    ],
    run: (provider) => provider.ensureAttributes({ identityKey, attributes: { Name: "Jane Smith" } }),
  },
  {
    name: "move",
    grants: [
      ["people", rights.delete],
      ["people", rights.write(attribute.name)],
      ["people", rights.write(attribute.cn)],
      ["target", rights.createUser],
    ],
    run: (provider, { target }) => provider.moveIdentity({ identityKey, targetContainer: target }),
  },
  {
    name: "grant a group",
    grants: [["groups", rights.writeMember]],
    run: (provider, { groups }) =>
      provider.grantEntitlement({ identityKey, entitlement: { kind: "Group", id: `CN=${groupIn(groups)},${groups}` } }),
  },
  {
    name: "end sessions",
    grants: [["people", rights.resetPassword]],
    run: (provider) => provider.revokeSessions({ identityKey }),
  },
  {
    name: "delete",
    grants: [["people", rights.delete]],
    run: (provider) => provider.deleteIdentity({ identityKey }),
  },
];

describeSamba("rights that are delegated (Samba)", () => {
  const world = useSamba();

  // Units of its own for each: a right that one was given must not help another.
  it.each(operations.map((operation, index) => ({ ...operation, index })))("$name", async ({ grants, run, index }) => {
    const { dc, reset } = world();
    const root = `OU=Case ${index},${dc.base}`;
    const places: Places = { people: `OU=People,${root}`, target: `OU=Target,${root}`, groups: `OU=Groups,${root}` };
    const units = [root, ...Object.values(places)].map((dn) => `dn: ${dn}\nobjectClass: organizationalUnit\n`);
    const name = groupIn(places.groups);
    await dc.dsModify(
      [...units, `dn: CN=${name},${places.groups}\nobjectClass: group\nsAMAccountName: ${name}\n`].join("\n"),
    );
    await reset([
      { identityKey, enabled: true, container: places.people, attributes: { department: "IT" }, entitlements: [] },
    ]);
    const [service] = await dc.search(dc.service.dn, undefined, ["objectSid"], "base");
    const sid = sidToText(Buffer.from(service?.attributes.objectSid?.[0]?.replace("base64:", "") ?? "", "base64"));
    const session = { userName: dc.service.name, password: new Secret(dc.service.password) };
    const bound = bindSession(world().provider({ allowDelete: true, revokeSessions: "resetPassword" }), session);

    await expect(run(bound, places)).rejects.toSatisfy((error) => isIdleError(error, "PermissionDenied"));
    for (const [place, ace] of grants) {
      await dc.sambaTool(["dsacl", "set", `--objectdn=${places[place]}`, `--sddl=${ace(sid ?? "")}`]);
    }
    expect(await run(bound, places)).toMatchObject({ changed: true });
  });
});

function groupIn(unit: string): string {
  return `Group of ${/Case \d+/.exec(unit)?.[0]}`;
}
