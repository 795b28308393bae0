/**
 * The language server behind YAML in VS Code and most other editors, as a process of its own. Schemas come from files and
 * from nowhere else: whatever else the server asks for is refused and remembered.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type CompletionItem,
  CompletionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

export interface LanguageServer {
  /** What the server finds wrong with a text, as `line:column-column message`, both from 1. */
  problems(file: string, text: string): Promise<string[]>;
  /** What it offers at the `|` in a text. */
  completions(file: string, marked: string): Promise<readonly CompletionItem[]>;
  /** What it says when the pointer is over the `|` in a text, as Markdown. */
  hover(file: string, marked: string): Promise<string>;
  /** What it wanted to have from anywhere but files. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

type Problems = readonly Diagnostic[];

const program = join(
  dirname(createRequire(import.meta.url).resolve("yaml-language-server/package.json")),
  "bin",
  "yaml-language-server",
);

/** `schemas` maps the path of a schema to the names of the files it is for, as VS Code's `yaml.schemas` does. */
export async function startLanguageServer(
  folder: string,
  schemas: Readonly<Record<string, readonly string[]>>,
): Promise<LanguageServer> {
  const child = spawn(process.execPath, [program, "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const refused: string[] = [];
  const settings = {
    // Where nobody answers: what would be fetched is missing, and that is a problem of the file it is for.
    http: { proxy: "http://127.0.0.1:9" },
    yaml: {
      schemas,
      validate: true,
      completion: true,
      hover: true,
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
    },
  };
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly { section?: string }[] }) =>
    items.map(({ section = "" }) => Reflect.get(settings, section) ?? null),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("vscode/content", (uri: string) => {
    refused.push(uri);
    throw new Error("Nothing is fetched in this test.");
  });
  const said = new Map<string, Problems>();
  const waiting = new Map<string, (problems: Problems) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    said.set(uri, diagnostics);
    waiting.get(uri)?.(diagnostics);
  });
  const isReady = new Promise<void>((resolve) => connection.onNotification("yaml/schema/store/initialized", resolve));
  connection.listen();

  const rootUri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "test" }],
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, workspaceFolders: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
        hover: { contentFormat: ["markdown"] },
        publishDiagnostics: {},
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  // Then it says when it has read the settings.
  await connection.sendNotification("yaml/supportSchemaSelection", {});
  await connection.sendNotification("workspace/didChangeConfiguration", { settings });
  await isReady;

  let count = 0;
  /** Each text is a file in a folder of its own, so that nothing said of one is taken for what is said of another. */
  const open = async (file: string, text: string): Promise<string> => {
    count += 1;
    const uri = pathToFileURL(join(folder, dirname(file), String(count), basename(file))).href;
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return uri;
  };
  const openMarked = async (file: string, marked: string) => {
    const [before = "", after = ""] = marked.split("|");
    const uri = await open(file, before + after);
    const character = before.length - (before.lastIndexOf("\n") + 1);
    return { textDocument: { uri }, position: { line: before.split("\n").length - 1, character } };
  };
  return {
    refused,
    async problems(file, text) {
      const uri = await open(file, text);
      const problems = said.get(uri) ?? (await new Promise<Problems>((resolve) => waiting.set(uri, resolve)));
      return problems.map(({ range: { start, end }, message }) => {
        const last = end.line === start.line ? String(end.character + 1) : `${end.line + 1}:${end.character + 1}`;
        return `${start.line + 1}:${start.character + 1}-${last} ${String(message)}`;
      });
    },
    async completions(file, marked) {
      const answer = await connection.sendRequest(CompletionRequest.type, await openMarked(file, marked));
      return Array.isArray(answer) ? answer : (answer?.items ?? []);
    },
    async hover(file, marked) {
      const answer = await connection.sendRequest(HoverRequest.type, await openMarked(file, marked));
      return MarkupContent.is(answer?.contents) ? answer.contents.value : "";
    },
    async close() {
      await connection.sendRequest(ShutdownRequest.type);
      const exited = once(child, "exit");
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}
