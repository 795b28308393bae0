/**
 * Takes the place of PowerShell where there is none: speaks the conversation of docs/connector-agent.md, and runs functions in
 * the place of scripts. The text of each script is the address of a module that exports idleConnector.
 */
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { Secret } from "@idle/contract";

type Fields = Readonly<Record<string, unknown>>;

const input = createInterface({ input: new Socket({ fd: 3, writable: false }), crlfDelay: Number.POSITIVE_INFINITY });
const output = new Socket({ fd: 4, readable: false });
const lines = input[Symbol.asyncIterator]();
const next = async (): Promise<string | undefined> => {
  const { done, value } = await lines.next();
  return done === true ? undefined : value;
};

// The line that loads the bootstrap.
await next();
output.write("\nidle-agent begin\n");
const [boundary = ""] = ((await next()) ?? "").split(" ");
output.write(`\n${boundary} 0 source\n`);
await next();
let count = 0;
const send = async (message: object): Promise<void> => {
  count += 1;
  if (!output.write(`\n${boundary} ${count} ${JSON.stringify(message).replace(/[^ -~]/g, escaped)}\n`)) {
    await new Promise<void>((resolve) => output.once("drain", () => resolve()));
  }
};
output.write(`\n${boundary} 0 loaded Core 0.0\n`);
await send({ t: "ready" });

const scripts = new Map<string, string>();
let globals = new Map<string, unknown>();
let stopping = new AbortController();
let working: Promise<void> = Promise.resolve();

for (let line = await next(); line !== undefined; line = await next()) {
  const message = JSON.parse(line) as Fields;
  if (message.t === "bye") break;
  if (message.t === "stop") stopping.abort(new Error("stopped"));
  if (message.t === "scripts") {
    const errors: object[] = [];
    for (const { slot, text } of message.scripts as { slot: string; text: string }[]) {
      scripts.set(slot, text.trim());
      if (text.startsWith("}")) errors.push({ slot, message: "Unexpected token '}'.", line: 1, column: 1 });
    }
    await send({ t: "parsed", errors });
  }
  if (message.t === "call") {
    stopping = new AbortController();
    working = call(String(message.slot), message.isAlone === true, message.args as Fields);
    working.catch(() => process.exit(70));
  }
}
process.exit(0);

async function call(slot: string, isAlone: boolean, args: Fields): Promise<void> {
  if (isAlone) globals = new Map();
  let answer: unknown;
  try {
    const { idleConnector } = (await import(scripts.get(slot) ?? "")) as { idleConnector: Record<string, unknown> };
    const script = idleConnector[slot] as (given: object) => unknown;
    const stopped = new Promise<never>((_, reject) => {
      stopping.signal.addEventListener("abort", () => reject(stopping.signal.reason));
    });
    stopped.catch(() => undefined);
    answer = await Promise.race([script.call(idleConnector, decode(args)), stopped]);
  } catch (error) {
    if (stopping.signal.aborted) return await send({ t: "stopped" });
    const { kind, message } = error as { kind?: string; message?: string };
    const type = kind === undefined ? "System.Exception" : `Microsoft.MetadirectoryServices.${kind}Exception`;
    return await send({ t: "failed", error: { message, type, category: "NotSpecified" }, errors: [] });
  }
  if (slot === "importData") return await sendPage(answer as Fields | readonly Fields[]);
  if (slot === "exportData") {
    const { csEntryChangeResults = [] } = answer as { csEntryChangeResults?: readonly Fields[] };
    return await send({ t: "answer", answer: { results: csEntryChangeResults.map(encodeResult) } });
  }
  await send({ t: "answer", answer });
}

async function sendPage(page: Fields | readonly Fields[]): Promise<void> {
  const {
    csEntries,
    moreToImport = false,
    customData = null,
  } = Array.isArray(page) ? { csEntries: page } : (page as Fields);
  await send({ t: "page", moreToImport, customData });
  for await (const entry of csEntries as AsyncIterable<Fields>) {
    if (stopping.signal.aborted) break;
    await send(encodeEntry(entry));
  }
  await send({ t: "pageEnd" });
}

