import { ConnectorException, type PasswordArgs } from "@idle/connector";
import { fieldOf } from "../cell.ts";
import type { Field } from "../csv/parse-record.ts";
import type { Entry } from "../directory/directory.ts";
import type { Writer } from "../directory/writer.ts";
import { readName } from "../names.ts";
import { attributeOf, idColumn } from "../object-types.ts";
import { hashPassword, isPassword } from "./hash.ts";
import { passwordProblem } from "./rules.ts";

/**
 * Sets a user's password, or changes it for one who knows the old one. The rules count in both cases, whether the host asks
 * for them or not. Throws ConnectorException.
 */
export async function setPassword(args: PasswordArgs, writer: Writer, cost: number): Promise<void> {
  const entry = expectUser(args, writer);
  if (args.operationType === "ChangePassword") {
    const hash = writer.passwordHash(entry.id);
    if (hash === null || !(await isPassword(args.oldPassword.reveal(), hash))) {
      throw new ConnectorException("PasswordExtension", "The old password is not the right one.");
    }
  }
  const password = args.newPassword.reveal();
  const problem = passwordProblem(password);
  if (problem !== null) throw new ConnectorException(problem.kind, problem.message);
  writer.setPasswordHash(entry.id, await hashPassword(password, cost));
  const changed = withFlags(entry, args);
  if (changed !== entry) writer.directory.change(changed);
  await writer.commit();
}

function expectUser({ csEntry }: PasswordArgs, { directory }: Writer): Entry {
  const id = csEntry.anchorAttributes.find(({ name }) => name === idColumn)?.value;
  const entry = typeof id === "string" ? directory.get(id) : directory.named(readName(csEntry.dn ?? "")?.key ?? "");
  if (entry?.type.name === "user") return entry;
  throw new ConnectorException("PasswordExtension", "The directory has no such user.");
}

/** Somebody who has just chosen a password need not choose another one. */
function withFlags(entry: Entry, args: PasswordArgs): Entry {
  const wanted =
    args.operationType === "ChangePassword"
      ? { mustChangePassword: false }
      : {
          ...(args.passwordOptions.unlockAccount && { locked: false }),
          mustChangePassword: args.passwordOptions.forceChangeAtLogOn,
        };
  const cells = new Map<string, Field>(entry.cells);
  let isChanged = false;
  for (const [name, flag] of Object.entries(wanted)) {
    const attribute = attributeOf(entry.type, name);
    const before = cells.get(name)?.toLowerCase() === "true";
    if (attribute === undefined || before === flag) continue;
    cells.set(name, fieldOf([String(flag)], attribute));
    isChanged = true;
  }
  return isChanged ? { ...entry, cells } : entry;
}
