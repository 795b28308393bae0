// The provider's operations beside the same calls of ldapts, each on one connection of its own to one server, in turns.
import { existsSync } from "node:fs";
import { Secret } from "@idle/contract";
import { AndFilter, Attribute, Change, Client, EqualityFilter } from "ldapts";
import { createLdapProvider, type LdapProvider } from "../src/index.ts";
import { isSambaUsable, startSambaDc } from "../test/servers/samba.ts";
import { startSlapd } from "../test/servers/slapd.ts";

const people = 1_000;
const rounds = 5;
const perRound = 200;
/** Until the compiler has made both as fast as they get. */
const warmUp = 500;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Subject {
  readonly title: string;
  readonly provider: LdapProvider;
  readonly session: { readonly userName: string; readonly password: Secret };
  readonly client: Client;
  readonly base: string;
  readonly login: string;
  readonly isPerson: () => AndFilter | EqualityFilter;
  readonly group: string;
  readonly lock: (on: boolean, dn: string, before: string) => Change[];
  readonly stateAttribute: string;
}

async function measure(subject: Subject): Promise<void> {
  const { title, provider, session, client, base, login, isPerson, group } = subject;
  const call = { session, signal: new AbortController().signal };
  const key = (index: number) => `user${index % people}`;
  const find = async (index: number, attributes: string[]) => {
    const filter = new AndFilter({
      filters: [isPerson(), new EqualityFilter({ attribute: login, value: key(index) })],
    });
    const { searchEntries } = await client.search(base, { scope: "sub", filter, attributes, sizeLimit: 5 });
    const [entry] = searchEntries;
    if (entry === undefined) throw new Error(`There is no ${key(index)}.`);
    return entry;
  };
  const replace = (type: string, value: string) =>
    new Change({ operation: "replace", modification: new Attribute({ type, values: [value] }) });
  const member = (operation: "add" | "delete", dn: string) =>
    new Change({ operation, modification: new Attribute({ type: "member", values: [dn] }) });

  say(`${title}, ${people} people; operations a second of the provider, and of ldapts alone`);
  await provider.getIdentity({ ...call, identityKey: key(0) });
  const compare = async (name: string, ours: (index: number) => unknown, theirs: (index: number) => unknown) => {
    const took = { ours: 0, theirs: 0 };
    for (let index = 0; index < warmUp; index += 1) {
      await ours(index);
      await theirs(index);
    }
    for (let round = 0; round < rounds * 2; round += 1) {
      const [who, work] = round % 2 === 0 ? (["ours", ours] as const) : (["theirs", theirs] as const);
      const begun = performance.now();
      for (let index = 0; index < perRound; index += 1) await work(round * perRound + index);
      took[who] += performance.now() - begun;
    }
    const rate = (milliseconds: number) => (rounds * perRound * 1_000) / milliseconds;
    const share = ((took.ours / took.theirs - 1) * 100).toFixed(0);
    say(`  ${name}: ${rate(took.ours).toFixed(0)} and ${rate(took.theirs).toFixed(0)}, ${share} % more time`);
  };
  await compare(
    "read one by its login",
    (index) => provider.getIdentity({ ...call, identityKey: key(index) }),
    (index) => find(index, ["*"]),
  );
  await compare(
    "set an attribute (look, write)",
    (index) =>
      provider.ensureAttributes({ ...call, identityKey: key(index), attributes: { Description: `a${index}` } }),
    async (index) => client.modify((await find(index, ["description"])).dn, replace("description", `b${index}`)),
  );
  await compare(
    "disable and enable (look, write, twice)",
    async (index) => {
      await provider.disableIdentity({ ...call, identityKey: key(index) });
      await provider.enableIdentity({ ...call, identityKey: key(index) });
    },
    async (index) => {
      for (const on of [true, false]) {
        const { dn, ...entry } = await find(index, [subject.stateAttribute]);
        await client.modify(dn, subject.lock(on, dn, String(entry[subject.stateAttribute])));
      }
    },
  );
  await compare(
    "grant and revoke a group (look, write, twice)",
    async (index) => {
      const entitlement = { kind: "Group", id: group };
      await provider.grantEntitlement({ ...call, identityKey: key(index), entitlement });
      await provider.revokeEntitlement({ ...call, identityKey: key(index), entitlement });
    },
    async (index) => {
      for (const operation of ["add", "delete"] as const) {
        await client.modify(group, member(operation, (await find(index, ["1.1"])).dn));
      }
    },
  );
  const listing = async (name: string, work: () => Promise<number>) => {
    const begun = performance.now();
    const found = await work();
    const milliseconds = performance.now() - begun;
    say(`  list all, ${name}: ${found} in ${milliseconds.toFixed(0)} ms`);
  };
  for (let time = 0; time < 2; time += 1) {
    await listing("provider", async () => {
      let count = 0;
      for await (const _ of provider.listIdentities(call)) count += 1;
      return count;
    });
    await listing("ldapts", async () => {
      const paged = { scope: "sub", filter: isPerson(), attributes: ["*"], paged: { pageSize: 500 } } as const;
      return (await client.search(base, { ...paged, attributes: ["*"] })).searchEntries.length;
    });
  }
}

