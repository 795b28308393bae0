import { AndFilter, EqualityFilter, ExtensibleFilter, type Filter, OrFilter } from "ldapts";
import type { Scope } from "../identities/identity-scope.ts";

/** LDAP_MATCHING_RULE_TRANSITIVE_EVAL (MS-ADTS 3.1.1.3.4.4.3). */
const inChain = "1.2.840.113556.1.4.1941";

/** Groups of Active Directory that a member is in, directly or not. */
export function memberInChain(memberDn: string): Filter {
  return new AndFilter({
    filters: [
      new EqualityFilter({ attribute: "objectClass", value: "group" }),
      new ExtensibleFilter({ matchType: "member", rule: inChain, value: memberDn }),
    ],
  });
}

/** Groups that have a member directly, of all kinds that the server knows. `uid`: of an account, for POSIX groups. */
export function memberOfGroup({ facts }: Scope, memberDn: string, uid?: string): Filter {
  const filters: Filter[] = ["member", "uniqueMember"]
    .filter((attribute) => facts.schema.find(attribute) !== undefined)
    .map((attribute) => new EqualityFilter({ attribute, value: memberDn }));
  if (uid !== undefined && facts.schema.find("memberUid") !== undefined) {
    filters.push(new EqualityFilter({ attribute: "memberUid", value: uid }));
  }
  return new OrFilter({ filters });
}
