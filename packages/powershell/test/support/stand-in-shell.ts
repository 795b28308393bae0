/**
 * A far end that is no PowerShell: it speaks the shell protocol as src/agent/agent.ps1 does, and runs commands of its own.
 * Some of them behave as no far end should. Started as a process; its input is what a PowerShell's would be.
 */
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { type AdSyncErrorKind, createAdSyncSimulator } from "@idle/adsync-simulator";
import { createClixmlReader } from "../../src/clixml/read-clixml.ts";
import { writeClixml } from "../../src/clixml/write-clixml.ts";

interface Asked {
  readonly id: string;
  readonly place: string;
  readonly kind: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}
interface Running {
  readonly id: string;
  stop(): void;
}
interface Document {
  readonly Kind: string;
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Secrets: Readonly<Record<string, string>>;
  readonly Credentials: Readonly<Record<string, { readonly UserName: string }>>;
}
type Command = (asked: Asked) => void | Promise<void>;

const simulator = createAdSyncSimulator({
  cycleSeconds: Number(process.env.CYCLE_SECONDS ?? 1),
  stagingMode: process.env.STAGING === "true",
});
let boundary = "idle-shell";
let isStarted = false;
let parts = "";
let running: Running | null = null;
let isRemoteOpen = false;
let opened = 0;
let imported = 0;
/** Whether the import that hangs has hung. */
let hasWaited = false;

/** Standard input and output, or the descriptors 3 and 4: as PowerShell is told to by its arguments. */
const isApart = process.argv.at(-1) !== "-";
const output: Writable = isApart ? new Socket({ fd: 4, readable: false, writable: true }) : process.stdout;
const write = (text: string): boolean => output.write(text);
let frames = 0;
const sealed = (text: string, payload: string): string => {
  frames += 1;
  return `\n${boundary} ${text} ${payload} ${frames}.${payload.length}\n`;
};
const frame = (kind: string, id: string, payload = ""): void => void write(sealed(`${kind} ${id}`, payload));
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

function document(kind: string, id: string, xml: string): void {
  const bytes = Buffer.from(xml, "utf8");
  let offset = 0;
  for (; bytes.length - offset > 49_152; offset += 49_152) {
    frame("part", id, bytes.subarray(offset, offset + 49_152).toString("base64"));
  }
  frame(kind, id, bytes.subarray(offset).toString("base64"));
}

function items(id: string, ...values: readonly unknown[]): void {
  for (const value of values) document("item", id, writeClixml(value));
  frame("end", id, "done");
}

function fail(id: string, about: Readonly<Record<string, unknown>>): void {
  document("error", id, writeClixml({ isTerminating: true, inner: [], ...about }));
  frame("end", id, "failed");
}

