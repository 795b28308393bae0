/** What a server says of itself. In: a connection. Out: where its directory begins, what it can do, its schema. */
import { IdleError } from "@idle/contract";
import type { Connection } from "../connection/connection.ts";
import { type Entry, everythingAsBytes, readEntry, textOf, textsOf } from "../connection/entry.ts";
import { addressOf } from "../failures/connection-failure.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { isWithin } from "../names/dn.ts";
import type { Settings } from "../options/read-options.ts";
import { readSchema, type Schema } from "./schema.ts";

export interface ServerFacts {
  /** Below it everything happens. */
  readonly baseDn: string;
  /**
   * Where the part of the directory begins that the base is in: of Active Directory the domain. Groups may stand anywhere
   * below it, since those of an identity do.
   */
  readonly contextDn: string;
  readonly schema: Schema;
  readonly extensions: ReadonlySet<string>;
  readonly controls: ReadonlySet<string>;
}

/** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS 3.1.1.3.4.3.1). */
const activeDirectory = "1.2.840.113556.1.4.800";

/** Throws `InvalidInput` where the server is of the other flavour, or has no directory there. */
export async function readServerFacts(connection: Connection, settings: Settings): Promise<ServerFacts> {
  const look = (dn: string, attributes: string[]) => lookAt(connection, dn, attributes);
  const root = await look("", [
    "namingContexts",
    "defaultNamingContext",
    "subschemaSubentry",
    "supportedCapabilities",
    "supportedControl",
    "supportedExtension",
  ]);
  if (root === undefined) throw refuse(settings, "says nothing of itself, so that its directory cannot be found");
  const isActiveDirectory = textsOf(root, "supportedCapabilities").includes(activeDirectory);
  if (isActiveDirectory !== (settings.flavour === "activeDirectory")) {
    const right = isActiveDirectory ? "activeDirectory" : "ldap";
    throw refuse(settings, `is ${isActiveDirectory ? "" : "not "}Active Directory; set flavour to ${right}`);
  }
  const baseDn = settings.baseDn ?? textOf(root, "defaultNamingContext") ?? "";
  const contexts = textsOf(root, "namingContexts");
  // The innermost: that of the schema, say, is within that of the domain.
  const contextDn = contexts
    .filter((context) => isWithin(baseDn, context))
    .toSorted((left, right) => right.length - left.length)[0];
  if (contextDn === undefined) {
    throw refuse(
      settings,
      `has no ${JSON.stringify(baseDn)}; it has ${contexts.map((each) => JSON.stringify(each)).join(", ")}. Correct baseDn`,
    );
  }
  const subschema = textOf(root, "subschemaSubentry");
  const schema = subschema === undefined ? undefined : await look(subschema, ["attributeTypes"]);
  const definitions = schema === undefined ? [] : textsOf(schema, "attributeTypes");
  if (definitions.length === 0) {
    throw refuse(settings, "does not show its schema to this account, so that no attribute could be written safely");
  }
  return {
    baseDn,
    contextDn,
    schema: readSchema(definitions),
    extensions: new Set(textsOf(root, "supportedExtension")),
    controls: new Set(textsOf(root, "supportedControl")),
  };
}

/**
 * Throws `InvalidInput` where the base is not there, or not shown to the account: below it nobody is found then, and a
 * leaver would be taken for gone.
 */
export async function expectBase(connection: Connection, settings: Settings, baseDn: string): Promise<void> {
  try {
    if ((await lookAt(connection, baseDn, ["1.1"])) !== undefined) return;
  } catch (error) {
    if (!hasResultCode(error, "noSuchObject", "insufficientAccessRights")) throw error;
  }
  throw refuse(
    settings,
    `has no ${JSON.stringify(baseDn)}, or does not show it to this account. Correct baseDn, or give the account the right to read there`,
  );
}

async function lookAt({ client }: Connection, dn: string, attributes: string[]): Promise<Entry | undefined> {
  const { searchEntries } = await client.search(dn, {
    scope: "base",
    attributes,
    explicitBufferAttributes: everythingAsBytes,
  });
  return searchEntries.map(readEntry)[0];
}

function refuse(settings: Settings, why: string): IdleError {
  return new IdleError("InvalidInput", `${addressOf(settings)} ${why}.`, { details: { server: addressOf(settings) } });
}
