// A process of the tests, or a thread: takes the lock that its arguments name, and does what it is told with it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createFolderState } from "@idle/core";

const [what, folder, name, counter, times] = process.argv.slice(2);
const state = createFolderState(folder);

if (what === "hold") {
  const lock = await state.tryLock(name);
  process.stdout.write(lock === null ? "busy\n" : "held\n");
  await pause(600_000);
}
if (what === "count") {
  for (let done = 0; done < Number(times); ) {
    const lock = await state.tryLock(name);
    if (lock === null) {
      await pause(1);
      continue;
    }
    const before = existsSync(counter) ? Number(readFileSync(counter, "utf8")) : 0;
    // Long enough for another process to come in between, if it could.
    await pause(1);
    writeFileSync(counter, String(before + 1));
    await lock.release();
    done += 1;
  }
}
