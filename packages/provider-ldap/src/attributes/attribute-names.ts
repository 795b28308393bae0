/** From the names that workflows use to the attributes a server has. */
import { didYouMean, IdleError } from "@idle/contract";
import type { Settings } from "../options/read-options.ts";
import type { AttributeType, Schema } from "../server/schema.ts";
import { whyNotWritable } from "./forbidden-attributes.ts";
import type { LogicalNames } from "./logical-names.ts";

export interface NamedAttribute {
  /** As `getIdentity` names it. */
  readonly name: string;
  readonly type: AttributeType;
}

/** Throws `InvalidInput` for a name that the server's schema does not have. */
export function resolveAttribute(name: string, names: LogicalNames, schema: Schema): NamedAttribute {
  const wireName = names.toWire(name);
  const type = schema.find(wireName);
  if (type !== undefined) return { name: names.toLogical(type.name), type };
  const isMapped = wireName !== name;
  const near = isMapped ? undefined : didYouMean(name, [...names.names, ...schema.names]);
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  const called = isMapped ? ` (${JSON.stringify(wireName)} there)` : "";
  throw new IdleError(
    "InvalidInput",
    `The directory's schema has no attribute ${JSON.stringify(name)}${called}.${hint}`,
    { details: { attribute: name, ...(near === undefined ? {} : { suggestion: near }) } },
  );
}

/** The same for one that is to be written. Throws `InvalidInput` also for one that is not to be written as an attribute. */
export function resolveWritable(name: string, names: LogicalNames, schema: Schema, settings: Settings): NamedAttribute {
  const attribute = resolveAttribute(name, names, schema);
  const lock = settings.flavour === "ldap" ? (settings.accountLock?.attribute ?? null) : null;
  const reason =
    whyNotWritable(attribute.type.name, lock) ??
    (attribute.type.isReadOnly ? "The directory writes it itself, and nobody else." : null);
  if (reason === null) return attribute;
  throw new IdleError("InvalidInput", `The attribute ${JSON.stringify(name)} cannot be set. ${reason}`, {
    details: { attribute: name },
  });
}
