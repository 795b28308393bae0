/**
 * The common module, which scripts load by its name: written before each script where the script looks for it, and removed
 * when the run is over.
 */
import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, open, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { IdleError } from "@idle/contract";
import type { Definition } from "../definition/definition.ts";
import type { SlotName } from "../model/slots.ts";
import { decodeScript } from "./decode-script.ts";
import { makeMaFolder } from "./own-folder.ts";

/** `maData`: the connector's own folder. `temp`: a folder of this run alone among the temporary ones. */
export type ModulePlace = "maData" | "temp";

const inTemp: ReadonlySet<SlotName> = new Set(["validation", "schema", "partition", "hierarchy"]);

/** Where a script looks for the common module. */
export function slotPlace(slot: SlotName): ModulePlace {
  return inTemp.has(slot) ? "temp" : "maData";
}

export type ModuleDefinition = Pick<Definition, "commonModule" | "path">;

export interface CommonModule {
  /** Writes it anew and gives its path; null for a connector without one. Throws FileUnreadable, ConnectorInvalid. */
  write(place: ModulePlace): Promise<string | null>;
  /** Removes what was written. Never rejects, and can be called twice. */
  remove(): Promise<void>;
}

/** How many runs of this process have written a path: the last one that ends removes it. */
const holders = new Map<string, number>();

export function createCommonModule(
  { commonModule, path: definitionPath }: ModuleDefinition,
  maFolder: string,
  temporary = tmpdir(),
): CommonModule {
  const written = new Set<string>();
  let content: Buffer | null = null;
  let ownFolder: Promise<string> | null = null;
  const folderOf = async (place: ModulePlace): Promise<string> => {
    if (place === "maData") {
      // Looked at each time: a script may have put a link in its place.
      makeMaFolder(maFolder);
      return maFolder;
    }
    ownFolder ??= makeTemporary(temporary);
    return ownFolder;
  };
  return {
    async write(place) {
      if (commonModule === null) return null;
      const name = expectFileName(commonModule.name);
      const source = resolve(definitionPath === null ? process.cwd() : dirname(definitionPath), commonModule.file);
      // Read once, so that all scripts of a run have the same.
      content ??= await readSource(source);
      const target = join(await folderOf(place), name);
      if (!written.has(target)) holders.set(target, (holders.get(target) ?? 0) + 1);
      written.add(target);
      await replaceFile(target, content);
      return target;
    },
    async remove() {
      for (const target of written) {
        const others = (holders.get(target) ?? 1) - 1;
        if (others > 0) holders.set(target, others);
        else {
          holders.delete(target);
          await rm(target, { force: true }).catch(() => undefined);
        }
      }
      written.clear();
      const folder = await ownFolder?.catch(() => null);
      ownFolder = null;
      // A script may have left something of its own there; the folder is this run's alone.
      if (typeof folder === "string")
        await rm(dirname(folder), { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** The common module for one piece of work; whatever becomes of it, nothing stays behind. */
export async function withCommonModule<T>(
  definition: ModuleDefinition,
  place: ModulePlace,
  folders: { readonly maData: string; readonly temp: string },
  work: (path: string | null) => Promise<T>,
): Promise<T> {
  const module = createCommonModule(definition, folders.maData, folders.temp);
  try {
    return await work(await module.write(place));
  } finally {
    await module.remove();
  }
}

/** It is put beside other files, so it must not lead elsewhere, on any system. */
function expectFileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are part of what this refuses.
  if (name !== "" && !/^\.{1,2}$|[/\\:*?"<>|\u0000-\u001f]|[. ]$/.test(name)) return name;
  throw new IdleError(
    "ConnectorInvalid",
    `The common module cannot be called ${JSON.stringify(name)}. Write the name of a file, without a folder, under commonModule.`,
  );
}

/** PowerShell takes a file without a mark for UTF-8. One of an older code page gets the mark, and says the same. */
function readable(content: Buffer): Buffer {
  return isUtf8(content) || content[0] === 0xff || content[0] === 0xfe
    ? content
    : Buffer.from(`\ufeff${decodeScript(content)}`, "utf8");
}

async function readSource(source: string): Promise<Buffer> {
  try {
    const content = await readFile(source);
    return /\.ps[md]?1$/i.test(source) ? readable(content) : content;
  } catch (error) {
    throw unusable(
      source,
      `cannot be read: ${(error as Error).message}`,
      "Name a file that is there under commonModule.",
    );
  }
}

async function makeTemporary(folder: string): Promise<string> {
  try {
    // Made with the mode 0700.
    const own = await mkdtemp(join(folder, "idle-connector-"));
    // Scripts look for it in %TEMP%, or in TEMP of the system's folder.
    const temp = join(own, "TEMP");
    await mkdir(temp, { mode: 0o700 });
    return temp;
  } catch (error) {
    throw unusable(folder, `takes no folder: ${(error as Error).message}`, "Set TMPDIR to one that can be written to.");
  }
}

/** As a whole or not at all; a link that stands there is replaced, and not followed. */
async function replaceFile(target: string, content: Buffer): Promise<void> {
  const beside = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(beside, "wx", 0o600);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw unusable(
      target,
      `cannot be written: ${(error as Error).message}`,
      "Make room, or take away what stands there.",
    );
  }
}

function unusable(path: string, why: string, remedy: string): IdleError {
  const message = `The common module: ${JSON.stringify(path)} ${why}. ${remedy}`;
  return new IdleError("FileUnreadable", message, { details: { file: path } });
}
