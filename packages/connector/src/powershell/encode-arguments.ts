/** What a script gets, as the agent takes it: data alone, secrets included, for a pipe and nothing else. */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { isUint8Array } from "node:util/types";
import { isSecret } from "@idle/contract";
import type { CSEntry, ExportEntry } from "../model/entry.ts";
import type { ConfigParameters } from "../model/parameters.ts";
import type { ConnectorSchema } from "../model/schema.ts";
import type { SlotContext } from "../model/slots.ts";
import type { ExportedValue } from "../model/value.ts";

/** The names that settings have in the Windows PowerShell Connector, where they differ from ours. */
const connectorNames: Readonly<Record<string, string>> = {
  ImpersonateConnectorAccount: "Impersonate Connector Account",
  LoadUserProfileWhenImpersonating: "Load User Profile When Impersonating",
  LogonTypeWhenImpersonating: "Logon Type When Impersonating",
  SignedScriptsOnly: "Signed Scripts Only",
};
const commonModuleName = "Common Module Script Name (with extension)";

export interface EncodingOptions {
  /** Its name. */
  readonly connector: string;
  /** The name of the common module; null for none. */
  readonly commonModuleName: string | null;
}

/** `args` are those of any slot; what a slot does not have is not there. */
export function encodeArguments(args: SlotContext, options: EncodingOptions): object {
  const { definitionFolder, maFolder, configParameters, credential, commonModule } = args;
  const own = args as unknown as Readonly<Record<string, unknown>>;
  return {
    ...plain(own),
    connector: options.connector,
    definitionFolder,
    maFolder,
    temporaryFolder: commonModule === null || dirname(commonModule) === maFolder ? tmpdir() : dirname(commonModule),
    configParameters: encodeParameters(configParameters, options.commonModuleName),
    ...(credential !== undefined && {
      credential: { user: credential.userName, password: credential.password.reveal() },
    }),
    ...(own.types !== undefined && { types: encodeSchema(own.types as ConnectorSchema) }),
    ...(own.getImportEntriesRunStep !== undefined && {
      getImportEntriesRunStep: encodeStep(own.getImportEntriesRunStep),
    }),
    ...(own.csEntries !== undefined && { csEntries: (own.csEntries as readonly ExportEntry[]).map(encodeEntry) }),
    ...(own.csEntry !== undefined && { csEntry: encodeObject(own.csEntry as CSEntry) }),
    ...secret(own, "newPassword"),
    ...secret(own, "oldPassword"),
  };
}

/** Texts, numbers, true and false, and objects of them. */
const plainArguments = [
  "configParameterPage",
  "parentNode",
  "openImportConnectionRunStep",
  "closeImportConnectionRunStep",
  "openExportConnectionRunStep",
  "closeExportConnectionRunStep",
  "partition",
  "operationType",
  "passwordOptions",
] as const;

function plain(own: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(plainArguments.filter((name) => own[name] !== undefined).map((name) => [name, own[name]]));
}

function secret(own: Readonly<Record<string, unknown>>, name: "newPassword" | "oldPassword"): object {
  const held = own[name];
  return isSecret(held) ? { [name]: held.reveal() } : {};
}

function encodeParameters(parameters: ConfigParameters, moduleName: string | null): readonly object[] {
  const encoded = [...parameters.values()].flatMap(({ name, value, secureValue }) => {
    const held = secureValue === undefined ? { value } : { secret: secureValue.reveal() };
    const other = connectorNames[name];
    return other === undefined
      ? [{ name, ...held }]
      : [
          { name, ...held },
          { name: other, ...held },
        ];
  });
  return [...encoded, { name: commonModuleName, value: moduleName ?? "" }];
}

function encodeSchema({ types }: ConnectorSchema): readonly object[] {
  return types.map(({ name, attributes }) => ({ name, attributes }));
}

function encodeStep(step: unknown): object {
  const { customData, fullObjectEntries } = step as { customData: string; fullObjectEntries: readonly CSEntry[] };
  return { customData, fullObjectEntries: fullObjectEntries.map(encodeObject) };
}

function encodeObject({ objectType, dn, anchorAttributes, attributes }: CSEntry): object {
  return {
    identifier: randomUUID(),
    objectType,
    dn,
    anchors: anchorAttributes.map(({ name, value }) => [name, encodeValue(value)]),
    attributes: [...attributes].map(([name, values]) => [name, values.map(encodeValue)]),
  };
}

function encodeEntry(entry: ExportEntry): object {
  return {
    identifier: entry.identifier,
    modificationType: entry.modificationType,
    objectType: entry.objectType,
    dn: entry.dn,
    anchors: entry.anchorAttributes.map(({ name, value }) => [name, encodeValue(value)]),
    changed: entry.changedAttributeNames,
    changes: entry.attributeChanges.map(({ name, modificationType, valueChanges }) => [
      name,
      modificationType,
      valueChanges.map(({ value, modificationType: way = "Add" }) => [way, encodeValue(value)]),
    ]),
  };
}

/** Texts, true and false as they are; whole numbers as numbers where those are exact; the rest says what it is. */
function encodeValue(value: ExportedValue): unknown {
  if (isSecret(value)) return value.reveal();
  if (typeof value === "bigint") return { i: value.toString() };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? value : { i: BigInt(Math.trunc(value)).toString() };
  if (isUint8Array(value))
    return { b: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  return value;
}