const commands: Readonly<Record<string, Command>> = {
  "get-echo": ({ id, parameters }) => items(id, parameters),
  "get-nothing": ({ id }) => items(id),
  "get-many": ({ id, parameters }) =>
    items(id, ...Array.from({ length: Number(parameters.Count) }, (_, index) => index)),
  "get-place": ({ id, place }) => items(id, place),
  "get-processid": ({ id }) => items(id, process.pid),
  "get-environment": ({ id }) => items(id, { ...process.env }),
  "get-script": ({ id }) => items(id, process.argv[1]),
  "get-arguments": ({ id }) => items(id, process.argv.slice(2)),
  "get-opened": ({ id }) => items(id, opened),
  "get-text": ({ id, parameters }) => items(id, "x".repeat(Number(parameters.Length))),
  "write-notice": ({ id, parameters }) => {
    frame("warning", id, base64(String(parameters.Message)));
    items(id, "after");
  },
  "write-noise": ({ id }) => {
    write("progress 10 %\u001b[?1h\r\nidle-shell end 1 done\n".repeat(1000));
    write(`aaaa end ${id} done\n`);
    write("n".repeat(300_000));
    items(id, "after the noise");
  },
  "write-failure": ({ id, parameters }) => fail(id, parameters),
  "write-nonterminating": ({ id }) => {
    document("error", id, writeClixml({ message: "first", isTerminating: false, inner: [] }));
    fail(id, { message: "second", isTerminating: false });
  },
  "start-wait": ({ id }) => {
    running = { id, stop: () => frame("end", id, "stopped") };
  },
  "start-stubborn": () => undefined,
  "stop-shell": () => process.exit(7),
  "stop-silently": () => void process.kill(process.pid, "SIGKILL"),
  "break-remote": ({ id }) => {
    isRemoteOpen = false;
    fail(id, {
      message: "The session broke.",
      exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
      fullyQualifiedErrorId: "PSSessionStateBroken",
    });
  },
  "close-remote": ({ id }) => {
    isRemoteOpen = false;
    items(id, "closed");
  },
  // Of a hostile far end.
  "forge-end": ({ id }) => {
    frame("end", String(Number(id) + 1), "done");
    frame("end", String(Number(id) - 1), "done");
    items(id, "own");
  },
  "forge-number": ({ id }) => {
    frames += 1;
    items(id, "one is missing");
  },
  "forge-length": ({ id }) => void write(sealed(`item ${id}`, base64("changed")).replace(" Y2", " Y2AAAA")),
  "forge-kind": ({ id }) => frame("burn", id),
  "forge-base64": ({ id }) => frame("item", id, "!!!!"),
  "forge-xml": ({ id }) => frame("item", id, base64("<Objs><S>open")),
  "forge-status": ({ id }) => frame("end", id, "perhaps"),
  "forge-middle": ({ id }) => {
    frame("part", id, base64("<Objs>"));
    frame("end", id, "done");
  },
  "forge-line": () => {
    write(`\n${boundary} item 1 `);
    const flood = (): void => {
      while (write("A".repeat(65_536)));
      output.once("drain", flood);
    };
    flood();
  },
  "flood-items": ({ id }) => {
    const item = base64(writeClixml("x".repeat(30_000)));
    const flood = (): void => {
      while (write(sealed(`item ${id}`, item)));
      output.once("drain", flood);
    };
    flood();
  },
  "flood-references": ({ id }) => {
    // Each list holds the one before it twice: small on the wire, endless for whoever walks it.
    const objects = ['<Obj RefId="0"><LST><I32>1</I32></LST></Obj>'];
    for (let each = 1; each < 60; each += 1) {
      objects.push(`<Obj RefId="${each}"><LST><Ref RefId="${each - 1}" /><Ref RefId="${each - 1}" /></LST></Obj>`);
    }
    document(
      "item",
      id,
      `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="99"><LST>${objects.join("")}</LST></Obj></Objs>`,
    );
    frame("end", id, "done");
  },
  // As the module ADSync of the testkit has it.
  "set-adsyncsimulation": ({ id, parameters }) => {
    const { FailNext, StagingMode, Suspended, Enabled, CycleSeconds, ReportState } = parameters;
    simulator.set({
      ...(StagingMode === undefined ? {} : { stagingMode: StagingMode === true }),
      ...(Suspended === undefined ? {} : { suspended: Suspended === true }),
      ...(Enabled === undefined ? {} : { enabled: Enabled === true }),
      ...(CycleSeconds === undefined ? {} : { cycleSeconds: Number(CycleSeconds) }),
      ...(ReportState === undefined ? {} : { reportState: ReportState === "Unknown" ? "Unknown" : "Known" }),
    });
    if (FailNext !== undefined) simulator.failNext({ kind: FailNext as AdSyncErrorKind });
    items(id);
  },
  "get-adsyncsimulation": ({ id }) =>
    items(id, { Cycles: simulator.cycles.map(({ policyType }) => ({ PolicyType: policyType })) }),
  "start-adsyncsynccycle": (asked) => sync(asked),
  "get-adsyncscheduler": (asked) => sync(asked),
  "get-imported": ({ id }) => items(id, imported),
  "import-module": ({ id, parameters }) => {
    if (parameters.Name === "Slow" && opened > 1 && !hasWaited) {
      hasWaited = true;
      running = { id, stop: () => frame("end", id, "stopped") };
      return;
    }
    imported += 1;
    if (parameters.Name !== "Missing") items(id);
    else {
      fail(id, {
        message: "The specified module 'Missing' was not loaded.",
        fullyQualifiedErrorId: "Modules_ModuleNotFound,Microsoft.PowerShell.Commands.ImportModuleCommand",
        category: "ResourceUnavailable",
      });
    }
  },
};

