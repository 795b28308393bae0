/** idle secrets create-key: makes a key pair for sealed outputs; the private key in a file of its own, the public one beside it. */
import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { escapeText } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { findConfiguration } from "../configuration/find-configuration.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { unwritable } from "../input/read-bytes.ts";
import { writeNewFile } from "../record/new-file.ts";
import { emptyLine, layOut } from "../view/lay-out.ts";

export interface CreateKeyOptions {
  readonly out: string;
  readonly type: "x25519" | "ec" | "rsa";
}

export async function createKey({ out, type }: CreateKeyOptions, context: CommandContext): Promise<ExitCode> {
  const { stdout, workingFolder } = context;
  const publicName = `${out}.pub`;
  const path = resolve(workingFolder, out);
  const { privateKey, publicKey } = makePair(type);
  makeFolder(dirname(path), out);
  const privateFile = writeNewFile(path, out, privateKey, 0o600);
  try {
    writeNewFile(`${path}.pub`, publicName, publicKey, 0o644);
  } catch (error) {
    privateFile.remove();
    throw error;
  }
  const fromConfiguration = relative(configurationFolder(context), `${path}.pub`).replaceAll(sep, "/");
  const opens = "readable by you only. It opens what is sealed; keep it where that is done, and a copy.";
  const lines = [
    { indent: 0, hang: 13, pieces: [`Private key: ${escapeText(out)}, ${opens}`] },
    { indent: 0, hang: 13, pieces: [`Public key:  ${escapeText(publicName)}. Put into idle.config.yaml:`] },
    emptyLine,
  ];
  // The last line is there to be copied, so it is never wrapped.
  const sealTo = `sealTo: ${escapeText(JSON.stringify(fromConfiguration))}\n`;
  stdout.write(layOut(lines, stdout.style().width) + sealTo);
  return exitCodes.done;
}

/** For its owner only: what goes into it is a private key. One that is there stays as it is. */
function makeFolder(path: string, name: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(name, error);
  }
}

function makePair(type: CreateKeyOptions["type"]): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = pairOf(type);
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

function pairOf(type: CreateKeyOptions["type"]): KeyPairKeyObjectResult {
  switch (type) {
    case "x25519":
      return generateKeyPairSync("x25519");
    case "ec":
      return generateKeyPairSync("ec", { namedCurve: "P-256" });
    case "rsa":
      return generateKeyPairSync("rsa", { modulusLength: 3072 });
  }
}

/** Where `sealTo` will be relative to: the configuration that applies here, or else the one that will be written here. */
function configurationFolder({ config, workingFolder }: CommandContext): string {
  const path = config === undefined ? findConfiguration(workingFolder) : resolve(workingFolder, config);
  return path === null ? workingFolder : dirname(path);
}
