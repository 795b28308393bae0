/** A manager by login name, user principal name or GUID, as the distinguished name that attributes hold. */
import { IdleError, parseDn } from "@idle/contract";

import { findIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";

/** A distinguished name stays as it is: whom it names is the server's to check. Throws `InvalidInput` for nobody. */
export async function resolveReference(scope: Scope, attribute: string, text: string): Promise<string> {
  if (parseDn(text)?.length) return text;
  const entry = await findIdentity(scope, text, []);
  if (entry !== null) return entry.dn;
  throw new IdleError(
    "InvalidInput",
    `${attribute} is to be ${JSON.stringify(text)}, and there is no such identity below ${JSON.stringify(scope.facts.baseDn)}. Correct the key, or give a distinguished name.`,
    { details: { attribute, value: text } },
  );
}
