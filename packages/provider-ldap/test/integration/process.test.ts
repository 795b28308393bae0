/** A program of a host's own with the provider in it: it ends by itself, and what Node is asked to log has no password. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describeWith } from "@idle/testkit";
import { beforeEach, expect, it } from "vitest";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { places as sambaPlaces, useSamba } from "../support/samba-world.ts";
import { useSlapd } from "../support/slapd-world.ts";

const secret = "Sup3r-geheim!ä";

/** Everything that shows a password to somebody who looks for it. */
const formsOf = (password: string): string[] => {
  const bytes = [Buffer.from(password), Buffer.from(password, "utf16le"), Buffer.from(`"${password}"`, "utf16le")];
  return bytes.flatMap((each) => [
    each.toString("latin1"),
    each.toString("utf8"),
    each.toString("hex"),
    each.toString("base64").replace(/=+$/, "").slice(0, -1),
    JSON.stringify([...each]).slice(1, -1),
    [...each].join(", "),
    [...each].map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
  ]);
};

async function runHost(options: object, session: { name: string; password: string }, container: string) {
  const code = `
    import { createLdapProvider } from "@idle/provider-ldap";
    import { Secret } from "@idle/contract";
    const provider = createLdapProvider(${JSON.stringify(options)});
    const session = { userName: ${JSON.stringify(session.name)}, password: new Secret(process.env.PASSWORD) };
    const call = { session, signal: new AbortController().signal, identityKey: "jdoe" };
    const created = await provider.createIdentity({
      ...call, container: ${JSON.stringify(container)}, attributes: {}, initialPassword: new Secret(process.env.INITIAL),
    });
    for await (const identity of provider.listIdentities(call)) break;
    console.log(JSON.stringify({ created, found: await provider.getIdentity(call) }));
  `;
  const child = spawn(process.execPath, ["--conditions=@idle/source", "--input-type=module", "-e", code], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_DEBUG: "ldapts", PASSWORD: session.password, INITIAL: secret },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (texts.stdout += text));
  child.stderr.setEncoding("latin1").on("data", (text) => (texts.stderr += text));
  // Ten seconds are less than any connection is kept for.
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 10_000);
  const [exitCode] = await once(child, "close");
  clearTimeout(tooLong);
  expect(exitCode, texts.stderr.slice(-1_000)).toBe(0);
  return texts;
}

function expectNoPassword({ stdout, stderr }: { stdout: string; stderr: string }, password: string): void {
  expect(stderr, "there is a log").toMatch(/LDAPTS/);
  for (const form of [...formsOf(secret), ...formsOf(password)]) expect(stdout + stderr).not.toContain(form);
}

describeWith([slapd, ldapsearch], "a program with a provider for OpenLDAP", () => {
  const world = useSlapd();

  it("ends by itself without close, and logs no password", async () => {
    const { ldapsUrl, caFile, suffix, service, search } = world().server;
    const options = { flavour: "ldap", url: ldapsUrl, caFile, baseDn: suffix };
    const outcome = await runHost(options, { name: service.dn, password: service.password }, `ou=Staff,${suffix}`);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ created: { changed: true }, found: { identityKey: "jdoe" } });
    expect((await search(suffix, "(uid=jdoe)", ["userPassword"]))[0]?.attributes.userPassword).toHaveLength(1);
    expectNoPassword(outcome, service.password);
  });
});

describeSamba("a program with a provider for Active Directory (Samba)", () => {
  const world = useSamba();
  beforeEach(() => world().reset());

  it("ends by itself without close, and logs no password", async () => {
    const { ldapsUrl, caFile, serverName, administrator } = world().dc;
    const options = { flavour: "activeDirectory", url: ldapsUrl, caFile, serverName };
    const outcome = await runHost(options, administrator, sambaPlaces.engineering);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ created: { changed: true }, found: { identityKey: "jdoe" } });
    expectNoPassword(outcome, administrator.password);
  });
});
