import { spawn } from "node:child_process";
import { once } from "node:events";

/** The last line on its input is the process group to kill when the input ends, which is also how our death looks. */
const SCRIPT = `
group=
while read -r line; do group=$line; done
if [ -n "$group" ]; then
  kill -s KILL -- "-$group"
  tries=0
  while [ $tries -lt 20 ] && kill -s 0 -- "-$group"; do sleep 0.05; tries=$((tries + 1)); done
fi
rm -rf -- "$1" || { sleep 0.2; rm -rf -- "$1"; }
`;

export interface Guard {
  /** The process group to look after now; `undefined` when it has ended, so that no later process of its number is hit. */
  watch(group: number | undefined): void;
  /** Ends the process group, removes the folder, and returns when both are gone. */
  release(): Promise<void>;
}

/**
 * Sees to it that neither a server nor its folder outlives us, however we end: a process of its own, out of reach of the
 * terminal's Ctrl-C, which waits for the end of a pipe that only we hold.
 */
export function guardFolder(folder: string): Guard {
  const guard = spawn("/bin/sh", ["-c", SCRIPT, "guard", folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  const ended = once(guard, "exit");
  guard.stdin.on("error", () => {});
  guard.unref();
  return {
    watch: (group) => void guard.stdin.write(`${group ?? ""}\n`),
    async release() {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}