function decode(args: Fields): object {
  const { configParameters, credential, types, csEntries, csEntry, getImportEntriesRunStep, ...others } = args;
  const parameters = (configParameters as Fields[]).map(({ name, value, secret }) => [
    name,
    { name, value: value ?? "", ...(typeof secret === "string" && { secureValue: new Secret(secret) }) },
  ]);
  const { user, password } = (credential ?? {}) as Fields;
  const step = getImportEntriesRunStep as { customData: string; fullObjectEntries: Fields[] } | undefined;
  return {
    ...others,
    globals,
    signal: stopping.signal,
    configParameters: new Map(parameters as [string, object][]),
    ...(credential !== undefined && { credential: { userName: user, password: new Secret(String(password)) } }),
    ...(types !== undefined && { types: { types } }),
    ...(csEntries !== undefined && { csEntries: (csEntries as Fields[]).map(decodeEntry) }),
    ...(csEntry !== undefined && { csEntry: decodeObject(csEntry as Fields) }),
    ...(step !== undefined && {
      getImportEntriesRunStep: { ...step, fullObjectEntries: step.fullObjectEntries.map(decodeObject) },
    }),
    ...(typeof args.newPassword === "string" && { newPassword: new Secret(args.newPassword) }),
    ...(typeof args.oldPassword === "string" && { oldPassword: new Secret(args.oldPassword) }),
  };
}

function decodeObject({ objectType, dn, anchors, attributes }: Fields): object {
  return {
    objectType,
    dn,
    anchorAttributes: (anchors as unknown[][]).map(([name, value]) => ({ name, value: decodeValue(value) })),
    attributes: new Map((attributes as [string, unknown[]][]).map(([name, values]) => [name, values.map(decodeValue)])),
  };
}

function decodeEntry({ anchors, changes, changed, ...others }: Fields): object {
  const attributeChanges = (changes as [string, string, [string, unknown][]][]).map(
    ([name, modificationType, values]) => ({
      name,
      modificationType,
      valueChanges: values.map(([way, value]) => ({
        // A connector in TypeScript gets a password as a secret.
        value: name === "export_password" ? new Secret(String(value)) : decodeValue(value),
        modificationType: way,
      })),
    }),
  );
  return {
    ...others,
    anchorAttributes: (anchors as unknown[][]).map(([name, value]) => ({ name, value: decodeValue(value) })),
    attributeChanges,
    changedAttributeNames: changed,
  };
}

function decodeValue(value: unknown): unknown {
  const { b, i } = Object(value) as Fields;
  if (typeof b === "string") return new Uint8Array(Buffer.from(b, "base64"));
  return typeof i === "string" ? BigInt(i) : value;
}

function encodeEntry({
  modificationType,
  objectType,
  dn,
  anchorAttributes,
  attributeChanges,
  importError,
}: Fields): object {
  const { code, name: errorName = null, detail = null } = (importError ?? {}) as Fields;
  return {
    t: "entry",
    m: modificationType,
    o: objectType,
    d: dn,
    a: ((anchorAttributes ?? []) as Fields[]).map(({ name, value }) => [name, encodeValue(value)]),
    c: ((attributeChanges ?? []) as Fields[]).map(({ name, modificationType: way, valueChanges }) => {
      const values = valueChanges as Fields[];
      const isDeleted = (change: Fields) => change.modificationType === "Delete";
      return [
        name,
        way,
        values.filter((change) => !isDeleted(change)).map(({ value }) => encodeValue(value)),
        values.filter(isDeleted).map(({ value }) => encodeValue(value)),
      ];
    }),
    ...(importError !== undefined && { e: [code, errorName, detail] }),
  };
}

function encodeResult({ anchorAttributes, ...others }: Fields): object {
  if (anchorAttributes === undefined) return others;
  return { ...others, anchors: (anchorAttributes as Fields[]).map(({ name, value }) => [name, encodeValue(value)]) };
}

function encodeValue(value: unknown): unknown {
  if (typeof value === "bigint") return { i: value.toString() };
  return value instanceof Uint8Array ? { b: Buffer.from(value).toString("base64") } : value;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