if (existsSync("/usr/sbin/slapd")) {
  const server = await startSlapd({ sizeLimit: 500 });
  try {
    const entries = Array.from({ length: people }, (_, index) =>
      [
        `dn: uid=user${index},ou=Engineering,ou=Staff,${server.suffix}`,
        "objectClass: inetOrgPerson",
        `cn: User ${index}`,
        `sn: ${index}`,
        "departmentNumber: IT",
        "",
      ].join("\n"),
    );
    await server.modify(entries.join("\n"));
    const { service } = server;
    const client = new Client({ url: server.ldapsUrl, tlsOptions: { ca: server.ca }, timeout: 30_000 });
    await client.bind(service.dn, service.password);
    const provider = createLdapProvider({
      flavour: "ldap",
      url: server.ldapsUrl,
      caFile: server.caFile,
      baseDn: server.suffix,
    });
    await measure({
      title: "OpenLDAP",
      provider,
      session: { userName: service.dn, password: new Secret(service.password) },
      client,
      base: server.suffix,
      login: "uid",
      isPerson: () => new EqualityFilter({ attribute: "objectClass", value: "inetOrgPerson" }),
      group: `cn=Sales,ou=Groups,${server.suffix}`,
      stateAttribute: "pwdAccountLockedTime",
      lock: (on) => [
        new Change({
          operation: "replace",
          modification: new Attribute({ type: "pwdAccountLockedTime", values: on ? ["000001010000Z"] : [] }),
        }),
      ],
    });
    await client.unbind();
    await provider.close();
  } finally {
    await server.stop();
  }
} else say("There is no slapd; nothing to measure on it.");

const usability = isSambaUsable();
if (usability.usable) {
  const dc = await startSambaDc();
  try {
    const entries = Array.from(
      { length: people },
      (_, index) =>
        `dn: CN=user${index},OU=Engineering,OU=Staff,${dc.base}\nobjectClass: user\nsAMAccountName: user${index}\nuserAccountControl: 512\ndepartment: IT\n`,
    );
    await dc.dsModify(entries.join("\n"));
    const { administrator } = dc;
    const client = new Client({
      url: dc.ldapsUrl,
      tlsOptions: { ca: dc.ca, servername: dc.serverName },
      timeout: 30_000,
    });
    await client.bind(administrator.name, administrator.password);
    const provider = createLdapProvider({
      flavour: "activeDirectory",
      url: dc.ldapsUrl,
      caFile: dc.caFile,
      serverName: dc.serverName,
    });
    await measure({
      title: "Active Directory (Samba)",
      provider,
      session: { userName: administrator.name, password: new Secret(administrator.password) },
      client,
      base: dc.base,
      login: "sAMAccountName",
      isPerson: () =>
        new AndFilter({
          filters: [
            new EqualityFilter({ attribute: "objectCategory", value: "person" }),
            new EqualityFilter({ attribute: "objectClass", value: "user" }),
          ],
        }),
      group: `CN=Sales,OU=Groups,${dc.base}`,
      stateAttribute: "userAccountControl",
      lock: (on, _dn, before) => [replaceState(before, on)],
    });
    await client.unbind();
    await provider.close();
  } finally {
    await dc.stop();
  }
} else say(`Nothing is measured on Samba. ${usability.reason}`);

function replaceState(before: string, on: boolean): Change {
  const value = on ? Number(before) | 2 : Number(before) & ~2;
  return new Change({
    operation: "replace",
    modification: new Attribute({ type: "userAccountControl", values: [String(value)] }),
  });
}
