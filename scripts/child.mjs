// Runs child processes: either in the foreground (terminal, signals and exit code are the child's) or captured.
import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { chosenNode, root } from "./workspace.mjs";

const isTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/** The caller's environment with the repository's tools first on the PATH, before them the Node that was chosen. */
function toolEnvironment(more = {}) {
  const environment = { ...process.env, ...more };
  const key = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const tools = join(root, "node_modules", ".bin");
  const chosen = environment.IDLE_NODE ? dirname(chosenNode(environment)) : "";
  return { ...environment, [key]: [chosen, tools, environment[key]].filter(Boolean).join(delimiter) };
}

/** Runs a command as if it had been called directly; ends this process with the same exit code or signal. */
export async function runInForeground(command, args, options = {}) {
  const child = spawn(command, args, { stdio: "inherit", env: toolEnvironment(), ...options });
  const handlers = new Map();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // A terminal sends Ctrl-C to the child as well: passing it on would make one key press look like two.
    const handler = () => (signal === "SIGINT" && isTerminal ? undefined : child.kill(signal));
    handlers.set(signal, handler);
    process.on(signal, handler);
  }
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  for (const [name, handler] of handlers) process.off(name, handler);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
}

/** Runs a command without a terminal and collects what it prints, in order. */
export function runCaptured(command, args, options = {}) {
  return new Promise((resolve) => {
    const env = toolEnvironment(options.env);
    const child = spawn(command, args, { cwd: root, ...options, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    const finish = (ok, note = "") => resolve({ ok, output: Buffer.concat(chunks).toString("utf8") + note });
    child.once("error", (error) => finish(false, `${error.message}\n`));
    child.once("close", (code, signal) => finish(code === 0, signal ? `Ended by ${signal}.\n` : ""));
  });
}
