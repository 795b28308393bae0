/** A generated password leaves the domain controller's side only sealed, and opens the account. */
import { Secret } from "@idle/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeSamba } from "../support/describe-samba.ts";
import { places, useSamba } from "../support/samba-world.ts";
import { type Command, commandFor } from "./command.ts";

const workflow = `name: Joiner
lifecycleEvent: Joiner
steps:
  - name: Create account
    type: IdLE.Step.CreateIdentity
    with:
      provider: Identity
      identityKey: pgen
      container: ${places.engineering}
      attributes: { DisplayName: Pia Gen }
      initialPassword: { generate: true }
      enabled: true
`;

describeSamba("a generated password", () => {
  const world = useSamba();
  let command: Command;
  beforeEach(async () => {
    await world().reset();
    command = commandFor(world().dc, "mustChangePassword: false");
    command.write("joiner.yaml", workflow);
    command.write("request.json", JSON.stringify({ lifecycleEvent: "Joiner" }));
  });
  afterEach(() => command.remove());
  const apply = () =>
    command.idle(
      "apply",
      "-w",
      "joiner.yaml",
      "-r",
      "request.json",
      "--yes",
      "--out",
      "result.json",
      "--audit",
      "audit.ndjson",
    );
  const accounts = () => world().dc.search(world().dc.base, "(sAMAccountName=pgen)", ["userAccountControl"]);

  it("is refused with the remedy where nobody could ever read it, and nothing is created", async () => {
    const outcome = await apply();
    expect(outcome.code).toBe(1);
    expect(outcome.stdout + outcome.stderr).toContain("sealTo");
    expect(await accounts()).toEqual([]);
  });

  it("is sealed to the recipient, opens the account, and stands nowhere in clear", async () => {
    await command.idle("secrets", "create-key", "--out", "seal.pem");
    command.write("idle.config.yaml", `${command.text("idle.config.yaml")}sealTo: seal.pem.pub\n`);
    const outcome = await apply();
    expect(outcome).toMatchObject({ code: 0 });
    const { stdout: password } = await command.idle("secrets", "open", "result.json", "--key", "seal.pem", "--raw");
    expect(password.length).toBeGreaterThanOrEqual(24);
    expect(outcome.stdout + outcome.stderr + command.everythingWritten()).not.toContain(password);

    const provider = world().provider();
    const session = { userName: "pgen@example.com", password: new Secret(password) };
    const call = { session, signal: new AbortController().signal };
    expect(await provider.getIdentity({ ...call, identityKey: "pgen" })).toMatchObject({ enabled: true });
  }, 60_000);
});
