import { IdleError } from "@idle/contract";
import { type Entry, textsOf } from "../connection/entry.ts";

/** By which attribute a group has its members. Needs its `objectClass`. Throws `InvalidInput` for what is no group. */
export function memberAttributeOf(group: Entry): string {
  const classes = new Set(textsOf(group, "objectClass").map((name) => name.toLowerCase()));
  if (classes.has("groupofuniquenames")) return "uniqueMember";
  // `group` is that of Active Directory.
  if (["group", "groupofnames", "groupofmembers", "groupofentries"].some((name) => classes.has(name))) return "member";
  if (classes.has("posixgroup")) return "memberUid";
  throw new IdleError("InvalidInput", `${JSON.stringify(group.dn)} is there, and is no group that has members.`, {
    details: { id: group.dn },
  });
}
