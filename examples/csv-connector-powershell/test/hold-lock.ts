import { spawn } from "node:child_process";
import { once } from "node:events";
import { pwsh } from "./open-copy.ts";

/** Another process that holds a lock as the scripts do, until it is told to let go. */
export async function holdLock(path: string): Promise<() => Promise<void>> {
  const hold = "$file = [System.IO.File]::Open($env:LOCK, 'OpenOrCreate', 'ReadWrite', 'None')";
  const script = `${hold}; 'held'; $null = [Console]::In.ReadLine(); $file.Dispose()`;
  const holder = spawn(pwsh.name, ["-NoProfile", "-NonInteractive", "-Command", script], {
    env: { ...process.env, LOCK: path },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(holder, "exit");
  await once(holder.stdout, "data");
  return async () => {
    holder.stdin.end("\n");
    await gone;
  };
}
