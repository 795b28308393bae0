/** A domain that hides the state of its accounts: what is not seen is not made up. */
import { isIdleError, Secret } from "@idle/contract";
import { expect, it } from "vitest";
import { bindSession } from "../support/bind-session.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { places, useSamba } from "../support/samba-world.ts";

/** The property sets of account restrictions and of group membership (MS-ADTS 3.1.1.2.3.3), denied to everybody. */
const hidden = ["4c164200-20c0-11d0-a768-00aa006e0529", "bc0ac240-79a9-11d0-9020-00c04fc2d4cf"];

describeSamba("an account that may not see the state of others (Samba)", () => {
  const world = useSamba();

  it("is told so, by reads and writes alike", async () => {
    const { dc, reset } = world();
    const identityKey = "jane";
    await reset([{ identityKey, enabled: false, container: places.engineering, attributes: {}, entitlements: [] }]);
    const dn = `CN=${identityKey},${places.engineering}`;
    for (const set of hidden) await dc.sambaTool(["dsacl", "set", `--objectdn=${dn}`, `--sddl=(OD;;RP;${set};;WD)`]);
    const session = { userName: dc.service.name, password: new Secret(dc.service.password) };
    const provider = bindSession(world().provider(), session);
    const calls = [
      () => provider.getIdentity({ identityKey }),
      () => provider.listEntitlements({ identityKey }),
      () => provider.enableIdentity({ identityKey }),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toSatisfy(
        (error) => isIdleError(error, "PermissionDenied") && error.message.includes("right to read userAccountControl"),
      );
    }
  });
});
