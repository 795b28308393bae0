// Shows what would be published, in the order in which the packages depend on each other, and publishes nothing.
import { runPnpm } from "./pnpm.mjs";

const { ok, output } = await runPnpm(["--recursive", "publish", "--dry-run", "--no-git-checks"]);
process.stdout.write(output);
if (!ok) process.exitCode = 1;