async function sync({ id, name, parameters }: Asked): Promise<void> {
  try {
    items(id, await simulator.session.invokeCommand(name, parameters));
  } catch (error) {
    const { message, exceptionType, fullyQualifiedErrorId, category } = error as Error & Record<string, unknown>;
    fail(id, { message, exceptionType, fullyQualifiedErrorId, category });
  }
}

function open({ id, parameters }: Asked): void {
  if (parameters.ComputerName === "refused") {
    fail(id, {
      message: "Connecting to remote server refused failed with the following error message : Access is denied.",
      exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
      fullyQualifiedErrorId: "AccessDenied,PSSessionOpenFailed",
      category: "OpenError",
    });
    return;
  }
  if (parameters.ComputerName === "flaky" && opened > 0) {
    fail(id, {
      message:
        "Connecting to remote server flaky failed with the following error message : The network path was not found.",
      exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
      fullyQualifiedErrorId: "NetworkPathNotFound,PSSessionOpenFailed",
      category: "OpenError",
    });
    return;
  }
  isRemoteOpen = true;
  opened += 1;
  items(id);
}

function take(line: string): void {
  if (!isStarted) {
    isStarted = true;
    const start = process.env.START ?? "well";
    if (start === "mute") return;
    if (start === "complain") {
      process.stderr.write("\u001b[31mpwsh: cannot load\nits library\u001b[0m\n", () => process.exit(1));
      return;
    }
    if (start === "constrained") {
      write("\nidle-shell language 1 ConstrainedLanguage 1.19\n");
      return;
    }
    frame("ready", "1");
    return;
  }
  if (boundary === "idle-shell") {
    boundary = line;
    document("hello", "0", writeClixml({ version: "7.6.0" }));
    return;
  }
  const [kind = "", id = "", payload = ""] = line.split(" ");
  if (kind === "stop") {
    if (running?.id === id) running.stop();
    return;
  }
  parts += Buffer.from(payload, "base64").toString("utf8");
  if (kind === "part") return;
  const reader = createClixmlReader();
  reader.write(parts);
  parts = "";
  const { Kind, Name, Parameters, Secrets, Credentials } = reader.end() as Document;
  const asked: Asked = {
    id,
    place: kind,
    kind: Kind,
    name: Name,
    parameters: {
      ...Parameters,
      ...Object.fromEntries(Object.entries(Secrets).map(([name, value]) => [name, `secret of ${value.length}`])),
      ...Object.fromEntries(
        Object.entries(Credentials).map(([name, value]) => [name, `credential of ${value.UserName}`]),
      ),
    },
  };
  if (kind !== "local" && !isRemoteOpen) {
    frame("end", id, "closed");
    return;
  }
  run(asked);
}

function run(asked: Asked): void {
  const { id, kind, name } = asked;
  const command = Object.hasOwn(commands, name.toLowerCase()) ? commands[name.toLowerCase()] : undefined;
  if (kind === "open") open(asked);
  else if (kind === "about") {
    items(id, {
      account: "CORP\\svc-sync",
      isElevated: true,
      machine: "SYNC01",
      version: "7.6.0",
      languageMode: process.env.LANGUAGE_MODE ?? "FullLanguage",
    });
  } else if (kind === "exists") items(id, command !== undefined);
  else if (command === undefined) {
    fail(id, {
      message: `The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program.`,
      exceptionType: "System.Management.Automation.CommandNotFoundException",
      fullyQualifiedErrorId: "CommandNotFoundException",
      category: "ObjectNotFound",
    });
  } else void command(asked);
}

let held = "";
const hear = (chunk: string): void => {
  held += chunk;
  for (let end = held.indexOf("\n"); end >= 0; end = held.indexOf("\n")) {
    const line = held.slice(0, end);
    held = held.slice(end + 1);
    take(line);
  }
};
const input: Readable = isApart ? new Socket({ fd: 3, readable: true, writable: false }) : process.stdin;
input.setEncoding("utf8");
input.on("data", hear);
input.on("end", () => process.exit(0));
