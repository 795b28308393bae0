/** The connector as somebody has it who has copied the example: a definition of its own, on a copy of the sample directory. */
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connector, openConnector } from "@idle/connector";
import { onTestFinished } from "vitest";

/** What the first connector has compiled, for the others: each would do it again. */
const shared = join(mkdtempSync(join(tmpdir(), "idle-compiled-")), "Compiled");
process.on("exit", () => rmSync(dirname(shared), { recursive: true, force: true }));

const example = fileURLToPath(new URL("..", import.meta.url));

export const pwsh = {
  name: "pwsh",
  install: "https://learn.microsoft.com/powershell/scripting/install/installing-powershell",
};

export const nord = "DC=nord,DC=example";
export const sued = "DC=sued,DC=example";

interface Copy {
  readonly data: string;
  readonly connector: Connector;
  /** What the scripts have written to their streams. */
  readonly output: string[];
  readonly text: (...path: string[]) => string;
}

/** `edit` changes the definition. */
export async function openCopy(edit: (definition: string) => string = (text) => text): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), "idle-csv-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "data");
  copyData(data);
  cpSync(join(example, "scripts"), join(folder, "scripts"), { recursive: true });
  const definition = join(folder, "connector.yaml");
  writeFileSync(definition, edit(readFileSync(join(example, "connector.yaml"), "utf8")));
  const compiled = join(folder, ".idle/connectors/csv-directory-powershell/Compiled");
  if (existsSync(shared)) {
    mkdirSync(join(folder, ".idle/connectors"), { recursive: true });
    mkdirSync(dirname(compiled), { mode: 0o700 });
    cpSync(shared, compiled, { recursive: true });
    chmodSync(compiled, 0o700);
  }
  const output: string[] = [];
  const onScriptOutput = (said: object) => void output.push(JSON.stringify(said));
  const connector = await openConnector({ definition, onScriptOutput });
  onTestFinished(async () => {
    await connector.close();
    if (!existsSync(shared) && existsSync(compiled)) cpSync(compiled, shared, { recursive: true });
  });
  const text = (...path: string[]) => readFileSync(join(data, ...path), "utf8");
  return { data, connector, output, text };
}

/** The sample directory, as it is shipped. */
export function copyData(data: string): void {
  cpSync(join(example, "data"), data, { recursive: true });
}

export const counts = ({ runs }: { readonly runs: readonly object[] }, ...names: string[]) =>
  runs.map((run) => names.map((name) => Reflect.get(run, name)));
